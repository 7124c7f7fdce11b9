// The weekly mail to those who follow the commitments up: what is late, what is silent, which regional meeting is overdue.
// Invariant: one mail a person and week at most, whatever happens to the job, and none where nothing is due. An address is
// read where the mail is queued and kept nowhere else.
import { sql } from "kysely";
import { type OrganizationId, type PersonId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { formatDate, translator } from "#platform/i18n/i18n";
import { regionName } from "#platform/geography/index";
import { queueMail } from "#platform/mail/mail";
import { textIn } from "#platform/multilingual";
import { readProfile } from "#platform/settings";
import { type BoardEntry, listCommitments } from "./commitments.views.ts";
import { mondayOf } from "./cycle.rules.ts";
import { listOverdueMeetings, type OverdueMeeting } from "./cycle.views.ts";
import { tables } from "./tables.ts";

export const DUE_DIGEST = "due-digest";
/** For `startJobs`: on Mondays, in UTC. */
export const dueDigestCrontab = `23 6 * * 1 ${DUE_DIGEST}`;

/** A mail names the most pressing; the board has all. */
const MOST_NAMED = 20;

type Recipient = {
  readonly personId: PersonId;
  readonly accountId: string;
  /** Commissions for which they confirm; null: for the whole node. */
  readonly commissions: readonly OrganizationId[] | null;
  readonly language: string | null;
};

/** People with an account who confirm commitments, with the language that they last read in. */
async function listRecipients(ctx: Ctx): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    with recursive held as (
      select m.person_id, m.organization_id, m.covers from mandates m join offices o on o.key = m.office
      where 'commitment.confirm' = any(o.capabilities) and m.recalled_at is null and m.starts_at <= ${ctx.now}
        and (m.ends_at is null or m.ends_at > ${ctx.now})
    ), reached as (
      select person_id, organization_id, covers from held
      union
      select r.person_id, child.id, r.covers from reached r join organizations child on child.parent_id = r.organization_id
      where r.covers = 'organization_and_below'
    )
    select p.id as "personId", p.account_id as "accountId", l.language,
      case when bool_or(r.covers = 'node') then null else array_agg(distinct r.organization_id) end as commissions
    from reached r join people p on p.id = r.person_id left join account_languages l on l.account_id = p.account_id
    where p.account_id is not null group by p.id, p.account_id, l.language order by p.id`.execute(ctx.db);
  return rows;
}

type Due = { readonly commitments: readonly BoardEntry[]; readonly meetings: readonly OverdueMeeting[] };

/** Queues the mails of this week that were not queued yet; gives how many. `emailOf` is asked for recipients alone. */
export async function queueDueDigests(
  ctx: Ctx,
  emailOf: (accountId: string) => Promise<string | undefined>,
): Promise<number> {
  const today = ctx.now.toISOString().slice(0, 10);
  const all = await listCommitments(ctx.db, {}, today);
  const pressing = all.filter(({ standing }) => standing === "late" || standing === "silent");
  const commissionOf = await readCommissions(ctx);
  const meetings = await listOverdueMeetings(ctx.db, today);
  const fallback = (await readProfile(ctx.db))?.languages[0] ?? "es";
  let queued = 0;
  for (const recipient of await listRecipients(ctx)) {
    const { commissions, accountId } = recipient;
    const commitments = pressing.filter(
      ({ number }) =>
        commissions === null || commissions.includes(commissionOf.get(number) as OrganizationId),
    );
    const email = commitments.length + meetings.length > 0 ? await emailOf(accountId) : undefined;
    if (email === undefined) continue;
    const words = wordsOf(ctx, { commitments, meetings }, recipient.language ?? fallback);
    if (await queueOnce(ctx, recipient.personId, mondayOf(today), { recipient: email, ...words }))
      queued += 1;
  }
  return queued;
}

async function readCommissions(ctx: Ctx): Promise<Map<number, string>> {
  const rows = await tables(ctx.db).selectFrom("commitments").select(["number", "commission_id"]).execute();
  return new Map(rows.map((row) => [row.number, row.commission_id]));
}

type Words = { readonly subject: string; readonly body: string; readonly link: string };

function queueOnce(ctx: Ctx, personId: PersonId, weekOf: string, mail: Words & { recipient: string }) {
  return transact(ctx, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tables(tx.db)
      .insertInto("due_digests")
      .values({ person_id: personId, week_of: weekOf, queued_at: tx.now })
      .onConflict((conflict) => conflict.constraint("due_digests_once").doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return false;
    await queueMail(tx, mail);
    return true;
  });
}

function wordsOf({ node }: Ctx, { commitments, meetings }: Due, language: string): Words {
  const t = translator(language);
  const day = (date: string) => formatDate(date, language);
  const late = commitments.filter(({ standing }) => standing === "late");
  const silent = commitments.filter(({ standing }) => standing === "silent");
  const entry = ({ number, title, responsible, dueOn: due }: BoardEntry) =>
    `- ${number}. ${textIn(title, language).text} (${textIn(responsible.name, language).text}, ${day(due)})\n  ${node.origin}/commitments/${number}`;
  const named = (heading: string, lines: readonly string[], total: number) =>
    lines.length === 0
      ? []
      : [
          heading,
          ...lines,
          ...(total > lines.length ? [t("cycle.mail.andMore", { count: total - lines.length })] : []),
          "",
        ];
  const link = `${node.origin}/commitments`;
  const body = [
    t("cycle.mail.greeting"),
    "",
    ...named(t("cycle.mail.late", { count: late.length }), late.slice(0, MOST_NAMED).map(entry), late.length),
    ...named(
      t("cycle.mail.silent", { count: silent.length }),
      silent.slice(0, MOST_NAMED).map(entry),
      silent.length,
    ),
    ...named(
      t("cycle.mail.meetings", { count: meetings.length }),
      meetings.map(
        ({ organ, dueOn: due }) =>
          `- ${textIn(organ.name, language).text} (${organ.region ? regionName(organ.region, language) : ""}, ${day(due)})`,
      ),
      meetings.length,
    ),
    t("cycle.mail.board", { link }),
    t("cycle.mail.why"),
  ].join("\n");
  const count = commitments.length + meetings.length;
  return { subject: t("cycle.mail.subject", { count }), body: body.slice(0, 10_000), link };
}
