// An agreement's way, and what must hold for its terms. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";
import type { AgreementState, Price } from "./types.ts";

type Facts = {
  readonly askerId: string;
  readonly holderId: string;
  readonly providerId: string;
  readonly receiverId: string;
};

/** The table of steps: from which states, to which, and by which side. `mediator` is neither. */
export const agreementSteps = {
  propose: { from: ["asked", "proposed"], to: ["proposed"], by: "either" },
  confirm: { from: ["proposed"], to: ["agreed"], by: "other" },
  decline: { from: ["asked", "proposed"], to: ["declined"], by: "holder" },
  withdraw: { from: ["asked", "proposed"], to: ["withdrawn"], by: "asker" },
  complete: { from: ["agreed"], to: ["fulfilled"], by: "receipt" },
  end: { from: ["agreed"], to: ["cancelled", "fulfilled"], by: "both" },
  dispute: { from: ["agreed", "fulfilled"], to: ["disputed"], by: "either" },
  takeBack: { from: ["disputed"], to: ["agreed", "fulfilled"], by: "opener" },
  settle: { from: ["disputed"], to: ["fulfilled", "cancelled"], by: "mediator" },
} as const satisfies Record<
  string,
  { from: readonly AgreementState[]; to: readonly AgreementState[]; by: string }
>;
export type AgreementStep = keyof typeof agreementSteps;

export function agreementsGoStepByStep(from: AgreementState, step: AgreementStep): Verdict {
  return (agreementSteps[step].from as readonly AgreementState[]).includes(from)
    ? ok
    : broken("agreementNotInState", { from, step });
}

export function isSide({ askerId, holderId }: Facts, organizationId: string): boolean {
  return organizationId === askerId || organizationId === holderId;
}

export function otherSide({ askerId, holderId }: Facts, organizationId: string): string {
  return organizationId === askerId ? holderId : askerId;
}

/** Only the holder declines and only the asker withdraws; terms are confirmed by whoever did not write them. */
export function itIsTheirTurn(
  facts: Facts & { readonly proposedBy: string | null },
  step: AgreementStep,
  organizationId: string,
): Verdict {
  const { by } = agreementSteps[step];
  const theirs =
    (by === "holder" && organizationId === facts.holderId) ||
    (by === "asker" && organizationId === facts.askerId) ||
    (by === "other" && facts.proposedBy !== null && organizationId !== facts.proposedBy) ||
    by === "either" ||
    by === "both";
  return theirs ? ok : broken("notYourTurn");
}

export function nobodyTradesWithThemselves(askerId: string, holderId: string): Verdict {
  return askerId === holderId ? broken("ownOffer") : ok;
}

/** Whoever confirms has read the terms as they stand. */
export function theSameTermsAreMeant(standing: number, read: number): Verdict {
  return standing === read ? ok : broken("termsChangedSince");
}

/** `left` is null where nobody counts. */
export function thereIsEnough(left: bigint | null, wanted: bigint): Verdict {
  return left !== null && wanted > left ? broken("notEnoughLeft") : ok;
}

export function deliveriesAreToCome(dates: readonly (string | null)[], today: string): Verdict {
  return dates.some((date) => date !== null && date < today) ? broken("dateIsOver") : ok;
}

type Payment = { readonly price: Price | null; readonly payDays: number };

/** Whether a receipt under these terms can be paid as it is noted: in a currency of the ledger, and due that day. */
export function isPaidOnReceipt({ price, payDays }: Payment): boolean {
  return price !== null && price.currencyId !== null && payDays === 0;
}

export function theTermsSayOnReceipt(terms: Payment): Verdict {
  return isPaidOnReceipt(terms) ? ok : broken("notPaidOnReceipt");
}

/** A line of what is sold: what arrived of it so far, and what became due by that. */
type SoldLine = { readonly quantity: bigint; readonly received: bigint; readonly becameDue: bigint };

/** What becomes due when so much more arrives. */
export function dueWith(price: bigint, sold: readonly SoldLine[], arrives: bigint): bigint {
  const sum = (of: (line: SoldLine) => bigint) => sold.reduce((total, line) => total + of(line), 0n);
  const arrived = sum(({ received }) => received) + arrives;
  return (
    owedFor(
      price,
      arrived,
      sum(({ quantity }) => quantity),
    ) - sum(({ becameDue }) => becameDue)
  );
}

/**
 * What is owed in all once so much of the whole was received: in proportion, rounded down, so that it never runs ahead of
 * what arrived and is the whole price when everything has.
 */
export function owedFor(price: bigint, received: bigint, whole: bigint): bigint {
  return received >= whole ? price : (price * received) / whole;
}
