// Scottish STV over the six wards of Glasgow 2007, their ballots repeated: ballots a second, reading the file included, in the form
// of the published files (alike ballots on one line) and with a line for each ballot; beside it the counting alone, and as a floor
// one look at every byte. Then the memory of a process that reads one ward 1, 10 and 100 times over, and so often that it makes a gigabyte.
// `bench/tally.ts` calls it; by itself: `node bench/tally-stv.ts`. Exits 1 below 3,000,000 ballots a second.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { BltReader, distinct, type Election } from "../src/algorithms/ballots/index.ts";
import { stvMethods } from "../src/algorithms/tally/index.ts";
import { projectRoot } from "../src/platform/project.ts";

const LEAST_A_SECOND = 3_000_000;
const TRIES = 5;
const PIECE = 1 << 16;
const options = { seats: null, ties: { by: "order" }, stages: true, all: false, settings: {} } as const;

/** A file in three: what comes before the ballots, the ballots, what comes after. */
type Ward = { readonly head: string; readonly ballots: string; readonly tail: string };

function wards(): Ward[] {
  const folder = join(projectRoot, "../shared/cases/tally");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith("2007.blt"));
  return files.map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const [begin, end] = [text.indexOf("\n") + 1, text.indexOf("\n0\n") + 1];
    return { head: text.slice(0, begin), ballots: text.slice(begin, end), tail: text.slice(end) };
  });
}

/** A line for each ballot: `3 1 2 0` as three times `1 1 2 0`. */
function singly({ head, ballots, tail }: Ward): Ward {
  const lines = ballots.split("\n").slice(0, -1);
  const each = lines.map((line) => {
    const space = line.indexOf(" ");
    return `1${line.slice(space)}\n`.repeat(Number(line.slice(0, space)));
  });
  return { head, ballots: each.join(""), tail };
}

const repeated = ({ head, ballots, tail }: Ward, times: number) =>
  Buffer.from(head + ballots.repeat(times) + tail, "utf8");

function read(bytes: Uint8Array): Election {
  const reader = new BltReader();
  for (let at = 0; at < bytes.length; at += PIECE) reader.push(bytes.subarray(at, at + PIECE));
  return reader.finish();
}

function looked(bytes: Uint8Array): number {
  let ends = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 10) ends++;
  return ends;
}

type Time = { readonly ms: number; readonly processor: number };

/** The best of so many tries, by the clock and by the processor, in ms: what the machine can do when others leave it alone. */
function best(work: () => void): Time {
  let [ms, processor] = [Infinity, Infinity];
  for (let tried = 0; tried < TRIES; tried++) {
    const [began, used] = [performance.now(), process.cpuUsage()];
    work();
    const { user, system } = process.cpuUsage(used);
    ms = Math.min(ms, performance.now() - began);
    processor = Math.min(processor, (user + system) / 1000);
  }
  return { ms, processor };
}

/** False where reading and counting together was slower than it may be; true too where the wards are not there. */
export function benchStv(): boolean {
  const all = wards();
  if (all.length === 0) {
    console.log("skipped: the wards, because ../shared/cases/tally is not here");
    return true;
  }
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
  let slowest = Infinity;
  for (const [form, files, times] of [
    ["as published", all, 200],
    ["a line for each ballot", all.map(singly), 50],
  ] as const) {
    const inputs = files.map((ward) => repeated(ward, times));
    const elections = inputs.map(read);
    const ballots = elections.reduce((sum, { ballots }) => sum + ballots.totalWeight, 0);
    const kinds = elections.reduce((sum, { ballots }) => sum + distinct(ballots), 0);
    const megabytes = inputs.reduce((sum, { length }) => sum + length, 0) / 1e6;
    const floor = best(() => inputs.forEach(looked));
    const counted = best(() => elections.forEach((one) => stvMethods["scottish-stv"].count(one, options)));
    const both = best(() => inputs.forEach((one) => stvMethods["scottish-stv"].count(read(one), options)));
    const aSecond = ({ ms, processor }: Time) =>
      `${ms.toFixed(0)} ms, ${(ballots / ms / 1000).toFixed(1)} million ballots a second ` +
      `(${(ballots / processor / 1000).toFixed(1)} million a second of processor time)`;
    slowest = Math.min(slowest, (ballots / both.ms) * 1000);
    console.log(
      `scottish-stv, ${form}: ${ballots} ballots, ${kinds} distinct, ${megabytes.toFixed(0)} MB\n` +
        `  read and counted in ${aSecond(both)}, ${((megabytes * 1000) / both.ms).toFixed(0)} MB/s\n` +
        `  counted alone in ${aSecond(counted)}\n  every byte looked at in ${aSecond(floor)}`,
    );
  }
  for (const times of [1, 10, 100, 14_200]) console.log(memoryOf(times));
  if (slowest < LEAST_A_SECOND)
    console.error(`${Math.round(slowest)} ballots a second, which is under ${LEAST_A_SECOND}`);
  return slowest >= LEAST_A_SECOND;
}

/** The same in a process of its own, whose peak is therefore that of this work. */
function memoryOf(times: number): string {
  const run = spawnSync(process.execPath, [import.meta.filename, "--memory", `${times}`], {
    encoding: "utf8",
  });
  return run.stdout.trim() || run.stderr;
}

/** Reads one ward, a line for each ballot, so many times over: the pieces are made as they are read, as from a disk. */
function readRepeated(times: number): void {
  const [ward] = wards().map(singly);
  if (!ward) return;
  const ballots = Buffer.from(ward.ballots, "utf8");
  const began = performance.now();
  const reader = new BltReader();
  reader.push(Buffer.from(ward.head, "utf8"));
  for (let time = 0; time < times; time++)
    for (let at = 0; at < ballots.length; at += PIECE) reader.push(ballots.subarray(at, at + PIECE));
  reader.push(Buffer.from(ward.tail, "utf8"));
  const election = reader.finish();
  stvMethods["scottish-stv"].count(election, options);
  const ms = performance.now() - began;
  const megabytes = (ballots.length * times) / 1e6;
  console.log(
    `${times} times one ward: ${megabytes.toFixed(1)} MB, ${election.ballots.totalWeight} ballots, ` +
      `${distinct(election.ballots)} distinct, in ${ms.toFixed(0)} ms; at most ` +
      `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB of memory`,
  );
}

if (import.meta.main) {
  const at = process.argv.indexOf("--memory");
  if (at >= 0) readRepeated(Number(process.argv[at + 1]));
  else if (!benchStv()) process.exitCode = 1;
}
