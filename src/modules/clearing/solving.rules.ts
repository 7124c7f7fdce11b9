// From the obligations of a round to what is set off, under numbers that are drawn anew. Pure but for the order that it is handed.
// Invariant: nothing of the order of organisations or of their obligations is left in what is published.
import {
  type AccountInClearing,
  type Certificate,
  certificateText,
  measure,
  type Obligations,
  type Pool,
  solve,
  solveWithCredit,
} from "#algorithms/clearing";
import type { OrganizationId } from "#confederation";
import type { ObligationId } from "./types.ts";

export type OpenArc = {
  readonly obligationId: ObligationId;
  readonly debtorId: OrganizationId;
  readonly creditorId: OrganizationId;
  readonly amount: bigint;
};

/** By how much a party's account may fall and rise. */
export type Room = { readonly pays: bigint; readonly takes: bigint };

export type RoundSolution = {
  /** By number - 1. */
  readonly parties: readonly {
    readonly organizationId: OrganizationId;
    readonly number: number;
    readonly potential: number;
    readonly paysRoom: bigint;
    readonly takesRoom: bigint;
  }[];
  readonly arcs: readonly (OpenArc & { readonly cleared: number })[];
  readonly poolPotential: number | null;
  readonly total: bigint;
  readonly cleared: bigint;
  readonly clearedOnCredit: bigint;
  readonly netInternalDebt: bigint;
};

const smaller = (...values: readonly bigint[]) => values.reduce((one, other) => (other < one ? other : one));

/** A text for each organisation, by whose order they stand. */
export type Lots = ReadonlyMap<OrganizationId, string>;

/** Organisations of the arcs by their lots, and the arcs by the places of their debtors, their creditors and their amounts. */
function inOrder<One extends OpenArc>(arcs: readonly One[], lots: Lots) {
  const taking = new Set(arcs.flatMap(({ debtorId, creditorId }) => [debtorId, creditorId]));
  const lotOf = (id: OrganizationId) => lots.get(id) ?? "";
  const order = [...taking].toSorted((one, other) => (lotOf(one) < lotOf(other) ? -1 : 1));
  const placeOf = new Map(order.map((id, place) => [id, place]));
  const place = (id: OrganizationId) => placeOf.get(id) as number;
  const sorted = arcs.toSorted(
    (one, other) =>
      place(one.debtorId) - place(other.debtorId) ||
      place(one.creditorId) - place(other.creditorId) ||
      Number(one.amount - other.amount) ||
      (one.obligationId < other.obligationId ? -1 : 1),
  );
  return { order, place, sorted };
}

/**
 * Sets off as much as there is. Of several ways that clear as much, `standing` decides, which is the same at every solution of a round,
 * so that nobody can have it solved again until it suits them. `drawn` gives the numbers, anew each time. `rooms`: of the accounts
 * that take part, or null where none does.
 */
export function solveArcs(
  open: readonly OpenArc[],
  { standing, drawn }: { readonly standing: Lots; readonly drawn: Lots },
  rooms: ReadonlyMap<OrganizationId, Room> | null,
): RoundSolution {
  const { order, place, sorted } = inOrder(open, standing);
  const obligations = obligationsAmong(
    order.length,
    sorted.map((arc) => ({
      debtor: place(arc.debtorId),
      creditor: place(arc.creditorId),
      amount: arc.amount,
    })),
  );
  const { total, netInternalDebt } = measure(obligations);
  const fitting = rooms && fittingRooms(order, sorted, rooms);
  const alone = solve(obligations);
  const withCredit =
    fitting &&
    solveWithCredit(
      obligations,
      fitting.map(({ pays, takes }, party) => ({ party, balance: 0n, minimum: -pays, maximum: takes })),
    );
  const found = withCredit ?? alone;
  const { potential } = found.certificate;
  const published = inOrder(
    sorted.map((arc, at) => ({ ...arc, cleared: found.cleared[at] as number })),
    drawn,
  );
  return {
    parties: published.order.map((organizationId, at) => ({
      organizationId,
      number: at + 1,
      potential: potential[place(organizationId)] as number,
      paysRoom: fitting?.[place(organizationId)]?.pays ?? 0n,
      takesRoom: fitting?.[place(organizationId)]?.takes ?? 0n,
    })),
    arcs: published.sorted,
    poolPotential: withCredit ? (potential[order.length] as number) : null,
    total,
    cleared: found.total,
    clearedOnCredit: found.total - alone.total,
    netInternalDebt,
  };
}

type NumberedArc = { readonly debtor: number; readonly creditor: number; readonly amount: bigint };

