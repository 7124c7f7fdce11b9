// What happens in a round of a rotating savings circle, and at its end: who pays in, who is paid out, who stands in for whom,
// and who owes whom afterwards. Pure; the service carries out the movements that come out of here and no others.
//
// Invariants, whatever the order and whoever fails to pay:
// - nothing is created or lost: every movement has two purses, and a round leaves nothing in the pot;
// - over a whole circle what somebody took out less what they paid in is what they still owe less what they are still owed.
//   Once all debts are paid, everybody has paid in and taken out the same.
// Rotating savings and credit associations are described so by C. Geertz (1962) and S. Ardener (1964).
import { divided, inEqualParts, sumOf } from "./shares.rules.ts";

/** Who stands in for a contribution that does not come; what they cannot bear, whoever has the turn is owed. */
export const covers = ["reserve", "guarantors", "others"] as const;
export type Cover = (typeof covers)[number];

/** What becomes of the turn of somebody who does not pay before they had it. */
export const turnRules = ["keeps", "last"] as const;
export type TurnRule = (typeof turnRules)[number];

export type CircleRules = {
  /** In minor units, the same for everybody in every round. */
  readonly contribution: bigint;
  readonly cover: Cover;
  readonly turn: TurnRule;
  /** So many defaults put a member out, with what they owe; null: none do. */
  readonly putOutAfter: number | null;
};

export const RESERVE = "reserve";
export const POT = "pot";

/** A member's id, or `RESERVE` as a creditor. There is one for each pair. */
export type Debt = { readonly debtor: string; readonly creditor: string; readonly amount: bigint };

export type Movement = {
  readonly why: "contribution" | "advance" | "repayment" | "payout" | "reserve";
  /** A member's id, `POT` or `RESERVE`. */
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
};

export type RoundFacts = {
  readonly rules: CircleRules;
  /** In the order in which they joined. */
  readonly members: readonly string[];
  /** Whose turn each round is, from the first. */
  readonly turns: readonly string[];
  /** From 1. */
  readonly round: number;
  /** Whose contribution is held. */
  readonly paid: ReadonlySet<string>;
  /** What each could still pay; whoever is not named has no limit. */
  readonly available: ReadonlyMap<string, bigint>;
  readonly reserve: bigint;
  readonly debts: readonly Debt[];
  /** How often each has not paid so far. */
  readonly defaults: ReadonlyMap<string, number>;
  readonly guarantorOf: ReadonlyMap<string, string>;
};

export type RoundOutcome = {
  readonly movements: readonly Movement[];
  readonly debts: readonly Debt[];
  readonly turns: readonly string[];
  readonly defaults: ReadonlyMap<string, number>;
  /** Who did not pay, in order of joining; whoever has the turn cannot fail: their contribution is set off. */
  readonly failed: readonly string[];
  readonly putOut: readonly string[];
};

class Debts {
  readonly #owed = new Map<string, Debt>();

  constructor(debts: readonly Debt[]) {
    for (const debt of debts) this.add(debt);
  }

