// Elections in the archive of a node that forges its own log: ballots, results and rolls that are not what they were.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { annulElection, closeElection, countElection, openElection } from "#elections";
import type { ForgedAct } from "../../../test/support/archive.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import {
  approved,
  ranked,
  standingPeople,
  testElection,
  voteIn,
  withOptions,
  words,
} from "../../../test/support/elections.ts";
import { firstOf, type Forger, forgerOf } from "../../../test/support/forging.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-forged-elections-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let assembly: Assembly;
let forger: Forger;

/** A commission with a guarantee, a budget, a vote in secret, and one that is annulled. */
beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 5);
  const { chair, edition } = assembly;
  const decide = async (election: number) => {
    await closeElection(chair.ctx, { edition, election });
    await countElection(chair.ctx, { edition, election, drawn: "351624" });
  };
  const people = await testElection(assembly, {
    rules: { guarantees: [{ by: "region", of: "005", least: 1 }] },
  });
  await standingPeople(assembly, people, ["Ana", "Bea", "Ciro"]);
  await voteIn(assembly, people, [ranked(2), ranked(1, 2), ranked(1, 3), ranked(3), ranked(3, 1)]);
  await voteIn(assembly, people, [ranked(1, 2)]);
  await decide(people);
  const budget = await testElection(assembly, {
    kind: "budget",
    rules: {
      method: "equal-shares",
      seats: null,
      settings: { utility: "cost", completion: "add-one-greedy" },
      budget: { total: 90_000n, currency: "SEMILLA", decimals: 2 },
    },
  });
  await withOptions(assembly, budget, [
    ["A well", 50_000n],
    ["A radio", 40_000n],
    ["A press", 60_000n],
  ]);
  await openElection(chair.ctx, { edition, election: budget });
  await voteIn(assembly, budget, [approved(1), approved(1, 2), approved(2), approved(3)]);
  await decide(budget);
  const secret = await testElection(assembly, { rules: { secret: true } });
  await standingPeople(assembly, secret, ["Ana", "Bea", "Ciro"]);
  await voteIn(assembly, secret, [ranked(1), ranked(2)]);
  await decide(secret);
  const annulled = await testElection(assembly);
  await annulElection(chair.ctx, { edition, election: annulled, reason: words("Called twice") });
  forger = await forgerOf(node, edition, folder);
}, 60_000);

it("elections are counted again, and nothing of them is left unfollowed", async () => {
  expect(await forger.asItIs()).toMatchObject({ ok: true, summary: { notFollowed: {} } });
});

it.each<[string, string, (acts: ForgedAct[]) => ForgedAct[] | void]>([
  [
    "another ballot",
    "electionDiffers",
    (acts) =>
      void (firstOf(acts, "elections.ballot.cast", ({ entries }) => entries.join() === "1,3").record.entries =
        [3]),
  ],
  ["a ballot that is left out", "electionDiffers", (acts) => without(acts, "elections.ballot.cast", 1)],
  [
    "others who were elected",
    "electionDiffers",
    (acts) => void firstOf(acts, "elections.election.counted").record.elected.reverse(),
  ],
  [
    "another lot",
    "electionDiffers",
    (acts) => void (firstOf(acts, "elections.election.counted").record.seed = "mine:1"),
  ],
  [
    "a guarantee that was left out",
    "electionDiffers",
    (acts) => void (firstOf(acts, "elections.election.counted").record.settings = {}),
  ],
  [
    "a cheaper project",
    "electionDiffers",
    (acts) =>
      void (firstOf(acts, "elections.election.opened", ({ rules }) => rules.budget).record.ballot[0].cost =
        "1"),
  ],
  [
    "a voter too few in a secret vote",
    "electionDiffers",
    (acts) => without(acts, "elections.ballot.put_in_box", 0),
  ],
  [
    "a ballot of nobody on the roll",
    "voteOutsideRoll",
    (acts) => void firstOf(acts, "elections.election.opened").record.roll.shift(),
  ],
  ["a ballot before the opening", "voteNotOpen", (acts) => without(acts, "elections.election.opened", 0)],
  ["a count before the close", "orderBroken", (acts) => without(acts, "elections.election.closed", 0)],
])("%s is told", async (_, fault, change) => {
  expect(await forger.after(change)).toMatchObject({ fault });
});

/** Without the act of this kind that comes so far down among them. */
function without(acts: ForgedAct[], type: string, at: number): ForgedAct[] {
  const left = acts.filter(({ leaf }) => leaf.act === type)[at];
  return acts.filter((act) => act !== left);
}
