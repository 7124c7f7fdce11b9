// PrefLib's rankings, read as a stream of bytes: strict or with ties (s, t), of all candidates or of some (oc, oi).
// Invariant: what the head says of the ballots has to be so, to the last one; else the file is refused with the line.
//
// Two forms (N. Mattei and T. Walsh, "PrefLib: A Library for Preferences", ADT 2013, and
// preflib.github.io/PrefLib-Jekyll/format). Since 2022: lines `# KEY: value` with DATA TYPE, NUMBER ALTERNATIVES, NUMBER
// VOTERS, NUMBER UNIQUE ORDERS, ALTERNATIVE NAME i, then `count: 2,{1,3}`. Before: how many candidates; a line `i,name` for
// each; `voters,sum of counts,orders`; then `count,2,{1,3}`, which does not say which of the four types it is, so that any
// order is taken. Candidates are numbered from 1.
import { alsoRanked, distinct, type Election } from "./ballots.ts";
import { MOST_CANDIDATES } from "./blt.ts";
import { shown } from "./blt-scanner.ts";
import { BallotCollector } from "./collector.ts";
import { BallotFault } from "./fault.ts";
import { Orders } from "./preflib-orders.ts";
import { textOf, WholeLines } from "./whole-lines.ts";

const types = ["soc", "soi", "toc", "toi"] as const;
type Said = { readonly value: string; readonly line: number };