  add({ debtor, creditor, amount }: Debt): void {
    if (amount === 0n || debtor === creditor) return;
    const key = `${debtor}\n${creditor}`;
    const owed = (this.#owed.get(key)?.amount ?? 0n) + amount;
    if (owed === 0n) this.#owed.delete(key);
    else this.#owed.set(key, { debtor, creditor, amount: owed });
  }

  of(debtor: string): Debt[] {
    return this.list().filter((debt) => debt.debtor === debtor);
  }

  list(): Debt[] {
    return [...this.#owed.values()];
  }
}

/** Those that stand in, with what each is asked for. */
function askedToCover(facts: RoundFacts, failed: ReadonlySet<string>, debtor: string): [string, bigint][] {
  const { rules, members, round, guarantorOf } = facts;
  if (rules.cover === "reserve") return [[RESERVE, rules.contribution]];
  if (rules.cover === "guarantors") {
    const guarantor = guarantorOf.get(debtor);
    return guarantor === undefined || failed.has(guarantor) ? [] : [[guarantor, rules.contribution]];
  }
  const others = members.filter((one) => !failed.has(one));
  // The odd unit goes round with the rounds, so that it is not always the same ones who bear it.
  const start = others.length === 0 ? 0 : (round - 1) % others.length;
  const inOrder = [...others.slice(start), ...others.slice(0, start)];
  if (inOrder.length === 0) return [];
  return inEqualParts(rules.contribution, inOrder.length).map((part, at) => [inOrder[at] ?? "", part]);
}

type Covered = { readonly movements: Movement[]; readonly debts: Debts };

/** Who stands in for those who failed; whoever has the turn is owed what nobody bears, and their own part of it. */
function coverFailures(facts: RoundFacts, failed: readonly string[], recipient: string): Covered {
  const debts = new Debts(facts.debts);
  const movements: Movement[] = [];
  const left = new Map(facts.available);
  left.set(RESERVE, facts.reserve);
  const failures = new Set(failed);
  for (const debtor of failed) {
    let open = facts.rules.contribution;
    for (const [creditor, asked] of askedToCover(facts, failures, debtor)) {
      const able = left.get(creditor);
      // The reserve gives what it has; a person's part is borne whole or not at all.
      const amount =
        able === undefined || able >= asked ? asked : creditor === RESERVE && able > 0n ? able : 0n;
      if (creditor === recipient || amount === 0n) continue;
      if (able !== undefined) left.set(creditor, able - amount);
      movements.push({ why: "advance", from: creditor, to: POT, amount });
      debts.add({ debtor, creditor, amount });
      open -= amount;
    }
    debts.add({ debtor, creditor: recipient, amount: open });
  }
  return { movements, debts };
}

/** The turns of those who failed before they had theirs go behind the others', in the order of the turns. */
function movedTurns(turns: readonly string[], round: number, failed: readonly string[]): string[] {
  const had = turns.slice(0, round);
  const coming = turns.slice(round);
  return [
    ...had,
    ...coming.filter((one) => !failed.includes(one)),
    ...coming.filter((one) => failed.includes(one)),
  ];
}

/** One round: contributions, what stands in for those that did not come, debts of whoever has the turn, and the payout. */
export function playRound(facts: RoundFacts): RoundOutcome {
  const { rules, members, turns, round, paid } = facts;
  const recipient = turns[round - 1];
  if (recipient === undefined) throw new RangeError(`the circle has no round ${round}`);
  const failed = members.filter((one) => one !== recipient && !paid.has(one));
  const contributions = members
    .filter((one) => paid.has(one))
    .map((from): Movement => ({ why: "contribution", from, to: POT, amount: rules.contribution }));
  const { movements, debts } = coverFailures(facts, failed, recipient);
  let inPot = sumOf([...contributions, ...movements].map(({ amount }) => amount));
  const repayments: Movement[] = [];
  for (const { creditor, amount } of debts.of(recipient)) {
    const repaid = amount < inPot ? amount : inPot;
    if (repaid === 0n) continue;
    inPot -= repaid;
    repayments.push({ why: "repayment", from: POT, to: creditor, amount: repaid });
    debts.add({ debtor: recipient, creditor, amount: -repaid });
  }
  const payout: Movement[] = inPot === 0n ? [] : [{ why: "payout", from: POT, to: recipient, amount: inPot }];
  const defaults = new Map(facts.defaults);
  for (const one of failed) defaults.set(one, (defaults.get(one) ?? 0) + 1);
  const { putOutAfter } = rules;
  return {
    movements: [...contributions, ...movements, ...repayments, ...payout],
    debts: debts.list(),
    turns: rules.turn === "last" ? movedTurns(turns, round, failed) : [...turns],
    defaults,
    failed,
    putOut: putOutAfter === null ? [] : failed.filter((one) => (defaults.get(one) ?? 0) >= putOutAfter),
  };
}

export type EndFacts = {
  readonly members: readonly string[];
  /** What each paid into the reserve at the beginning. */
  readonly each: bigint;
  readonly debts: readonly Debt[];
  /** What is in the reserve. Less than is due where the currency loses with time: all bear that in proportion. */
  readonly held: bigint;
};

/**
 * What the reserve gives back at the end. Whoever owes it gets so much less; what is owed beyond that lessens what the others
 * get back, in proportion, and is owed to them from then on: the reserve ends empty and owes nothing.
 */
export function shareReserve({ members, each, debts: before, held }: EndFacts): {
  movements: Movement[];
  debts: Debt[];
} {
  const debts = new Debts(before);
  const due = new Map(members.map((one) => [one, each]));
  const open: Debt[] = [];
  for (const debt of before.filter(({ creditor }) => creditor === RESERVE)) {
    const own = due.get(debt.debtor) ?? 0n;
    const setOff = debt.amount < own ? debt.amount : own;
    due.set(debt.debtor, own - setOff);
    debts.add({ ...debt, amount: -debt.amount });
    if (debt.amount > setOff) open.push({ ...debt, amount: debt.amount - setOff });
  }
  for (const { debtor, amount } of open) {
    const weights = members.map((one) => due.get(one) ?? 0n);
    const parts = divided(amount, weights);
    members.forEach((one, at) => {
      const part = parts[at] ?? 0n;
      due.set(one, (due.get(one) ?? 0n) - part);
      debts.add({ debtor, creditor: one, amount: part });
    });
  }
  const wanted = members.map((one) => due.get(one) ?? 0n);
  const returned = held < sumOf(wanted) ? divided(held, wanted) : wanted;
  const movements = members.flatMap((to, at): Movement[] => {
    const amount = returned[at] ?? 0n;
    return amount === 0n ? [] : [{ why: "reserve", from: RESERVE, to, amount }];
  });
  return { movements, debts: debts.list() };
}
