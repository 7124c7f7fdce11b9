// The demonstration's currencies and accounts, with half a year of payments: each by its own treasurer on its own day.
import {
  askPayment,
  collectDemurrage,
  type CurrencyId,
  dayOf,
  findCurrency,
  findPartyByNumber,
  foundCurrency,
  issue,
  openOwnAccount,
  orderPayments,
  type Party,
  partiesOfOrganization,
  pay,
  runOrders,
  setAccountLimits,
} from "#ledger";
import type { Ctx } from "#platform/context";
import type { DemoCurrencies, DemoCurrency, DemoPayment } from "./currencies.data.ts";
import type { Dates, Demo } from "./data.ts";
import type { Cast } from "./people.ts";

/** Money that is being told of: who acts when, and what was founded and opened so far. */
type Telling = {
  readonly data: DemoCurrencies;
  readonly dates: Dates;
  readonly cast: Cast;
  readonly currencies: Map<string, CurrencyId>;
  readonly accounts: Map<string, { readonly party: Party; readonly keeper: string }>;
};

export async function loadCurrencies(shell: Ctx, demo: Demo, dates: Dates, cast: Cast): Promise<void> {
  const telling: Telling = { data: demo.currencies, dates, cast, currencies: new Map(), accounts: new Map() };
  for (const currency of telling.data.currencies) await found(telling, currency);
  for (const account of telling.data.accounts) await open(telling, account);
  for (const { account, by, on, because, ...limits } of telling.data.limits) {
    await setAccountLimits(cast.acting(by, dates.instant(on)), {
      accountId: accountOf(telling, account).party.id,
      minimum: BigInt(limits.minimum),
      maximum: BigInt(limits.maximum),
      because,
    });
  }
  await issueAll(telling);
  await orderAll(telling);
  for (const [from, to, amount, text, on] of telling.data.payments) {
    // What was due until then was paid then, as the hourly job would have done.
    await runOrders({ ...shell, now: dates.instant(on, 1) });
    await payFrom(telling, { from, to, amount, text, on });
  }
  await redeem(telling);
  await payFrom(telling, telling.data.waiting);
  await askAll(telling);
  await runOrders(shell);
  await collectDemurrage(shell);
}

async function found({ dates, cast, currencies }: Telling, currency: DemoCurrency): Promise<void> {
  const amount = (value: number | null) => (value === null ? null : BigInt(value));
  const ctx = cast.acting(currency.by, dates.instant(currency.founded_on));
  const slug = await foundCurrency(ctx, {
    requestKey: ctx.newId(),
    organizationId: cast.organization(currency.organization),
    kind: currency.kind,
    code: currency.code,
    scale: currency.scale,
    name: currency.name,
    rules: currency.rules,
    defaultMinimum: amount(currency.minimum),
    defaultMaximum: amount(currency.maximum),
    demurragePpm: currency.demurrage_ppm,
    approvalAbove: amount(currency.approval_above),
    openBooks: false,
    backing: currency.backing ?? null,
    expiresOn: currency.expires_on === undefined ? null : dates.civil(currency.expires_on),
    onExpiry: currency.on_expiry ?? null,
    mirrors: null,
    reserveKeptBy: null,
  });
  const made = await findCurrency(ctx, slug);
  if (made) currencies.set(currency.key, made.id);
}

function currencyOf({ currencies }: Telling, key: string): CurrencyId {
  const id = currencies.get(key);
  if (!id) throw new Error(`the demonstration has no currency '${key}'`);
  return id;
}

function accountOf({ accounts }: Telling, key: string) {
  const account = accounts.get(key);
  if (!account) throw new Error(`the demonstration has no account '${key}'`);
  return account;
}

async function open(telling: Telling, account: DemoCurrencies["accounts"][number]): Promise<void> {
  const { dates, cast, accounts } = telling;
  const ctx = cast.acting(account.by, dates.instant(account.opened_on));
  const number = await openOwnAccount(ctx, {
    requestKey: ctx.newId(),
    currencyId: currencyOf(telling, account.currency),
    organizationId: account.organization === null ? null : cast.organization(account.organization),
    name: account.name ?? null,
  });
  const party = await findPartyByNumber(ctx, number);
  if (party) accounts.set(account.key, { party, keeper: account.by });
}

async function issueAll(telling: Telling): Promise<void> {
  for (const { currency, by, to, amount, text, on } of telling.data.issued) {
    const ctx = telling.cast.acting(by, telling.dates.instant(on));
    await issue(ctx, {
      requestKey: ctx.newId(),
      currencyId: currencyOf(telling, currency),
      toAccount: accountOf(telling, to).party.number,
      amount: BigInt(amount),
      text,
    });
  }
}

async function payFrom(telling: Telling, payment: DemoPayment, number?: string): Promise<void> {
  const { party, keeper } = accountOf(telling, payment.from);
  const ctx = telling.cast.acting(keeper, telling.dates.instant(payment.on));
  await pay(ctx, {
    requestKey: ctx.newId(),
    from: party.id,
    to: number ?? accountOf(telling, payment.to).party.number,
    amount: BigInt(payment.amount),
    text: payment.text,
  });
}

/** Vouchers go back to their issuer for what they give a right to. */
async function redeem(telling: Telling): Promise<void> {
  const { currency, ...payment } = telling.data.redeemed;
  const ctx = telling.cast.acting(accountOf(telling, payment.from).keeper, telling.dates.instant(payment.on));
  const issuers = await partiesOfOrganization(ctx, issuingOrganization(telling, currency));
  const issuer = issuers.find(
    ({ kind, currency: of }) => kind === "issuer" && of.id === currencyOf(telling, currency),
  );
  if (!issuer) throw new Error(`the demonstration's currency '${currency}' has no issuer`);
  await payFrom(telling, { ...payment, to: "" }, issuer.number);
}

function issuingOrganization({ data, cast }: Telling, key: string) {
  const organization = data.currencies.find((currency) => currency.key === key)?.organization ?? "";
  return cast.organization(organization);
}

async function askAll(telling: Telling): Promise<void> {
  for (const { to, amount, text, many, on } of telling.data.requests) {
    const { party, keeper } = accountOf(telling, to);
    const ctx = telling.cast.acting(keeper, telling.dates.instant(on));
    const asked = amount === null ? null : BigInt(amount);
    await askPayment(ctx, {
      requestKey: ctx.newId(),
      to: party.id,
      amount: asked,
      text,
      many,
      lapsesOn: null,
    });
  }
}

/** Orders for dates of which some have passed since. */
async function orderAll(telling: Telling): Promise<void> {
  const { dates, cast, data } = telling;
  for (const order of data.orders) {
    const { party, keeper } = accountOf(telling, order.from);
    const ctx = cast.acting(keeper, dates.instant(order.on));
    await orderPayments(ctx, {
      requestKey: ctx.newId(),
      from: party.id,
      to: accountOf(telling, order.to).party.number,
      amount: BigInt(order.amount),
      text: order.text,
      unit: order.unit,
      count: order.count,
      startsOn: dates.civil(order.starts_on) < dayOf(ctx.now) ? dayOf(ctx.now) : dates.civil(order.starts_on),
      endsOn: null,
    });
  }
}
