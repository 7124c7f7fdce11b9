// Small elections for tests: written as BLT by hand, or made up by fast-check.
import fc from "fast-check";
import { BallotCollector, type Election, readBlt } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";

export const options: CountOptions = {
  seats: null,
  ties: { by: "order" },
  stages: true,
  all: false,
  settings: {},
};

const letters = "ABCDEFGHIJ";

/** `poll(2, "4 A B", "3 B C")`: so many seats, and ballots of so many votes; candidates are as many letters as are named. */
export function poll(seats: number, ...ballots: string[]): Election {
  const candidates = Math.max(...[...ballots.join("")].map((letter) => letters.indexOf(letter) + 1));
  const lines = ballots.map((line) => line.replace(/[A-J]/g, (letter) => `${letters.indexOf(letter) + 1}`));
  const names = [...letters].slice(0, candidates).join("\n");
  return readBlt(new TextEncoder().encode(`${candidates} ${seats}\n${lines.join(" 0\n")} 0\n0\n${names}\n`));
}

export type Cast = readonly (readonly [order: readonly number[], weight: number])[];

export function electionOf(
  cast: Cast,
  seats: number,
  candidates = 5,
  withdrawn: readonly number[] = [],
): Election {
  const collector = new BallotCollector({ kind: "ranked", candidates });
  for (const [order, weight] of cast) collector.add(order, order.length, weight);
  return {
    title: null,
    seats,
    ballots: collector.finish(),
    candidates: Array.from({ length: candidates }, (_, at) => {
      return { id: `${at + 1}`, name: letters[at] ?? "", withdrawn: withdrawn.includes(at) };
    }),
  };
}

export const seatsOf = fc.integer({ min: 1, max: 3 });
/** Ballots for five candidates; at least one of them says something. */
export const castOf: fc.Arbitrary<Cast> = fc
  .array(fc.tuple(fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 5 }), fc.integer({ min: 1, max: 20 })), {
    minLength: 1,
    maxLength: 14,
  })
  .filter((cast) => cast.some(([order]) => order.length > 0));
