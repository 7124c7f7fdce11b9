// Mail about money: a payment that waits for a second person, a standing order that could not pay or has lost its giver.
// Invariant: each is told once, whatever happens to the job. A mail says where to look, and neither how much nor from whom:
// mail is read by others on its way. The payload holds ids alone.
import { sql } from "kysely";
import { z } from "zod";
import type { Capability } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { civilDate, idOf } from "#platform/fields";
import { formatDate, translator } from "#platform/i18n/i18n";
import { queueMail } from "#platform/mail/mail";
import { readProfile } from "#platform/settings";
import type { AccountId } from "./types.ts";

export const TELL_MONEY = "tell-of-money";

/** What happened longer ago is no news: an example that is loaded writes to nobody about the past. */
const NEWS_MS = 3 * 86_400_000;
/** Of an organisation in which many may pay, those who have done so longest. */
const MOST_TOLD = 5;

const payloadShape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("approval"), id: idOf<string>() }),
  z.object({ kind: z.literal("orderFailed"), id: idOf<string>(), dueOn: civilDate }),
  z.object({ kind: z.literal("orderUnconfirmed"), id: idOf<string>() }),
]);
type Payload = z.output<typeof payloadShape>;

type Told = {
  /** Told once by this. */
  readonly key: string;
  readonly at: Date;
  /** Whose people, and what they must be able to do to be told. */
  readonly sides: readonly {
    readonly account: AccountId;
    readonly capability: Capability;
    /** Where the account does not say whose people decide. */
    readonly organizationId?: string | null;
  }[];
  /** Who did it and knows. */
  readonly by: string | null;
  readonly path: string;
};

async function readTold(ctx: Ctx, payload: Payload): Promise<Told | undefined> {
  if (payload.kind === "approval") {
    const { rows } = await sql<{
      account: AccountId;
      organizationId: string | null;
      by: string | null;
      at: Date;
    }>`
      select from_account as account, organization_id as "organizationId", placed_by as by, placed_at as at from payment_approvals
      where id = ${payload.id} and state = 'waiting'`.execute(ctx.db);
    const [found] = rows;
    if (!found) return undefined;
    const { account, organizationId } = found;
    const sides = [{ account, organizationId, capability: "ledger.approve" as const }];
    return { ...found, key: `approval ${payload.id}`, sides, path: `/economy/approvals/${payload.id}` };
  }
  const { rows } = await sql<{ from: AccountId; to: AccountId }>`
    select from_account as "from", to_account as "to" from standing_orders where id = ${payload.id}`.execute(
    ctx.db,
  );
  const [found] = rows;
  if (!found) return undefined;
  const capability = "ledger.transfer" as const;
  const sides = [found.from, found.to].map((account) => ({ account, capability }));
  const key = `${payload.kind} ${payload.id} ${"dueOn" in payload ? payload.dueOn : dayKey(ctx)}`;
  return { key, at: ctx.now, sides, by: null, path: `/economy/orders/${payload.id}` };
}

const dayKey = (ctx: Ctx) => ctx.now.toISOString().slice(0, 10);

type Recipient = { readonly accountId: string; readonly language: string | null };

/** The person whose account it is, or those who may do this for the organisation under a mandate of its own. */
async function listRecipients(ctx: Ctx, { sides, by }: Told): Promise<Recipient[]> {
  const found = new Map<string, Recipient>();
  for (const { account, capability, organizationId = null } of sides) {
    const { rows } = await sql<Recipient>`
      select p.account_id as "accountId", l.language
      from ledger_accounts a
        join lateral (
          select a.person_id as id, '-infinity'::timestamptz as since where a.person_id is not null
          union all
          (select m.person_id, min(m.starts_at) from mandates m join offices o on o.key = m.office
          where m.organization_id = coalesce(${organizationId}::uuid, a.organization_id) and ${capability} = any(o.capabilities) and m.recalled_at is null
            and m.starts_at <= ${ctx.now} and (m.ends_at is null or m.ends_at > ${ctx.now})
          group by m.person_id order by 2 limit ${MOST_TOLD})) holder on true
        join people p on p.id = holder.id left join account_languages l on l.account_id = p.account_id
      where a.id = ${account} and p.account_id is not null and p.id is distinct from ${by}::uuid
      order by holder.since, p.id`.execute(ctx.db);
    for (const recipient of rows) found.set(recipient.accountId, recipient);
  }
  return [...found.values()];
}

function wordsOf({ node }: Ctx, payload: Payload, path: string, language: string) {
  const t = translator(language);
  const link = node.origin + path;
  const facts = { dueOn: "dueOn" in payload ? formatDate(payload.dueOn, language) : "" };
  return {
    subject: t(`money.mail.subject.${payload.kind}`),
    body: [t("money.mail.greeting"), "", t(`money.mail.${payload.kind}`, facts), "", link].join("\n"),
    link,
  };
}

/** The task. `emailOf` is asked for those alone who get a mail. Gives how many were queued. */
export async function tellOfMoney(
  ctx: Ctx,
  emailOf: (accountId: string) => Promise<string | undefined>,
  raw: unknown,
): Promise<number> {
  const payload = payloadShape.parse(raw);
  const told = await readTold(ctx, payload);
  if (!told || +told.at < +ctx.now - NEWS_MS) return 0;
  const fallback = (await readProfile(ctx.db))?.languages[0] ?? "es";
  const mails: Parameters<typeof queueMail>[1][] = [];
  for (const { accountId, language } of await listRecipients(ctx, told)) {
    const recipient = await emailOf(accountId);
    if (recipient !== undefined)
      mails.push({ recipient, ...wordsOf(ctx, payload, told.path, language ?? fallback) });
  }
  return transact(ctx, async (tx) => {
    const { rows } = await sql`
      insert into money_told (key, told_at) values (${told.key}, ${tx.now}) on conflict do nothing returning 1`.execute(
      tx.db,
    );
    if (rows.length === 0) return 0;
    for (const mail of mails) await queueMail(tx, mail);
    return mails.length;
  });
}
