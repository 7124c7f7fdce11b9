// What must hold for a currency to be changed, closed or issued. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";
import { noonOf } from "./days.ts";

export function closedCurrenciesStay(state: "open" | "closed"): Verdict {
  return state === "closed" ? broken("currencyClosed") : ok;
}

/** Whoever took a voucher counted on its date: it may only come later. */
export function vouchersOnlyLastLonger(was: string | null, becomes: string | null): Verdict {
  if (was === null) return becomes === null ? ok : broken("notForThisKind");
  return becomes === null || becomes < was ? broken("expiryOnlyLater", { was: noonOf(was) }) : ok;
}

/** Nobody issues a voucher that has expired by the time it could be used. */
export function vouchersExpireLater(expiresOn: string | null, today: string): Verdict {
  return expiresOn !== null && expiresOn < today
    ? broken("voucherExpired", { expiresOn: noonOf(expiresOn) })
    : ok;
}

/** A currency is closed when nobody holds or owes anything in it, or when it was agreed what becomes of it. */
export function closingLeavesNobodyBehind(accountsWithBalance: number, hasPlan: boolean): Verdict {
  return accountsWithBalance > 0 && !hasPlan ? broken("balancesLeft", { accounts: accountsWithBalance }) : ok;
}

export function onlyIssuersIssue(kind: string): Verdict {
  return kind === "voucher" || kind === "mirror" ? ok : broken("currencyIsNotIssued");
}

/** A mirror never shows more than its reserve holds. */
export function reserveCovers(inCirculation: bigint, issued: bigint, reserve: bigint | null): Verdict {
  if (reserve === null) return broken("reserveNotStated");
  return inCirculation + issued > reserve ? broken("reserveTooSmall") : ok;
}

export function statementsAreOfThePast(asOf: string, today: string): Verdict {
  return asOf > today ? broken("statementOfTheFuture") : ok;
}
