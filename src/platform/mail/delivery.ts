// Sending what is in the outbox, by SMTP or, where no server is named, by telling whoever runs the node.
// Invariant: a mail that was sent has lost its text, and no address gets into an error message.
import type { Transporter } from "nodemailer";
import { z } from "zod";
import type { Db } from "../database/database.ts";
import type { Task } from "../jobs/jobs.ts";

export type DeliveryInput = {
  readonly db: Db;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** Standard output of the node: links that no server carries are handed over by hand. */
  readonly print: (line: string) => void;
};

type Send = (mail: { recipient: string; subject: string; body: string }) => Promise<void>;

const payloadShape = z.object({ id: z.uuid() });

function sender(smtpUrl: string, from: string): Send {
  let transport: Transporter | undefined;
  return async ({ recipient, subject, body }) => {
    // Loaded with the first mail: a node without a mail server has no use for it.
    transport ??= (await import("nodemailer")).createTransport(smtpUrl);
    await transport.sendMail({
      from,
      to: { name: "", address: recipient },
      subject,
      text: body,
      // A mail of ours holds only what we wrote: nothing is fetched to put into it.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
}

/** What a mail server said, without the address that it repeats. */
function withoutAddress(error: unknown, recipient: string): Error {
  const {
    code = "",
    responseCode = "",
    message = "",
  } = error as {
    code?: string;
    responseCode?: number;
    message?: string;
  };
  const said = message
    .replaceAll(recipient, "…")
    .replace(/\S+@\S+/g, "…")
    .slice(0, 200);
  return new Error(`mail was not sent: ${[code, responseCode, said].filter(Boolean).join(" ")}`);
}

/** The task `deliver-mail`. Without a server the mail stays in the outbox, where operators find its link. */
export function mailDelivery({ db, smtpUrl, mailFrom, print }: DeliveryInput): Task {
  const send = smtpUrl && mailFrom ? sender(smtpUrl, mailFrom) : undefined;
  return async (payload, attempt) => {
    const { id } = payloadShape.parse(payload);
    const mail = await db
      .selectFrom("mail_outbox")
      .selectAll()
      .where("id", "=", id)
      .where("state", "<>", "sent")
      .executeTakeFirst();
    if (!mail?.body) return;
    if (!send) {
      print(`for ${mail.recipient}: ${mail.link ?? mail.subject}`);
      return;
    }
    const row = db.updateTable("mail_outbox").where("id", "=", id);
    try {
      await send({ recipient: mail.recipient, subject: mail.subject, body: mail.body });
    } catch (error) {
      await row.set({ attempts: attempt.number, state: attempt.isLast ? "failed" : "pending" }).execute();
      throw withoutAddress(error, mail.recipient);
    }
    await row
      .set({ state: "sent", sent_at: new Date(), attempts: attempt.number, body: null, link: null })
      .execute();
  };
}
