// Why a file of ballots cannot be counted. Each reason has its sentence in every language: `tally.fault.<reason>`.

export class BallotFault extends Error {
  readonly reason: string;
  /** The line of the file, from 1; null for what no line says. */
  readonly line: number | null;
  readonly facts: Readonly<Record<string, string | number>>;
  constructor(
    reason: string,
    line: number | null = null,
    facts: Readonly<Record<string, string | number>> = {},
  ) {
    super(`${line === null ? "" : `line ${line}: `}${reason} ${JSON.stringify(facts)}`);
    this.name = "BallotFault";
    this.reason = reason;
    this.line = line;
    this.facts = facts;
  }
}
