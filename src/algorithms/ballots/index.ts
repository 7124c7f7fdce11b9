// Ballots and the files that hold them. Pure: bytes in, an election out, and back.
// Invariant: a file that this cannot read whole is refused with the line and the reason (BallotFault); nothing is guessed.
export { readAbcvoting, writeAbcvoting } from "./abcvoting.ts";
export { alsoRanked, type Ballots, type Candidate, distinct, type Election, ranksOf } from "./ballots.ts";
export { type BudgetElection, isBudgetElection } from "./budget-election.ts";
export { BallotCollector, type CollectorOptions } from "./collector.ts";
export { CsvReader, readCsv, writeCsv } from "./csv.ts";
export { BallotFault } from "./fault.ts";
export { type BallotFormat, ballotFormats, type BallotReader } from "./formats.ts";
export { PrefLibReader, readPrefLib, writePrefLib } from "./preflib.ts";
export { PabulibReader, readPabulib } from "./pabulib.ts";
export { writePabulib } from "./pabulib-writing.ts";
export { BltReader, readBlt } from "./blt.ts";
export { writeBlt } from "./blt-writer.ts";
