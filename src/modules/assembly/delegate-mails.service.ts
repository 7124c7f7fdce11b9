// The mail to whoever was accepted, refused or withdrawn, and to the spokesperson who named them.
// Invariant: each standing of a delegate is told once, whatever happens to the job. Its payload holds ids alone; an address is
// read where the mail is queued and kept nowhere else. The reason is told to the person whom it is about, and to nobody else:
// who named them finds it, and the names, on the page of the delegation.
import { sql } from "kysely";
import { z } from "zod";
import type { PersonId } from "#confederation";
import { editionPath } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { idOf } from "#platform/fields";
import { translator } from "#platform/i18n/i18n";
import { addJob } from "#platform/jobs/jobs";
import { type NewMail, queueMail } from "#platform/mail/mail";
import { type Multilingual, textIn } from "#platform/multilingual";
import { readProfile } from "#platform/settings";
import type { DelegateId, SeatKind } from "./types.ts";

export const TELL_DELEGATES = "tell-delegates";

/** What was decided longer ago is no news: an example that is loaded, or a job that was lost, writes to nobody about the past. */
const NEWS_MS = 3 * 86_400_000;

const standings = ["accepted", "refused", "withdrawn"] as const;
export type ToldStanding = (typeof standings)[number];

const payloadShape = z.object({
  delegateIds: z.array(idOf<DelegateId>()).max(500),
  state: z.enum(standings),
});

/** Queues the job, in the transaction of the act. */
export async function tellLater(
  tx: Ctx,
  state: ToldStanding,
  delegateIds: readonly DelegateId[],
): Promise<void> {
  if (delegateIds.length > 0) await addJob(tx, TELL_DELEGATES, { delegateIds, state });
}

type Told = {
  readonly id: DelegateId;
  readonly seat: SeatKind;
  readonly reason: Multilingual | null;
  readonly edition: string;
  readonly title: Multilingual;
  readonly organization: string;
  readonly personId: PersonId;
  readonly account: string | null;
  readonly namedBy: PersonId;
  readonly namersAccount: string | null;
  /** Who decided; null: the node's shell. */
  readonly decidedBy: PersonId | null;
};

/** Those who stand so still, since not too long, and have not been told. */
async function listUntold(ctx: Ctx, state: ToldStanding, ids: readonly DelegateId[]): Promise<Told[]> {
  const since = new Date(ctx.now.getTime() - NEWS_MS);
  const { rows } = await sql<Told>`
    select d.id, d.seat, d.reason, e.slug as edition, e.title, o.slug as organization, p.id as "personId",
      p.account_id as account, namer.id as "namedBy", namer.account_id as "namersAccount",
      decision.person_id as "decidedBy"
    from delegates d join congress_editions e on e.id = d.edition_id join organizations o on o.id = d.organization_id
    join people p on p.id = d.person_id
    join mandates nomination on nomination.id = d.nominated_under join people namer on namer.id = nomination.person_id
    left join mandates decision on decision.id = coalesce(d.withdrawn_under, d.decided_under)
    where d.id = any(${[...ids]}::uuid[]) and d.state = ${state}
      and coalesce(d.withdrawn_at, d.decided_at) > ${since}
      and not exists (select 1 from delegates_told t where t.delegate_id = d.id and t.state = ${state})
    order by o.slug, d.seat desc, d.rank`.execute(ctx.db);
  return rows;
}

type Addresses = (accountId: string) => Promise<string | undefined>;

/**
 * The task: queues the mails that are due, in the languages in which people last read. `emailOf` is asked for those alone who
 * get one. Gives how many were queued.
 */
