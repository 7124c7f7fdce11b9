// The mail about holding an action together: to those who announced it when somebody asks, and to who asked when they answer.
// Invariant: each step is told once, whatever happens to the job, and to nobody who took it. The payload holds an id alone; an
// address is read where the mail is queued and kept nowhere else.
import { sql } from "kysely";
import { z } from "zod";
import { type Ctx, transact } from "#platform/context";
import { idOf } from "#platform/fields";
import type { Id } from "#platform/ids";
import { translator } from "#platform/i18n/i18n";
import { addJob } from "#platform/jobs/jobs";
import { queueMail } from "#platform/mail/mail";
import { type Multilingual, textIn } from "#platform/multilingual";
import { readProfile } from "#platform/settings";
import { actionPath } from "./paths.ts";
import { tables } from "./tables.ts";
import type { JoiningStep } from "./types.ts";

export const TELL_JOININGS = "tell-joinings";

/** What was asked longer ago is no news: an example that is loaded, or a job that was lost, writes to nobody about the past. */
const NEWS_MS = 3 * 86_400_000;
/** Of an organisation in which many may announce, those who have done so longest. */
const MOST_TOLD = 5;

const payloadShape = z.object({ joiningId: idOf<Id<"joining">>() });

/** Queues the job, in the transaction of the step. */
export async function tellLater(tx: Ctx, joiningId: string): Promise<void> {
  await addJob(tx, TELL_JOININGS, { joiningId });
}

type Told = {
  readonly step: Exclude<JoiningStep, "left">;
  readonly reason: Multilingual | null;
  readonly number: number;
  readonly title: Multilingual;
  /** The organisation that asked. */
  readonly name: Multilingual;
  /** The one whose people are told. */
  readonly toldId: string;
  /** Who took the step; null: the node's shell. */
  readonly takenBy: string | null;
};

async function readUntold(ctx: Ctx, joiningId: string): Promise<Told | undefined> {
  const { rows } = await sql<Told>`
    select j.step, j.reason, a.number, a.title, g.name, m.person_id as "takenBy",
      case when j.step = 'asked' then a.organization_id else j.organization_id end as "toldId"
    from action_joinings j join actions a on a.id = j.action_id join organizations g on g.id = j.organization_id
    left join mandates m on m.id = j.mandate_id
    where j.id = ${joiningId} and j.step <> 'left' and j.at > ${new Date(ctx.now.getTime() - NEWS_MS)}
      and not exists (select 1 from action_joinings_told t where t.joining_id = j.id)`.execute(ctx.db);
  return rows[0];
}

type Recipient = { readonly accountId: string; readonly language: string | null };

/** People who may announce for the organisation under a mandate of its own. */
async function listRecipients(ctx: Ctx, { toldId, takenBy }: Told): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select p.account_id as "accountId", l.language
    from mandates m join offices o on o.key = m.office join people p on p.id = m.person_id
    left join account_languages l on l.account_id = p.account_id
    where m.organization_id = ${toldId} and 'agenda.announce' = any(o.capabilities) and m.recalled_at is null
      and m.starts_at <= ${ctx.now} and (m.ends_at is null or m.ends_at > ${ctx.now})
      and p.account_id is not null and p.id is distinct from ${takenBy}::uuid
    group by p.account_id, l.language order by min(m.starts_at), p.account_id limit ${MOST_TOLD}`.execute(
    ctx.db,
  );
  return rows;
}

function wordsOf({ node }: Ctx, { step, reason, number, title, name }: Told, language: string) {
  const t = translator(language);
  const facts = { action: textIn(title, language).text, organization: textIn(name, language).text };
  const link = `${node.origin}${actionPath(number)}`;
  const why = reason ? [t("joining.mail.reason", { reason: textIn(reason, language).text }), ""] : [];
  return {
    subject: t(`joining.mail.subject.${step}`, facts).slice(0, 200),
    body: [t("joining.mail.greeting"), "", t(`joining.mail.${step}`, facts), "", ...why, link].join("\n"),
    link,
  };
}

/** The task. `emailOf` is asked for those alone who get a mail. Gives how many were queued. */
export async function tellJoining(
  ctx: Ctx,
  emailOf: (accountId: string) => Promise<string | undefined>,
  payload: unknown,
): Promise<number> {
  const { joiningId } = payloadShape.parse(payload);
  const told = await readUntold(ctx, joiningId);
  if (!told) return 0;
  const fallback = (await readProfile(ctx.db))?.languages[0] ?? "es";
  const mails: Parameters<typeof queueMail>[1][] = [];
  for (const { accountId, language } of await listRecipients(ctx, told)) {
    const recipient = await emailOf(accountId);
    if (recipient !== undefined) mails.push({ recipient, ...wordsOf(ctx, told, language ?? fallback) });
  }
  return transact(ctx, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tables(tx.db)
      .insertInto("action_joinings_told")
      .values({ joining_id: joiningId, told_at: tx.now })
      .onConflict((conflict) => conflict.column("joining_id").doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return 0;
    for (const mail of mails) await queueMail(tx, mail);
    return mails.length;
  });
}