function obligationsAmong(parties: number, arcs: readonly NumberedArc[]): Obligations {
  return {
    parties,
    debtor: Int32Array.from(arcs, ({ debtor }) => debtor),
    creditor: Int32Array.from(arcs, ({ creditor }) => creditor),
    amount: Float64Array.from(arcs, ({ amount }) => Number(amount)),
  };
}

/** No account moves by more than its party owes, or is owed, in the round. */
function fittingRooms(
  order: readonly OrganizationId[],
  arcs: readonly OpenArc[],
  rooms: ReadonlyMap<OrganizationId, Room>,
): readonly Room[] {
  const [owes, isOwed] = [new Map<string, bigint>(), new Map<string, bigint>()];
  for (const { debtorId, creditorId, amount } of arcs) {
    owes.set(debtorId, (owes.get(debtorId) ?? 0n) + amount);
    isOwed.set(creditorId, (isOwed.get(creditorId) ?? 0n) + amount);
  }
  return order.map((id) => {
    const { pays, takes } = rooms.get(id) ?? { pays: 0n, takes: 0n };
    return { pays: smaller(pays, owes.get(id) ?? 0n), takes: smaller(takes, isOwed.get(id) ?? 0n) };
  });
}

/** A round under numbers, as it is published. */
export type PublishedRound = {
  readonly parties: readonly {
    readonly number: number;
    readonly potential: number;
    readonly paysRoom: bigint;
    readonly takesRoom: bigint;
  }[];
  readonly arcs: readonly {
    readonly debtor: number;
    readonly creditor: number;
    readonly amount: bigint;
    readonly cleared: bigint;
  }[];
  readonly cleared: bigint;
  readonly poolPotential: number | null;
};

/** The solution as it is published. */
export function publishedFrom({ parties, arcs, cleared, poolPotential }: RoundSolution): PublishedRound {
  const numberOf = new Map(parties.map(({ organizationId, number }) => [organizationId, number]));
  return {
    parties,
    arcs: arcs.map((arc) => ({
      debtor: numberOf.get(arc.debtorId) as number,
      creditor: numberOf.get(arc.creditorId) as number,
      amount: arc.amount,
      cleared: BigInt(arc.cleared),
    })),
    cleared,
    poolPotential,
  };
}

/** The obligations as a file that `cumbe clear` reads; parties are called by their numbers. */
export function obligationsCsv({ arcs }: PublishedRound): string {
  return `debtor,creditor,amount\n${arcs.map(({ debtor, creditor, amount }) => `${debtor},${creditor},${amount}\n`).join("")}`;
}

/** The obligations under numbers, what is set off of them, and the accounts that took part, null in a round without credit. */
export function proofOf(round: PublishedRound): {
  readonly obligations: Obligations;
  readonly certificate: Certificate;
  readonly pool: Pool | null;
} {
  const { parties, arcs, poolPotential } = round;
  return {
    obligations: obligationsAmong(
      parties.length,
      arcs.map(({ debtor, creditor, amount }) => ({ debtor: debtor - 1, creditor: creditor - 1, amount })),
    ),
    certificate: {
      cleared: Float64Array.from(arcs, ({ cleared }) => Number(cleared)),
      potential: Int32Array.from(parties, ({ potential }) => potential),
      total: round.cleared,
    },
    pool: poolPotential === null ? null : { potential: poolPotential, accounts: accountsIn(round) },
  };
}

/** What each account pays in and takes out: the difference that what is set off leaves. */
export function movementsOf({ parties, arcs }: Pick<PublishedRound, "parties" | "arcs">): bigint[] {
  const movement = parties.map(() => 0n);
  for (const { debtor, creditor, cleared } of arcs) {
    movement[debtor - 1] = (movement[debtor - 1] as bigint) - cleared;
    movement[creditor - 1] = (movement[creditor - 1] as bigint) + cleared;
  }
  return movement;
}

/** Those that had room. */
function accountsIn(round: PublishedRound): AccountInClearing[] {
  const movement = movementsOf(round);
  return round.parties
    .map(({ paysRoom, takesRoom }, party) => ({
      party,
      pays: Number(paysRoom),
      takes: Number(takesRoom),
      moved: Number(movement[party]),
    }))
    .filter(({ pays, takes }) => pays + takes > 0);
}

/** The proof as a file that `cumbe clear verify` reads beside the obligations. */
export function certificateFile(round: PublishedRound, csvSha256: string): string {
  const { obligations, certificate, pool } = proofOf(round);
  const names = round.parties.map(({ number }) => String(number));
  const file = { obligations, names, lines: new Int32Array(round.arcs.length) };
  return [...certificateText(file, certificate, csvSha256, pool)].join("");
}
