// What must hold for a payment. Pure: facts in, a verdict out. Limits are the journal's to hold.
import { broken, ok, type Verdict } from "#platform/rules";
import { noonOf } from "./days.ts";
import type { AccountHolder } from "./types.ts";

type Side = { readonly id: string; readonly currency: { readonly id: string } };

export function anotherIsPaid(from: Side, to: Side): Verdict {
  return from.id === to.id ? broken("accountsAreTheSame") : ok;
}

export function oneCurrency(from: Side, to: Side): Verdict {
  return from.currency.id === to.currency.id ? ok : broken("currenciesDiffer");
}

/** The node's own accounts are moved by what they are for, not by payments. */
export function canBePaid(kind: AccountHolder["kind"]): Verdict {
  return kind === "clearing" ? broken("accountUnknown") : ok;
}

type Terms = { readonly state: "open" | "closed"; readonly expiresOn: string | null };

/** A closed currency, or a voucher after its day, only goes back to whoever issued it. */
export function stillCirculates(
  { state, expiresOn }: Terms,
  to: AccountHolder["kind"],
  today: string,
): Verdict {
  if (to === "issuer") return ok;
  if (state === "closed") return broken("currencyClosed");
  return expiresOn !== null && expiresOn < today
    ? broken("voucherExpired", { expiresOn: noonOf(expiresOn) })
    : ok;
}

/** How long a payment waits for a second person before what it holds is free again: a week. */
export const APPROVAL_MS = 7 * 86_400_000;

/** Whether a second person has to approve: in organisations, above the amount. */
export function needsSecond(
  kind: AccountHolder["kind"],
  amount: bigint,
  approvalAbove: bigint | null,
): boolean {
  return kind !== "person" && approvalAbove !== null && amount > approvalAbove;
}

type Approval = {
  readonly state: string;
  readonly placedBy: string | null;
  readonly lapsesAt: Date;
};

export function stillWaits({ state, lapsesAt }: Approval, now: Date): Verdict {
  if (state !== "waiting") return broken("approvalDecided");
  return lapsesAt <= now ? broken("approvalLapsed") : ok;
}

/** Two people, not one with two offices. */
export function anotherApproves({ placedBy }: Approval, approver: string | null): Verdict {
  return placedBy !== null && placedBy === approver ? broken("secondPersonNeeded") : ok;
}

/** Whoever placed it could not do so any more: it is theirs no longer, and nobody's. */
export function placerStillMay(may: boolean): Verdict {
  return may ? ok : broken("placerMayNotAnyMore");
}

type Request = {
  readonly toNumber: string;
  readonly amount: bigint | null;
  readonly many: boolean;
  readonly withdrawnAt: Date | null;
  readonly lapsesOn: string | null;
  readonly paid: number;
};

export function requestStands({ withdrawnAt, lapsesOn, many, paid }: Request, today: string): Verdict {
  if (withdrawnAt !== null) return broken("requestWithdrawn");
  if (lapsesOn !== null && lapsesOn < today) return broken("requestLapsed", { lapsesOn: noonOf(lapsesOn) });
  return !many && paid > 0 ? broken("requestPaid") : ok;
}

export type RequestState = "open" | "paid" | "withdrawn" | "lapsed";

/** How a request stands on a day, as pages and programs say it. */
export function requestState(request: Omit<Request, "toNumber" | "amount">, today: string): RequestState {
  if (request.withdrawnAt !== null) return "withdrawn";
  if (!request.many && request.paid > 0) return "paid";
  return request.lapsesOn !== null && request.lapsesOn < today ? "lapsed" : "open";
}

/** What is paid for a request is what was asked. */
export function answersRequest(request: Request, toNumber: string, amount: bigint): Verdict {
  if (request.toNumber !== toNumber) return broken("requestOfAnother");
  return request.amount !== null && request.amount !== amount ? broken("amountIsNotWhatWasAsked") : ok;
}

/** What came in by a payment goes back whole, once; anything else is another payment. */
export function canBeRefunded(kind: string, lines: number, ownAmount: bigint): Verdict {
  return (kind === "transfer" || kind === "hold_posted") && lines === 2 && ownAmount > 0n
    ? ok
    : broken("notARefundablePayment");
}
