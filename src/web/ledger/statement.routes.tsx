// Statements of an account, as a page and as files.
// Invariant: the files hold amounts as decimal text with a point, so that no program rounds them, and each line's entry.
import { stringify } from "csv-stringify/sync";
import { Hono } from "hono";
import { type Movement, movementsOf, type Party, type Period, statementTotals, writtenAmount } from "#ledger";
import { Refusal } from "#platform/errors";
import { isDay } from "#platform/fields";
import { textIn } from "#platform/multilingual";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { type Env, type Page, signedIn, type WebContext } from "../request.ts";
import { otherWords } from "./movements.tsx";
import { readableOf } from "./reading.ts";
import { StatementPage } from "./statement.page.tsx";

const STATEMENT = "/economy/accounts/:number/statement";
const LINES_A_PAGE = 40;
/** A file of more lines than these is asked for by shorter periods. */
const MOST_IN_A_FILE = 50_000;

/** A day that is none is left out: the whole is shown rather than nothing. */
function periodOf(c: WebContext): Period {
  const day = (name: string) => {
    const asked = c.req.query(name) ?? "";
    return isDay(asked) ? asked : null;
  };
  return { from: day("from"), to: day("to") };
}

async function readWhole(c: WebContext) {
  const account = await readableOf(c);
  const period = periodOf(c);
  const totals = await statementTotals(c.var.ctx, account.id, period);
  if (totals.movements > MOST_IN_A_FILE)
    throw new Refusal("tooLarge", "statementTooLong", { most: MOST_IN_A_FILE });
  const movements = await movementsOf(c.var.ctx, account.id, period, { offset: 0, limit: MOST_IN_A_FILE });
  return { account, period, totals, movements };
}

const decimals = ({ currency }: Party) => (currency.kind === "time" ? 0 : currency.scale);

function rowOf(page: Page, account: Party, movement: Movement) {
  const scale = decimals(account);
  return {
    at: movement.at.toISOString(),
    kind: movement.kind,
    other: otherWords(page, movement),
    account: movement.other?.number ?? "",
    text: movement.text ?? "",
    amount: writtenAmount(movement.amount, scale),
    balance: writtenAmount(movement.balanceAfter, scale),
    entry: movement.entryId as string,
  };
}

/** A spreadsheet takes what begins so for a formula (OWASP, CSV injection). Amounts are numbers and stay. */
const harmless = (text: string) => (/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text);

function fileName(account: Party, { from, to }: Period, ending: string): string {
  return `attachment; filename="${[account.number, from, to].filter(Boolean).join("_")}.${ending}"`;
}

export const statementRoutes = new Hono<Env>()
  .get(STATEMENT, signedIn, async (c) => {
    const { ctx, page } = c.var;
    const account = await readableOf(c);
    const period = periodOf(c);
    const totals = await statementTotals(ctx, account.id, period);
    const range = rangeOf(totals.movements, askedPage(c), LINES_A_PAGE);
    const items = await movementsOf(ctx, account.id, period, { ...range, latestFirst: true });
    return c.html(
      <StatementPage
        page={page}
        account={account}
        period={period}
        totals={totals}
        movements={{ ...range, items }}
      />,
    );
  })
  .get(`${STATEMENT}.csv`, signedIn, async (c) => {
    const { account, period, movements } = await readWhole(c);
    const rows = movements.map((movement) => {
      const { other, text, ...row } = rowOf(c.var.page, account, movement);
      return { ...row, other: harmless(other), text: harmless(text) };
    });
    const columns = ["at", "kind", "other", "account", "text", "amount", "balance", "entry"];
    c.header("Content-Disposition", fileName(account, period, "csv"));
    return c.body(stringify(rows, { header: true, columns }), 200, {
      "Content-Type": "text/csv; charset=utf-8",
    });
  })
  .get(`${STATEMENT}.json`, signedIn, async (c) => {
    const { account, period, totals, movements } = await readWhole(c);
    const { currency } = account;
    const scale = decimals(account);
    c.header("Content-Disposition", fileName(account, period, "json"));
    return c.json({
      account: account.number,
      currency: {
        code: currency.code,
        name: textIn(currency.name, c.var.page.language).text,
        scale,
        unit: currency.kind === "time" ? "minute" : null,
      },
      ...period,
      opening: writtenAmount(totals.opening, scale),
      closing: writtenAmount(totals.closing, scale),
      received: writtenAmount(totals.received, scale),
      paid: writtenAmount(totals.paid, scale),
      movements: movements.map((movement) => rowOf(c.var.page, account, movement)),
    });
  });
