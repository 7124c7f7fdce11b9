// Approval ballots for committees in the YAML of the library abcvoting (`.abc.yaml`): `profile` is a list of sets of candidates
// numbered from 0, `voter_weights` how much each of them weighs, `num_cand` and `committeesize` whole numbers. What else the
// file says (`compute`: results that a rule should have) is no ballot and is left alone.
// Invariant: no anchors, tags or other types: the file is data, whatever it says.
import type { Document, LineCounter, Node } from "yaml";
import { type Fraction, fraction, parseFraction } from "../fractions/index.ts";
import type { Election } from "./ballots.ts";
import { BallotCollector } from "./collector.ts";
import { BallotFault } from "./fault.ts";

/** The parser keeps a node for each number of the file, some hundred times its length. */
const LONGEST_FILE = 8 << 20;
const MOST_CANDIDATES = 100_000;

/**
 * BallotFault: `fileTooLarge` {most}, `notUtf8`, `notYaml` {problem}, `profileMissing`, `unknownCandidate` {candidate},
 * `candidateTwice` {candidate}, `weightsDoNotMatch` {weights, ballots}, `weightNegative`, `weightNotNumber` … with the line.
 */
export async function readAbcvoting(bytes: Uint8Array): Promise<Election> {
  if (bytes.length > LONGEST_FILE) throw new BallotFault("fileTooLarge", null, { most: LONGEST_FILE });
  // Loaded with the first such file: a node that never sees one has no use for it.
  const reader = new Reader(await import("yaml"), decoded(bytes));
  const profile = reader.sequence("profile");
  if (!profile) throw new BallotFault("profileMissing");
  const sets = profile.items.map((item) => reader.numbers(item));
  const said = reader.wholeNumber("num_cand", MOST_CANDIDATES);
  const candidates =
    said ?? sets.reduce((most, { values }) => Math.max(most, ...values.map((one) => one + 1)), 0);
  const weights = reader.weights(sets.length);
  const unit = commonUnit(weights);
  const collector = new BallotCollector({ kind: "approval", candidates, weightUnit: unit });
  const lines: { ballot: number; weight: number }[] = [];
  /** Of distinct ballots, in the order in which they first stand in the file. */
  const numbers = new Map<string, number>();
  for (const [at, { values, line }] of sets.entries()) {
    const approved = [...values].sort((a, b) => a - b);
    for (const [place, candidate] of approved.entries()) {
      if (candidate >= candidates) throw new BallotFault("unknownCandidate", line, { candidate });
      if (candidate === approved[place - 1]) throw new BallotFault("candidateTwice", line, { candidate });
    }
    const weight = inUnits(weights?.[at], unit, line);
    if (weight === 0) continue;
    if (collector.add(approved, approved.length, weight, null, line))
      numbers.set(`${approved}`, numbers.size);
    lines.push({ ballot: numbers.get(`${approved}`) ?? 0, weight });
  }
  return {
    title: reader.text("description"),
    candidates: Array.from({ length: candidates }, (_, at) => ({
      id: `${at}`,
      name: `${at}`,
      withdrawn: false,
    })),
    seats: reader.wholeNumber("committeesize", Number.MAX_SAFE_INTEGER),
    ballots: collector.finish(),
    lines,
  };
}

/** A file that `readAbcvoting` reads back as the same ballots; names of candidates have no place in the format. */
export function writeAbcvoting(election: Election): string {
  const { title, candidates, seats, ballots } = election;
  if (ballots.kind !== "approval")
    throw new BallotFault("ballotsOfAnotherKind", null, { kind: ballots.kind });
  const lines = election.lines ?? Array.from(ballots.weights, (weight, ballot) => ({ ballot, weight }));
  const sets = lines.map(({ ballot }) =>
    Array.from(ballots.entries.subarray(ballots.offsets[ballot], ballots.offsets[ballot + 1])),
  );
  const weights = lines.map(({ weight }) => fraction(weight, ballots.weightUnit));
  return [
    // A string in JSON is one in YAML (YAML 1.2.2, section 1.2).
    ...(title === null ? [] : [`description: ${JSON.stringify(title)}`]),
    `profile: ${JSON.stringify(sets)}`,
    ...(weights.every(({ numerator, denominator }) => numerator === denominator)
      ? []
      : [`voter_weights: [${weights.map(asDecimalOrFraction).join(", ")}]`]),
    `num_cand: ${candidates.length}`,
    ...(seats === null ? [] : [`committeesize: ${seats}`]),
    "",
  ].join("\n");
}