/** Reads one file: `push` its bytes in pieces of any size, then `finish`. After a BallotFault it is of no more use. */
export class PrefLibReader {
  readonly #lines = new WholeLines(
    (bytes, from, to) => this.#read(bytes, from, to),
    () => this.#line,
  );
  #line = 0;
  /** Which of the two forms; undefined before the first line that says something. */
  #form: "keys" | "numbers" | undefined;
  readonly #said = new Map<string, Said>();
  readonly #names: (string | undefined)[] = [];
  #named = 0;
  #candidates = 0;
  #orders: Orders | undefined;
  #collector: BallotCollector | undefined;
  #type: (typeof types)[number] | undefined;
  #cast = 0;
  #ballots = 0;

  /** BallotFault; `tally.fault.<reason>` is its sentence. */
  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** The election, once all was pushed; no file of this kind says how many are to be elected. BallotFault. */
  finish(): Election {
    this.#lines.finish();
    if (!this.#form) throw new BallotFault("fileEmpty", 1);
    if (!this.#collector) this.#begin();
    this.#hold("NUMBER VOTERS", "votesDoNotMatch", this.#cast);
    this.#hold("NUMBER UNIQUE ORDERS", "ordersDoNotMatch", this.#ballots);
    const ballots = this.#collector?.finish();
    if (!ballots || ballots.totalWeight === 0) throw new BallotFault("noBallots", this.#line);
    return {
      title: this.#said.get("TITLE")?.value || null,
      candidates: this.#names.map((name, at) => ({ id: `${at + 1}`, name: name ?? "", withdrawn: false })),
      seats: null,
      ballots,
    };
  }

  #read(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to;) {
      const end = bytes.indexOf(0x0a, at);
      this.#line++;
      const text = textOf(bytes.subarray(at, end), this.#line);
      at = end + 1;
      const plain = (this.#line === 1 ? text.replace(/^\uFEFF/, "") : text).trim();
      if (plain !== "") this.#readLine(plain);
    }
  }

  #readLine(text: string): void {
    this.#form ??= text.startsWith("#") ? "keys" : "numbers";
    if (this.#form === "keys") {
      if (text.startsWith("#")) return this.#readKey(text);
      if (!this.#collector) this.#begin();
      return this.#readBallot(text, ":");
    }
    if (this.#candidates === 0) this.#setCandidates({ value: text, line: this.#line });
    else if (this.#named < this.#candidates) this.#readNumberedName(text);
    else if (!this.#collector) this.#readTotals(text);
    else this.#readBallot(text, ",");
  }

  #readKey(text: string): void {
    const [, key = "", value = ""] = /^#\s*([^:]*?)\s*:\s*(.*)$/s.exec(text) ?? [];
    if (this.#collector) throw new BallotFault("headOutOfPlace", this.#line);
    const name = /^ALTERNATIVE NAME (\d{1,9})$/.exec(key)?.[1];
    if (name !== undefined) return this.#setName(Number(name), value);
    if (key === "") return;
    if (this.#said.has(key)) throw new BallotFault("keyTwice", this.#line, { key: shown(key) });
    const said = { value, line: this.#line };
    this.#said.set(key, said);
    if (key === "NUMBER ALTERNATIVES") this.#setCandidates(said);
    if (key !== "DATA TYPE") return;
    this.#type = types.find((type) => type === value.toLowerCase());
    if (!this.#type) throw new BallotFault("dataTypeUnknown", this.#line, { type: shown(value) });
  }

  #setCandidates({ value, line }: Said): void {
    this.#candidates = wholeNumber(value, line);
    if (this.#candidates === 0) throw new BallotFault("noCandidates", line);
    if (this.#candidates > MOST_CANDIDATES)
      throw new BallotFault("tooManyCandidates", line, { most: MOST_CANDIDATES });
  }

  #readNumberedName(text: string): void {
    const [, number, name = ""] = /^(\d{1,9})\s*,\s*(.*)$/s.exec(text) ?? [];
    if (number === undefined)
      throw new BallotFault("namesMissing", this.#line, { named: this.#named, candidates: this.#candidates });
    this.#setName(Number(number), name);
  }

  #setName(number: number, name: string): void {
    const line = this.#line;
    if (number < 1 || number > (this.#candidates || MOST_CANDIDATES))
      throw new BallotFault("unknownCandidate", line, { candidate: number, candidates: this.#candidates });
    if (this.#names[number - 1] !== undefined)
      throw new BallotFault("keyTwice", line, { key: `ALTERNATIVE NAME ${number}` });
    if (name === "") throw new BallotFault("nameEmpty", line, { candidate: number });
    this.#names[number - 1] = name;
    this.#named++;
  }

  #readTotals(text: string): void {
    const [voters, sum, orders, ...more] = text.split(",").map((number) => number.trim());
    if (sum === undefined || orders === undefined || more.length > 0)
      throw new BallotFault("totalsMalformed", this.#line);
    // `voters` counts people, where somebody may have given more than one order: nothing here has to be equal to it.
    wholeNumber(voters ?? "", this.#line);
    this.#said.set("NUMBER VOTERS", { value: sum, line: this.#line });
    this.#said.set("NUMBER UNIQUE ORDERS", { value: orders, line: this.#line });
    this.#begin();
  }

  #begin(): void {
    if (this.#candidates === 0)
      throw new BallotFault("keyMissing", this.#line, { key: "NUMBER ALTERNATIVES" });
    if (this.#named < this.#candidates || this.#names.length > this.#candidates)
      throw new BallotFault("namesMissing", this.#line, { named: this.#named, candidates: this.#candidates });
    this.#collector = new BallotCollector({ kind: "ranked", candidates: this.#candidates });
    this.#orders = new Orders(this.#candidates);
  }

  #readBallot(text: string, after: ":" | ","): void {
    const [collector, orders, line] = [this.#collector, this.#orders, this.#line];
    if (!collector || !orders) return;
    const end = text.indexOf(after);
    const word = (end < 0 ? text : text.slice(0, end)).trim();
    if (/^-\d/.test(word)) throw new BallotFault("weightNegative", line);
    if (end < 0 || !/^\d{1,16}$/.test(word) || Number(word) === 0)
      throw new BallotFault("countMalformed", line, { word: shown(word) });
    orders.read(text, end + 1, line);
    const type = this.#type;
    if (orders.tied && type?.startsWith("s")) throw new BallotFault("orderTied", line, { type });
    if (orders.length < this.#candidates && type?.endsWith("c"))
      throw new BallotFault("orderNotComplete", line, { type });
    collector.add(orders.entries, orders.length, Number(word), null, line);
    this.#cast += Number(word);
    this.#ballots++;
  }

  #hold(key: string, reason: string, found: number): void {
    const said = this.#said.get(key);
    if (said && wholeNumber(said.value, said.line) !== found)
      throw new BallotFault(reason, said.line, { said: said.value, found });
  }
}

function wholeNumber(word: string, line: number): number {
  if (!/^\d{1,15}$/.test(word)) throw new BallotFault("numberExpected", line, { word: shown(word) });
  return Number(word);
}

/** BallotFault. */
export function readPrefLib(bytes: Uint8Array): Election {
  const reader = new PrefLibReader();
  reader.push(bytes);
  return reader.finish();
}

/**
 * Writes the form since 2022, with the strictest of the four types that holds for every ballot. What is read back is the same
 * election, but for its seats, which the form has no place for. BallotFault `ballotsOfAnotherKind` {kind}, `weightNotWhole`,
 * `withdrawnNotWritable`, `nameNotWritable` {name}.
 */
export function writePrefLib({ title, candidates, ballots }: Election): Uint8Array {
  if (ballots.kind !== "ranked") throw new BallotFault("ballotsOfAnotherKind", null, { kind: ballots.kind });
  if (candidates.some(({ withdrawn }) => withdrawn)) throw new BallotFault("withdrawnNotWritable");
  for (const name of [...candidates.map((candidate) => candidate.name), ...(title === null ? [] : [title])])
    if (name !== name.trim() || name === "" || /\p{Cc}/u.test(name) || !name.isWellFormed())
      throw new BallotFault("nameNotWritable", null, { name });
  const orders = Array.from({ length: distinct(ballots) }, (_, at) => writtenOrder(ballots, at));
  const counts = Array.from(ballots.weights, (weight) => weight / ballots.weightUnit);
  if (!counts.every(Number.isSafeInteger)) throw new BallotFault("weightNotWhole");
  const tied = ballots.entries.some((entry) => entry >= alsoRanked);
  const complete = orders.every(({ length }) => length === candidates.length);
  const type = `${tied ? "t" : "s"}o${complete ? "c" : "i"}`;
  const lines = [
    `# FILE NAME: ballots.${type}`,
    ...(title === null ? [] : [`# TITLE: ${title}`]),
    `# DATA TYPE: ${type}`,
    `# NUMBER ALTERNATIVES: ${candidates.length}`,
    `# NUMBER VOTERS: ${counts.reduce((sum, count) => sum + count, 0)}`,
    `# NUMBER UNIQUE ORDERS: ${orders.length}`,
    ...candidates.map(({ name }, at) => `# ALTERNATIVE NAME ${at + 1}: ${name}`),
    ...orders.map(({ written }, at) => `${counts[at]}: ${written}`),
  ];
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

function writtenOrder(
  { offsets, entries }: Election["ballots"],
  ballot: number,
): { written: string; length: number } {
  const [from, to] = [offsets[ballot] ?? 0, offsets[ballot + 1] ?? 0];
  const ranks: string[] = [];
  for (let at = from; at < to;) {
    let end = at + 1;
    while (end < to && (entries[end] ?? 0) >= alsoRanked) end++;
    const alike = Array.from(entries.subarray(at, end), (entry) => (entry & ~alsoRanked) + 1);
    ranks.push(alike.length > 1 ? `{${alike.join(",")}}` : `${alike[0]}`);
    at = end;
  }
  return { written: ranks.join(","), length: to - from };
}
