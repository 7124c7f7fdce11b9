// Writes an election as BLT, in the plainest form: one distinct ballot a line, every name in quotation marks.
// Invariant: what is written is read back as the same election.
import { fraction, written } from "../fractions/index.ts";
import { alsoRanked, distinct, type Election } from "./ballots.ts";
import { quoted } from "./blt-names.ts";
import { BallotFault } from "./fault.ts";

/** BallotFault `ballotsOfAnotherKind`, `seatsMissing`, `nameNotWritable` {name}. */
export function writeBlt({ title, candidates, seats, ballots }: Election): Uint8Array {
  if (ballots.kind !== "ranked") throw new BallotFault("ballotsOfAnotherKind", null, { kind: ballots.kind });
  if (seats === null) throw new BallotFault("seatsMissing");
  const lines = [`${candidates.length} ${seats}`];
  const withdrawn = candidates.flatMap((candidate, at) => (candidate.withdrawn ? [`-${at + 1}`] : []));
  if (withdrawn.length > 0) lines.push(withdrawn.join(" "));
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    let line = written(fraction(ballots.weights[ballot] ?? 0, ballots.weightUnit));
    for (let at = ballots.offsets[ballot] ?? 0; at < (ballots.offsets[ballot + 1] ?? 0); at++) {
      const entry = ballots.entries[at] ?? 0;
      line += entry >= alsoRanked ? `=${entry - alsoRanked + 1}` : ` ${entry + 1}`;
    }
    lines.push(`${line} 0`);
  }
  lines.push("0");
  for (const name of [...candidates.map((candidate) => candidate.name), ...(title === null ? [] : [title])]) {
    const line = quoted(name);
    if (line === undefined) throw new BallotFault("nameNotWritable", null, { name });
    lines.push(line);
  }
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}