export async function tellDelegates(ctx: Ctx, emailOf: Addresses, payload: unknown): Promise<number> {
  const { delegateIds, state } = payloadShape.parse(payload);
  const untold = await listUntold(ctx, state, delegateIds);
  const words = await translatorsOf(ctx, untold);
  const mails: { readonly about: readonly DelegateId[]; readonly mail: NewMail }[] = [];
  const write = async (
    account: string | null,
    about: readonly Told[],
    written: (t: InTheirWords) => Words,
  ) => {
    const recipient = account === null || about.length === 0 ? undefined : await emailOf(account);
    if (!account || recipient === undefined) return;
    mails.push({ about: about.map(({ id }) => id), mail: { recipient, ...written(words(account)) } });
  };
  for (const one of untold)
    if (one.personId !== one.decidedBy)
      await write(one.account, [one], (t) => toThemselves(ctx, t, state, one));
  for (const named of Map.groupBy(untold, ({ namedBy, edition, organization }) =>
    [namedBy, edition, organization].join(" "),
  ).values()) {
    const others = named.filter(
      ({ namedBy, personId, decidedBy }) => ![personId, decidedBy].includes(namedBy),
    );
    await write(others[0]?.namersAccount ?? null, others, (t) => toTheNamer(ctx, t, state, others));
  }
  return transact(ctx, (tx) => queueOnce(tx, state, untold, mails));
}

type InTheirWords = { readonly t: ReturnType<typeof translator>; readonly language: string };
type Words = Omit<NewMail, "recipient">;

async function translatorsOf(ctx: Ctx, told: readonly Told[]): Promise<(account: string) => InTheirWords> {
  const accounts = told.flatMap(({ account, namersAccount }) => [account ?? [], namersAccount ?? []].flat());
  const { rows } = await sql<{ account: string; language: string }>`
    select account_id as account, language from account_languages where account_id = any(${accounts})`.execute(
    ctx.db,
  );
  const languages = new Map(rows.map(({ account, language }) => [account, language]));
  const fallback = (await readProfile(ctx.db))?.languages[0] ?? "es";
  return (account) => {
    const language = languages.get(account) ?? fallback;
    return { t: translator(language), language };
  };
}

function toThemselves({ node }: Ctx, { t, language }: InTheirWords, state: ToldStanding, one: Told): Words {
  const congress = textIn(one.title, language).text;
  const link = `${node.origin}${editionPath(one.edition)}`;
  const reason = one.reason ? [t("room.mail.reason", { reason: textIn(one.reason, language).text }), ""] : [];
  return {
    subject: t(`room.mail.subject.${state}`, { congress }).slice(0, 200),
    body: [
      t("room.mail.greeting"),
      "",
      t(`room.mail.${state}`, { congress, seat: one.seat }),
      "",
      ...reason,
      ...(state === "accepted" ? [t("room.mail.badge"), ""] : []),
      link,
    ].join("\n"),
    link,
  };
}

function toTheNamer(
  { node }: Ctx,
  { t, language }: InTheirWords,
  state: ToldStanding,
  named: readonly Told[],
): Words {
  const [{ title, edition, organization }] = named as readonly [Told, ...Told[]];
  const congress = textIn(title, language).text;
  const link = `${node.origin}${editionPath(edition)}/delegations/${organization}`;
  return {
    subject: t("room.mail.subject.named", { congress }).slice(0, 200),
    body: [
      t("room.mail.greeting"),
      "",
      t(`room.mail.named.${state}`, { congress, count: named.length }),
      "",
      t("room.mail.who"),
      link,
    ].join("\n"),
    link,
  };
}

type Due = { readonly about: readonly DelegateId[]; readonly mail: NewMail };

/** Of two jobs at one instant, the one that marks first writes. */
async function queueOnce(
  tx: Ctx,
  state: ToldStanding,
  untold: readonly Told[],
  mails: readonly Due[],
): Promise<number> {
  const { rows } = await sql<{ id: DelegateId }>`
    insert into delegates_told (delegate_id, state, told_at)
    select unnest(${untold.map(({ id }) => id)}::uuid[]), ${state}, ${tx.now}
    on conflict on constraint delegates_told_once do nothing returning delegate_id as id`.execute(tx.db);
  const marked = new Set(rows.map(({ id }) => id));
  const due = mails.filter(({ about }) => about.every((id) => marked.has(id)));
  for (const { mail } of due) await queueMail(tx, mail);
  return due.length;
}
