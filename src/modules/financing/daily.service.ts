// What days do here: rounds of circles, deadlines of appeals, and mails about instalments.
// Invariant: each is done once, however often the job runs; one that cannot be done keeps none of the others back. An address is
// read where a mail is queued and kept nowhere else.
import { sql } from "kysely";
import { findCurrencyById, type CurrencyId, formatAmount } from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { formatDate, translator } from "#platform/i18n/i18n";
import { queueMail } from "#platform/mail/mail";
import { readProfile } from "#platform/settings";
import { settleDueAppeals } from "./appeals.service.ts";
import { runDueRounds } from "./circle-rounds.service.ts";
import { today } from "./days.rules.ts";
import { reminderFor } from "./loan-schedule.rules.ts";
import { loanPath } from "./loans.service.ts";
import { tables } from "./tables.ts";

export const FINANCING_DAY = "financing-day";
/** For `startJobs`: every hour, so that a node that was off at night loses no day. */
export const financingDayCrontab = `41 * * * * ${FINANCING_DAY}`;

type EmailOf = (accountId: string) => Promise<string | undefined>;

export async function doFinancingDay(
  ctx: Ctx,
  emailOf: EmailOf,
): Promise<{ rounds: number; appeals: number; mails: number }> {
  const rounds = await runDueRounds(ctx);
  const appeals = await settleDueAppeals(ctx);
  return { rounds, appeals, mails: await queueLoanReminders(ctx, emailOf) };
}

type Due = {
  readonly loanId: string;
  readonly version: number;
  readonly number: number;
  readonly dueOn: string;
  readonly amount: bigint;
  readonly paid: bigint;
  readonly purpose: string;
  readonly currencyId: CurrencyId;
  readonly organizationId: string;
};

/** Instalments of running loans that are not paid whole. */
async function listOpenInstalments(ctx: Ctx): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select i.loan_id as "loanId", i.version, i.number, i.due_on as "dueOn", i.amount, i.paid, l.purpose,
      l.currency_id as "currencyId", a.organization_id as "organizationId"
    from loans l join loan_instalments i on i.loan_id = l.id and i.version = l.schedule_version
      join ledger_accounts a on a.id = l.borrower_account
    where l.state = 'running' and i.paid < i.amount order by i.due_on, i.loan_id, i.number`.execute(ctx.db);
  return rows;
}

type Recipient = { readonly accountId: string; readonly language: string | null };

/** Who lends and borrows for an organisation, by mandates of its own. */
async function recipientsOf(ctx: Ctx, organizationId: string): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select distinct p.account_id as "accountId", l.language
    from mandates m join offices o on o.key = m.office join people p on p.id = m.person_id
      left join account_languages l on l.account_id = p.account_id
    where m.organization_id = ${organizationId} and 'financing.lend' = any(o.capabilities) and m.recalled_at is null
      and m.starts_at <= ${ctx.now} and (m.ends_at is null or m.ends_at > ${ctx.now}) and p.account_id is not null
    order by p.account_id`.execute(ctx.db);
  return rows;
}

/** Queues the mails about instalments that are due within days, or late, each once; gives how many. */
export async function queueLoanReminders(ctx: Ctx, emailOf: EmailOf): Promise<number> {
  const fallback = (await readProfile(ctx.db))?.languages[0] ?? "es";
  let queued = 0;
  for (const due of await listOpenInstalments(ctx)) {
    const kind = reminderFor(due, today(ctx.now));
    if (!kind || (await wasReminded(ctx, due, kind))) continue;
    const mails = [];
    for (const { accountId, language } of await recipientsOf(ctx, due.organizationId)) {
      const recipient = await emailOf(accountId);
      if (recipient !== undefined)
        mails.push({ recipient, ...(await wordsOf(ctx, due, kind, language ?? fallback)) });
    }
    if (await remindOnce(ctx, due, kind, mails)) queued += mails.length;
  }
  return queued;
}

async function wasReminded(
  ctx: Ctx,
  { loanId, version, number }: Due,
  kind: "due" | "late",
): Promise<boolean> {
  const { rows } = await sql`select 1 from loan_reminders where loan_id = ${loanId} and version = ${version}
    and number = ${number} and kind = ${kind}`.execute(ctx.db);
  return rows.length > 0;
}

type Mail = {
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly link: string;
};

function remindOnce(ctx: Ctx, due: Due, kind: "due" | "late", mails: readonly Mail[]): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const { loanId: loan_id, version, number } = due;
    const { numInsertedOrUpdatedRows } = await tables(tx.db)
      .insertInto("loan_reminders")
      .values({ loan_id, version, number, kind, queued_at: tx.now })
      .onConflict((conflict) => conflict.constraint("loan_reminders_once").doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return false;
    for (const mail of mails) await queueMail(tx, mail);
    return true;
  });
}

async function wordsOf(ctx: Ctx, due: Due, kind: "due" | "late", language: string) {
  const t = translator(language);
  const currency = await findCurrencyById(ctx, due.currencyId);
  const link = ctx.node.origin + loanPath(due.loanId);
  const amount = currency ? formatAmount(language, due.amount - due.paid, currency) : "";
  const values = { purpose: due.purpose, amount, day: formatDate(due.dueOn, language), link };
  return {
    subject: t(`financing.mail.${kind}.subject`, values),
    body: t(`financing.mail.${kind}.body`, values),
    link,
  };
}
