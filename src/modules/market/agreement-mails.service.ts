// Mail about agreements: somebody asked, wrote terms, confirmed, delivered, received, does not agree, or it is settled.
// Invariant: each is told once, whatever happens to the job, to the other side and to nobody who did it. A mail says where to
// look, and neither what nor how much nor whose: mail is read by others on its way. The payload holds an id alone; an address is
// read where the mail is queued and kept nowhere else.
import { sql } from "kysely";
import { z } from "zod";
import type { Capability, OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { idOf } from "#platform/fields";
import { translator } from "#platform/i18n/i18n";
import { addJob } from "#platform/jobs/jobs";
import { queueMail } from "#platform/mail/mail";
import { readProfile } from "#platform/settings";
import { agreementPath } from "./paths.ts";
import type { AgreementId } from "./types.ts";

export const TELL_AGREEMENTS = "tell-of-agreements";

/** What happened longer ago is no news: an example that is loaded, or a job that was lost, writes to nobody about the past. */
const NEWS_MS = 3 * 86_400_000;
/** Of an organisation in which many may agree, those who have done so longest. */
const MOST_TOLD = 5;

/** A step of the agreement, by its id; or a delivery or its receipt, by the delivery's. */
const payloadShape = z.object({ kind: z.enum(["step", "given", "received"]), id: idOf<string>() });
type Payload = z.output<typeof payloadShape>;

/** Queues the job, in the transaction of what happened. */
export async function tellOfItLater(tx: Ctx, kind: Payload["kind"], id: string): Promise<void> {
  await addJob(tx, TELL_AGREEMENTS, { kind, id });
}

type Happened = {
  readonly what: string;
  readonly agreementId: AgreementId;
  readonly askerId: OrganizationId;
  readonly holderId: OrganizationId;
  /** The side that did it; null: a mediator. */
  readonly side: OrganizationId | null;
  /** Who did it and knows. */
  readonly by: string | null;
};

/**
 * With the last receipt an agreement is fulfilled: the mail about the receipt says where to look. What a barter ring makes is told
 * nobody step by step: its parties said yes to all of it.
 */
const steps = (id: string, since: Date) => sql<Happened>`
  select s.what, a.id as "agreementId", a.asker_id as "askerId", a.holder_id as "holderId", s.organization_id as side,
    m.person_id as by
  from market_agreement_steps s join market_agreements a on a.id = s.agreement_id left join mandates m on m.id = s.mandate_id
  where s.id = ${id} and s.made_at > ${since} and s.what <> 'completed' and not (a.ring_id is not null and s.mandate_id is null)`;

const given = (id: string, since: Date) => sql<Happened>`
  select 'given' as what, a.id as "agreementId", a.asker_id as "askerId", a.holder_id as "holderId", l.from_id as side,
    m.person_id as by
  from market_deliveries d join market_lines l on l.id = d.line_id join market_agreements a on a.id = l.agreement_id
    left join mandates m on m.id = d.mandate_id
  where d.id = ${id} and d.given_at > ${since}`;

const received = (id: string, since: Date) => sql<Happened>`
  select 'received' as what, a.id as "agreementId", a.asker_id as "askerId", a.holder_id as "holderId", l.to_id as side,
    m.person_id as by
  from market_receipts r join market_deliveries d on d.id = r.delivery_id join market_lines l on l.id = d.line_id
    join market_agreements a on a.id = l.agreement_id left join mandates m on m.id = r.mandate_id
  where r.delivery_id = ${id} and r.received_at > ${since}`;

const reading = { step: steps, given, received };

type Recipient = { readonly accountId: string; readonly language: string | null };

/** People who may do this under a mandate of one of these organisations. */
async function whoMay(
  ctx: Ctx,
  capability: Capability,
  organizationIds: readonly OrganizationId[],
  by: string | null,
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select p.account_id as "accountId", l.language
    from mandates m join offices o on o.key = m.office join people p on p.id = m.person_id
    left join account_languages l on l.account_id = p.account_id
    where m.organization_id = any(${[...organizationIds]}::uuid[]) and ${capability} = any(o.capabilities)
      and m.recalled_at is null and m.starts_at <= ${ctx.now} and (m.ends_at is null or m.ends_at > ${ctx.now})
      and p.account_id is not null and p.id is distinct from ${by}::uuid
    group by p.account_id, l.language order by min(m.starts_at), p.account_id limit ${MOST_TOLD}`.execute(
    ctx.db,
  );
  return rows;
}

function wordsOf({ node }: Ctx, { what, agreementId }: Happened, language: string) {
  const t = translator(language);
  const link = node.origin + agreementPath(agreementId);
  return {
    subject: t(`market.mail.subject.${what}`),
    body: [t("market.mail.greeting"), "", t(`market.mail.${what}`), "", link, "", t("market.mail.why")].join(
      "\n",
    ),
    link,
  };
}

/** The task. `emailOf` is asked for those alone who get a mail. Gives how many were queued. */
export async function tellOfAgreement(
  ctx: Ctx,
  emailOf: (accountId: string) => Promise<string | undefined>,
  raw: unknown,
): Promise<number> {
  const { kind, id } = payloadShape.parse(raw);
  const since = new Date(ctx.now.getTime() - NEWS_MS);
  const [happened] = (await reading[kind](id, since).execute(ctx.db)).rows;
  if (!happened) return 0;
  const { askerId, holderId, side, by } = happened;
  const told = [askerId, holderId].filter((one) => one !== side);
  const fallback = (await readProfile(ctx.db))?.languages[0] ?? "es";
  const mails: Parameters<typeof queueMail>[1][] = [];
  for (const { accountId, language } of await whoMay(ctx, "market.agree", told, by)) {
    const recipient = await emailOf(accountId);
    if (recipient !== undefined) mails.push({ recipient, ...wordsOf(ctx, happened, language ?? fallback) });
  }
  return transact(ctx, async (tx) => {
    const { rows } = await sql`
      insert into market_told (key, told_at) values (${`${kind} ${id}`}, ${tx.now}) on conflict do nothing returning 1`.execute(
      tx.db,
    );
    if (rows.length === 0) return 0;
    for (const mail of mails) await queueMail(tx, mail);
    return mails.length;
  });
}
