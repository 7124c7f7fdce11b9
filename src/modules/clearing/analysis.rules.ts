// What the network of obligations in one currency says, and what of it everybody may read. Pure.
// Invariant: the public version holds nothing of fewer than five parties, and amounts in three digits that count.
import { type CreditAccount, creditCurve, type Obligations, solve } from "#algorithms/clearing";
import {
  concentrationOf,
  connectedOf,
  cycleLengthsOf,
  girthOf,
  lorenzOf,
  overviewOf,
  positionsOf,
  reciprocityOf,
  throughputOf,
  velocityOf,
} from "#algorithms/trade-network";

/** Minor units as decimal digits, so that they are the same in JSON. */
export type Amount = string;

export type PublicAnalysis = {
  readonly parties: number;
  readonly obligations: number;
  readonly total: Amount;
  /** What could be set off now, without credit. */
  readonly cleared: Amount;
  readonly netInternalDebt: Amount;
  readonly ceiling: Amount;
  /** Shares from 0 to 1. */
  readonly connected: { readonly partiesShare: number; readonly amountShare: number };
  readonly reciprocity: { readonly byPairs: number; readonly byAmount: number };
  readonly concentration: { readonly topFive: number; readonly gini: number; readonly likeSoMany: number };
  /** The Lorenz curve of what organisations are owed. */
  readonly lorenz: readonly { readonly holders: number; readonly amount: number }[];
  /** Circles of the clearing by how many are in one; those of fewer than five are left out of the public version. */
  readonly cycles: readonly { readonly length: number; readonly cycles: number; readonly amount: Amount }[];
  /** Of a shortest circle; null where nothing goes round. */
  readonly girth: number | null;
  /** How often a year what is owed is paid, set off or taken back, by the last ninety days; null where nothing is owed. */
  readonly velocity: number | null;
  /** What could be set off with a growing share of the room that accounts have; null in a currency without accounts. */
  readonly curve:
    | readonly {
        readonly part: number;
        readonly of: number;
        readonly cleared: Amount;
        readonly moved: Amount;
      }[]
    | null;
};

export type Analysis = PublicAnalysis & {
  /** Through whom most is set off: party numbers of the input. */
  readonly central: readonly { readonly party: number; readonly through: Amount; readonly share: number }[];
};

export type AnalysisFacts = {
  readonly obligations: Obligations;
  readonly accounts: readonly CreditAccount[] | null;
  /** Settled, cleared and corrected in the last `days`, in minor units. */
  readonly turnover: bigint;
  readonly days: number;
};

const MOST_CENTRAL = 10;
/** A curve solves eleven times: of larger networks it is not drawn. */
const MOST_FOR_CURVE = 20_000;

export function analyse({ obligations, accounts, turnover, days }: AnalysisFacts): Analysis {
  const clearing = solve(obligations);
  const { total, cleared, netInternalDebt, ceiling } = overviewOf(obligations, clearing);
  const connected = connectedOf(obligations);
  const reciprocity = reciprocityOf(obligations);
  const { isOwed } = positionsOf(obligations);
  const { topFive, gini, likeSoMany } = concentrationOf(isOwed);
  const curve =
    accounts !== null && obligations.amount.length <= MOST_FOR_CURVE
      ? creditCurve(obligations, accounts).map(({ share, ...point }) => ({
          ...share,
          cleared: String(point.cleared),
          moved: String(point.moved),
        }))
      : null;
  return {
    parties: obligations.parties,
    obligations: obligations.amount.length,
    total: String(total),
    cleared: String(cleared),
    netInternalDebt: String(netInternalDebt),
    ceiling: String(ceiling),
    connected: { partiesShare: connected.partiesShare, amountShare: connected.amountShare },
    reciprocity: { byPairs: reciprocity.byPairs, byAmount: reciprocity.byAmount },
    concentration: { topFive, gini, likeSoMany },
    lorenz: lorenzOf(isOwed, 20),
    cycles: cycleLengthsOf(obligations, clearing.cleared).lengths.map(({ length, cycles, amount }) => ({
      length,
      cycles,
      amount: String(amount),
    })),
    girth: girthOf(obligations).length,
    velocity: velocityOf({ turnover, stock: total, days }),
    curve,
    central: throughputOf(obligations, clearing.cleared, MOST_CENTRAL).map(({ party, through, share }) => ({
      party,
      through: String(through),
      share,
    })),
  };
}

/** Fewer could find each other again in sums and shares. */
export const LEAST_IN_PUBLIC = 5;

const LEAST_ON_A_CURVE = 20;
const DIGITS_THAT_COUNT = 3;

/** The first three digits, the rest noughts. */
export function rounded(amount: Amount): Amount {
  if (amount.length <= DIGITS_THAT_COUNT) return amount;
  const unit = 10n ** BigInt(amount.length - DIGITS_THAT_COUNT);
  return String(((BigInt(amount) + unit / 2n) / unit) * unit);
}

const twoDigits = (share: number) => Math.round(share * 100) / 100;

/** What everybody may read; undefined where too few take part. */
export function publicPartOf(analysis: Analysis): PublicAnalysis | undefined {
  if (analysis.parties < LEAST_IN_PUBLIC) return undefined;
  const { central: _, connected, reciprocity, concentration, ...rest } = analysis;
  return {
    ...rest,
    total: rounded(rest.total),
    cleared: rounded(rest.cleared),
    netInternalDebt: rounded(rest.netInternalDebt),
    ceiling: rounded(rest.ceiling),
    connected: {
      partiesShare: twoDigits(connected.partiesShare),
      amountShare: twoDigits(connected.amountShare),
    },
    reciprocity: {
      byPairs: twoDigits(reciprocity.byPairs),
      byAmount: twoDigits(reciprocity.byAmount),
    },
    concentration: {
      topFive: twoDigits(concentration.topFive),
      gini: twoDigits(concentration.gini),
      likeSoMany: Math.round(concentration.likeSoMany),
    },
    // Of fewer, the bends of the curve would be the shares of single ones.
    lorenz:
      rest.parties < LEAST_ON_A_CURVE
        ? []
        : rest.lorenz.map(({ holders, amount }) => ({
            holders: twoDigits(holders),
            amount: twoDigits(amount),
          })),
    cycles: rest.cycles
      .filter(({ cycles }) => cycles >= LEAST_IN_PUBLIC)
      .map((one) => ({ ...one, amount: rounded(one.amount) })),
    velocity: rest.velocity === null ? null : Math.round(rest.velocity * 10) / 10,
    curve:
      rest.curve?.map((point) => ({
        ...point,
        cleared: rounded(point.cleared),
        moved: rounded(point.moved),
      })) ?? null,
  };
}
