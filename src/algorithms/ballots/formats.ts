// Which files of ballots are read, by the ending of their name.
import { readAbcvoting } from "./abcvoting.ts";
import type { Election } from "./ballots.ts";
import { BltReader } from "./blt.ts";
import { CsvReader } from "./csv.ts";
import { PabulibReader } from "./pabulib.ts";
import { PrefLibReader } from "./preflib.ts";

/** Takes a file in pieces, of whatever size, and says at the end what it held. */
export type BallotReader = {
  push(piece: Uint8Array): void;
  finish(): Election;
};

/** Formats of lines are read in pieces; the others as a whole. Both throw BallotFault. */
export type BallotFormat =
  | { readonly reader: () => BallotReader }
  | { readonly read: (bytes: Uint8Array) => Election | Promise<Election> };

const blt: BallotFormat = { reader: () => new BltReader() };
const csv: BallotFormat = { reader: () => new CsvReader() };
const prefLib: BallotFormat = { reader: () => new PrefLibReader() };
const abcvoting: BallotFormat = { read: readAbcvoting };
const pabulib: BallotFormat = { reader: () => new PabulibReader() };

export const ballotFormats: ReadonlyMap<string, BallotFormat> = new Map<string, BallotFormat>([
  ["blt", blt],
  ["soc", prefLib],
  ["soi", prefLib],
  ["toc", prefLib],
  ["toi", prefLib],
  ["csv", csv],
  ["pb", pabulib],
  ["yaml", abcvoting],
  ["yml", abcvoting],
]);
