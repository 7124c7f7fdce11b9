// Why a file of obligations cannot be cleared. Each reason has its sentence in every language: `clear.fault.<reason>`.

/** One thing that is wrong, with the line where its row begins, counted from 1. */
export type ObligationsFault = {
  readonly line: number;
  readonly reason: ObligationsFaultReason;
  readonly facts: Readonly<Record<string, string | number>>;
};

export const obligationsFaultReasons = [
  "fileEmpty",
  "columnMissing",
  "columnUnknown",
  "columnTwice",
  "fieldsMissing",
  "fieldsTooMany",
  "nameEmpty",
  "notUtf8",
  "selfDebt",
  "amountEmpty",
  "amountNotNumber",
  "amountFractional",
  "amountNegative",
  "amountZero",
  "amountTooLarge",
  "quoteMisplaced",
  "quoteNotClosed",
  "lineEndUnclear",
  "rowTooLong",
  "tooManyRows",
] as const;

export type ObligationsFaultReason = (typeof obligationsFaultReasons)[number];

/** The first faults of a file in its order, and how many more there are; nothing of such a file is cleared. */
export class ObligationsRefused extends Error {
  readonly faults: readonly ObligationsFault[];
  readonly more: number;
  constructor(faults: readonly ObligationsFault[], more: number) {
    const told = faults.map(({ line, reason }) => `line ${line}: ${reason}`).join(", ");
    super(more > 0 ? `${told} and ${more} more` : told);
    this.name = "ObligationsRefused";
    this.faults = faults;
    this.more = more;
  }
}