function asDecimalOrFraction({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BallotFault("notUtf8");
  }
}

/** The smallest unit of which every weight is a whole number; 1 where nothing is weighted. */
function commonUnit(weights: readonly Fraction[] | null): number {
  let unit = 1n;
  for (const { denominator } of weights ?? []) {
    let [a, b] = [unit, denominator];
    while (b !== 0n) [a, b] = [b, a % b];
    unit = (unit / a) * denominator;
    if (unit > BigInt(Number.MAX_SAFE_INTEGER)) throw new BallotFault("weightsTooLarge");
  }
  return Number(unit);
}

function inUnits(weight: Fraction | undefined, unit: number, line: number): number {
  if (!weight) return 1;
  const units = (weight.numerator * BigInt(unit)) / weight.denominator;
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) throw new BallotFault("weightsTooLarge", line);
  return Number(units);
}

/** The parsed file; every question to it says where the answer was found not to do. */
class Reader {
  readonly #yaml: typeof import("yaml");
  readonly #lines: LineCounter;
  readonly #document: Document;

  constructor(yaml: typeof import("yaml"), text: string) {
    this.#yaml = yaml;
    this.#lines = new yaml.LineCounter();
    // Only strings: `1e3`, `0x1` and `~` are no numbers here, and no tag can make anything else.
    this.#document = yaml.parseDocument(text, {
      schema: "failsafe",
      lineCounter: this.#lines,
      prettyErrors: false,
      uniqueKeys: true,
    });
    const problem = this.#document.errors[0] ?? this.#document.warnings[0];
    if (problem)
      throw new BallotFault("notYaml", this.#lines.linePos(problem.pos[0]).line, { problem: problem.code });
    if (!yaml.isMap(this.#document.contents)) throw new BallotFault("profileMissing");
  }

  sequence(key: string) {
    const node: unknown = this.#document.get(key, true);
    if (node === undefined) return null;
    if (!this.#yaml.isSeq(node)) throw new BallotFault("listExpected", this.#lineOf(node), { key });
    return node;
  }

  text(key: string): string | null {
    const node: unknown = this.#document.get(key, true);
    return this.#yaml.isScalar(node) && typeof node.value === "string" && node.value !== ""
      ? node.value
      : null;
  }

  wholeNumber(key: string, most: number): number | null {
    const node: unknown = this.#document.get(key, true);
    return node === undefined ? null : this.#whole(node, most, key);
  }

  /** A set of candidates, and the line on which it stands. */
  numbers(node: unknown): { values: number[]; line: number } {
    const line = this.#lineOf(node);
    if (!this.#yaml.isSeq(node)) throw new BallotFault("listExpected", line, { key: "profile" });
    return { values: node.items.map((item) => this.#whole(item, MOST_CANDIDATES, "profile")), line };
  }

  /** BallotFault `weightsDoNotMatch`, `weightNotNumber`, `weightNegative`. */
  weights(ballots: number): Fraction[] | null {
    const node = this.sequence("voter_weights");
    if (!node) return null;
    const line = this.#lineOf(node);
    if (node.items.length !== ballots)
      throw new BallotFault("weightsDoNotMatch", line, { weights: node.items.length, ballots });
    return node.items.map((item) => {
      const weight = this.#yaml.isScalar(item) ? parseFraction(String(item.value)) : undefined;
      if (!weight) throw new BallotFault("weightNotNumber", this.#lineOf(item));
      if (weight.numerator < 0n) throw new BallotFault("weightNegative", this.#lineOf(item));
      return weight;
    });
  }

  #whole(node: unknown, most: number, key: string): number {
    const written = this.#yaml.isScalar(node) ? String(node.value) : "";
    const value = /^\d{1,16}$/.test(written) ? Number(written) : Number.NaN;
    if (Number.isNaN(value) || value > most)
      throw new BallotFault("wholeNumberExpected", this.#lineOf(node), { key, written });
    return value;
  }

  #lineOf(node: unknown): number {
    return this.#lines.linePos((node as Node | null)?.range?.[0] ?? 0).line;
  }
}
