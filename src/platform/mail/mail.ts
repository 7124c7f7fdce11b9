// The mail that the node owes somebody, and the list of what did not go out.
// Invariant: an address leaves the outbox only towards the mail server, or towards the operators of this node.
import { z } from "zod";
import { type Ctx, transact } from "../context.ts";
import type { Db } from "../database/database.ts";
import { addJob } from "../jobs/jobs.ts";

export type NewMail = {
  readonly recipient: string;
  readonly subject: string;
  /** Plain text, with the link in it. */
  readonly body: string;
  /** What the mail is about, for nodes that send none: an operator hands it over another way. */
  readonly link: string | null;
};

export const DELIVER_MAIL = "deliver-mail";
/** With the queue's growing pauses, about two days. */
const MOST_ATTEMPTS = 12;

const newMail = z.object({
  recipient: z.email().max(254),
  subject: z.string().trim().min(1).max(200),
  body: z.string().min(1).max(10_000),
  link: z.url().nullable(),
});

/** Puts a mail into the outbox, in the transaction of what it tells. */
export async function queueMail(ctx: Ctx, mail: NewMail): Promise<void> {
  const { recipient, subject, body, link } = newMail.parse(mail);
  await transact(ctx, async (tx) => {
    const id = tx.newId();
    await tx.db
      .insertInto("mail_outbox")
      .values({
        id,
        recipient,
        subject: subject.replace(/\s+/g, " "),
        body,
        link,
        state: "pending",
        attempts: 0,
        created_at: tx.now,
        sent_at: null,
      })
      .execute();
    await addJob(tx, DELIVER_MAIL, { id }, { mostAttempts: MOST_ATTEMPTS });
  });
}

export type UndeliveredMail = {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly link: string | null;
  readonly state: "pending" | "failed";
  readonly attempts: number;
  readonly createdAt: Date;
};

/** The latest two hundred that did not go out, for operators alone. */
export async function listUndelivered(db: Db): Promise<UndeliveredMail[]> {
  const rows = await db
    .selectFrom("mail_outbox")
    .select(["id", "recipient", "subject", "link", "state", "attempts", "created_at"])
    .where("state", "<>", "sent")
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows.map(({ created_at, state, ...row }) => ({
    ...row,
    state: state === "failed" ? "failed" : "pending",
    createdAt: created_at,
  }));
}

/** An operator has handed the link over: the outbox forgets the mail. */
export async function forgetMail(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom("mail_outbox").where("id", "=", id).where("state", "<>", "sent").execute();
}
