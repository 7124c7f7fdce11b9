// Motions and the votes on them as Popolo, read back from an archive that was written.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyArchive } from "#algorithms/congress-archive";
import { refuseMotion, withdrawMotion } from "#congress";
import { inOneLanguage } from "#platform/multilingual";
import { unpack } from "../../../test/support/archive.ts";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { motionAt, testMotion, voteOnMotion } from "../../../test/support/motions.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { withOpenArchive } from "../archive/open-archive.ts";
import { writeArchive } from "../archive/write-archive.ts";
import type { PopoloVotes } from "./motions.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-popolo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "congress.tar.gz");
let assembly: Assembly;
let read: (path: string) => PopoloVotes;
let rollCalls: string[];

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 5);
  const { chair, delegations, edition } = assembly;
  await openText(chair.ctx, edition, "Plan", "A library for all.");
  await testMotion(assembly, "resolution", "A seed house in every region", 3);
  await testMotion(assembly, "procedure", "Speak for two minutes", 1);
  rollCalls = [
    await voteOnMotion(assembly, 1, ["for"]),
    await voteOnMotion(assembly, 1, ["for", "for", "against", "abstain"]),
    await voteOnMotion(assembly, 2, ["against", "against", "for"]),
  ];
  await testMotion(assembly, "urgency", "Taken back");
  await withdrawMotion(delegations[0]?.ctx ?? chair.ctx, { edition, motion: 3 });
  await testMotion(assembly, "election", "Who keeps the records");
  const ruling = inOneLanguage("en", "Another assembly elects them");
  await refuseMotion(chair.ctx, { edition, motion: 4, ruling });
  await testMotion(assembly, "statement", "Not yet supported by enough", 1);
  await writeArchive(node.shell, edition, file);
  const { files } = await unpack(file);
  read = (path) => JSON.parse(files.get(path)?.toString("utf8") ?? "") as PopoloVotes;
}, 60_000);

it("holds every motion with who proposed it, its kind, what became of it and its votes", async () => {
  const { motions, vote_events } = read("popolo.json");
  const [first, second] = [await motionAt(assembly, 1), await motionAt(assembly, 2)];
  const [noQuorum, adopted, rejected] = rollCalls;
  expect(motions[0]).toEqual({
    id: first.id,
    organization_id: assembly.node.organizationId,
    legislative_session_id: "congress-2019",
    creator_id: assembly.delegations[0]?.organizationId,
    text: "A seed house in every region",
    classification: "resolution",
    date: first.submittedAt.toISOString(),
    requirement: "simple majority of votes cast",
    result: "adopted",
    vote_event_ids: [noQuorum, adopted],
  });
  expect(motions.map(({ classification, result }) => [classification, result])).toEqual([
    ["resolution", "adopted"],
    ["procedure", "rejected"],
    ["urgency", "withdrawn"],
    ["election", "not_admitted"],
    ["statement", "submitted"],
  ]);
  expect(motions[1]?.vote_event_ids).toEqual([rejected]);
  expect(motions.slice(2).flatMap((one) => one.vote_event_ids)).toEqual([]);
  expect(vote_events.map(({ id, motion_id, result }) => [id, motion_id, result])).toEqual([
    [noQuorum, first.id, "fail"],
    [adopted, first.id, "pass"],
    [rejected, second.id, "fail"],
  ]);
  expect(vote_events[1]?.counts).toEqual([
    { option: "yes", value: 2 },
    { option: "no", value: 1 },
    { option: "abstain", value: 1 },
    { option: "not voting", value: 1 },
  ]);
  expect(vote_events[1]?.votes).toContainEqual({
    voter_id: assembly.delegations[2]?.organizationId,
    option: "no",
  });
});

it("says the same of a motion where its text is, and of another text that nobody moved it", async () => {
  const whole = read("popolo.json");
  const slug = (await motionAt(assembly, 1)).text?.href.split("/").at(-1);
  const ofText = read(`texts/${slug}/popolo.json`);
  expect(ofText.motions).toEqual(whole.motions.slice(0, 1));
  expect(ofText.vote_events).toEqual(whole.vote_events.slice(0, 2));
  expect(read("texts/plan/popolo.json").motions).toMatchObject([
    { classification: "adoption", creator_id: null, result: "open" },
  ]);
});

it("names nobody, and the archive holds", async () => {
  expect(JSON.stringify(read("popolo.json"))).not.toContain("Spokesperson");
  expect(await withOpenArchive(file, (archive) => verifyArchive(archive))).toMatchObject({ ok: true });
});
