// People in a room, in the archive: organs and their rules, seats, numbers of delegates, a sitting with its vote, its minutes
// that become a text; then what a node would have to forge in its own log, and what the archive then contradicts.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  changePlan,
  changeRules,
  defaultRules,
  foundOrgan,
  recordPresence,
  setConference,
  submitMinutes,
  withdrawDelegate,
  writeRemark,
} from "#assembly";
import { castVote } from "#congress";
import { newId } from "#platform/ids";
import { sealLog } from "#platform/log/seal";
import { inOneLanguage } from "#platform/multilingual";
import {
  edit,
  editLines,
  type ForgedAct,
  type Unpacked,
  unpack,
  type Value,
} from "../../../test/support/archive.ts";
import { openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { accepted, type Congress, conveneNow, giveSeats } from "../../../test/support/delegates.ts";
import { type Change, firstOf, type Forger, forgerOf } from "../../../test/support/forging.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-assembly-acts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sittings = "assembly/sittings.jsonl";
const minutes = "assembly/minutes/1.json";
const english = (text: string) => inOneLanguage("en", text);
const twoThirds = { of: "delegations" as const, share: { numerator: 2, denominator: 3 } };
let congress: Congress;
let forger: Forger;

/** A congress of three delegations, in the room by badge, that votes once and closes its first sitting. */
async function sit(): Promise<void> {
  const { chair, credentials, delegations, edition, node } = congress;
  await giveSeats(congress, 1);
  const sent = [];
  for (const [index, delegation] of delegations.entries())
    sent.push(...(await accepted(congress, delegation, "delegate", [`Somebody ${index}`])));
  const [alternate] = await accepted(congress, delegations[0]!, "alternate", ["Somebody else"]);
  await withdrawDelegate(delegations[0]!.ctx, { delegateId: alternate!, reason: english("Ill") });
  const rules = { ...defaultRules, quorum: twoThirds };
  const organ = { edition, organ: "plenary", rules, languages: ["en"], decision: english("Decided") };
  await changeRules(chair.ctx, { ...organ, requestKey: newId() });
  await foundOrgan(chair.ctx, {
    edition,
    slug: "waters",
    kind: "working_table",
    name: english("Waters"),
    organizationId: node.organizationId,
    region: null,
    languages: ["en"],
    rules: defaultRules,
    cycleMonths: null,
    cycleFrom: null,
    requestKey: newId(),
  });
  const at = chair.ctx.now;
  await recordPresence(credentials.ctx, {
    edition,
    events: sent.map((delegateId) => ({ id: newId(), direction: "in", at, who: { delegateId } })),
  });
  const text = await openText(chair.ctx, edition, "Plan", "Seeds are kept in common.\n");
  const sitting = await planTestSitting(congress, ["Opening", "Plan", "Later"]);
  const { number, items } = sitting;
  const plan = {
    title: english("Morning"),
    startsAt: "2019-10-18T09:00",
    endsAt: "2019-10-18T14:00",
    zone: "America/Caracas",
    place: "The hall",
    languages: ["en"],
  };
  const { version: expectedVersion } = await sitting.read();
  await changePlan(chair.ctx, { edition, number, expectedVersion, ...plan });
  const conference = { kind: "url", address: "https://meet.example.org/x" } as const;
  await setConference(chair.ctx, { edition, number, conference });
  await sitting.act({ what: "opened" });
  await sitting.act({ what: "item_opened", itemId: items[0]! });
  await sitting.act({ what: "list_closed", itemId: items[0]! });
  await sitting.act({ what: "item_closed", itemId: items[0]! });
  await sitting.act({ what: "adjourned", until: null });
  await sitting.act({ what: "resumed" });
  await sitting.act({ what: "item_opened", itemId: items[1]! });
  await sitting.act({ what: "vote_opened", text, subject: { on: "whole", expectedVersion: 1 } });
  const rollCallId = (await sitting.read()).rollCallId ?? "";
  for (const { ctx, organizationId } of delegations)
    await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
  await sitting.act({ what: "vote_closed" });
  await sitting.act({ what: "item_postponed", itemId: items[2]!, reason: english("No time") });
  await sitting.act({ what: "item_closed", itemId: items[1]! });
  await sitting.act({ what: "closed" });
  const secretary = await personWithOffice(node, node.organizationId, "chair");
  const remark = { entry: 0, mode: "added" as const, words: english("In the rain.") };
  await writeRemark(secretary.ctx, { edition, number, ...remark, requestKey: newId() });
  await submitMinutes(chair.ctx, { edition, number, requestKey: newId() });
}

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  congress = await conveneNow(node, 3);
  await sit();
  await sealLog(node.shell);
  forger = await forgerOf(node, congress.edition, folder);
}, 60_000);

const after = (change: Change) => forger.after(change);
const first = firstOf;
const sitting = (archive: Unpacked, change: (sitting: Value) => void) =>
  editLines(archive, sittings, ([one]) => void change(one));

describe("the acts of an assembly", () => {
  it("are all followed", async () => {
    const verdict = await forger.asItIs();
    expect(verdict, JSON.stringify(verdict)).toMatchObject({
      ok: true,
      summary: { sittings: 1, notFollowed: {} },
    });
    expect(await after(() => {})).toMatchObject({ ok: true });
  });

  it("name nobody, and the hash of the minutes is that of their file", async () => {
    const { files } = await unpack(forger.real);
    for (const [path, bytes] of files) expect(bytes.toString("utf8"), path).not.toContain("Somebody");
    const sha256 = createHash("sha256")
      .update(files.get(minutes) ?? "")
      .digest("hex");
    expect(files.get("log/acts.jsonl")?.toString()).toContain(sha256);
    expect(files.get(sittings)?.toString()).not.toContain("meet.example.org");
  });

  it("tell a quorum that is not the organ's rule", async () => {
    const quorum = { ...twoThirds, share: { numerator: 1, denominator: 3 }, counted: "present_when_opened" };
    const verdict = await after((acts, archive) => {
      const path = [...archive.files.keys()].find((one) => one.endsWith("plan/roll-calls.jsonl")) ?? "";
      editLines(archive, path, ([rollCall]) => void (rollCall.rules.quorum = quorum));
      first(acts, "congress.text.vote_opened").record.rules.quorum = quorum;
    });
    expect(verdict).toMatchObject({ fault: "quorumRuleDiffers", facts: { organ: "plenary" } });
    // And rules that were decided only after the vote do not reach back.
    const later = await after((acts, archive) => {
      const changed = first(acts, "assembly.organ.rules_changed");
      changed.leaf.at = "2099-01-01T00:00:00.000Z";
      editLines(archive, "assembly/organs.jsonl", (organs) => {
        for (const { rules } of organs) if (rules[1]) rules[1].inForceFrom = changed.leaf.at;
      });
    });
    expect(later).toMatchObject({ fault: "quorumRuleDiffers" });
  });

  it("tell minutes with a changed fact, also where their hash was made right", async () => {
    const change = (facts: Value) => void (facts.entries[0].room.delegations = 2);
    const changed = await after((_acts, archive) => edit(archive, minutes, change));
    expect(changed).toMatchObject({ fault: "minutesDiffer", facts: { sitting: 1, member: "factsHash" } });
    const hashedAfter = (forge: (facts: Value) => void) => (acts: ForgedAct[], archive: Unpacked) => {
      edit(archive, minutes, forge);
      const bytes = (archive.files.get(minutes) as Buffer).subarray(0, -1);
      archive.files.set(minutes, bytes);
      const hash = createHash("sha256").update(bytes).digest("hex");
      first(acts, "assembly.minutes.drawn_up").record.factsHash = hash;
      first(acts, "assembly.minutes.submitted").record.factsHash = hash;
      sitting(archive, (one) => void (one.minutes.factsHash = hash));
    };
    const hashed = await after(hashedAfter(change));
    expect(hashed).toMatchObject({ fault: "minutesDiffer", facts: { sitting: 1, member: "opened.room" } });
    const voted = (facts: Value) => facts.entries.find(({ kind }: Value) => kind === "voted");
    const counted = await after(hashedAfter((facts) => void (voted(facts).tally.against += 1)));
    expect(counted).toMatchObject({ fault: "minutesDiffer", facts: { member: "voted.tally" } });
    const elsewhere = await after(hashedAfter((facts) => void (voted(facts).href += "0")));
    expect(elsewhere).toMatchObject({ fault: "minutesDiffer", facts: { member: "voted.tally" } });
  });

  it("tell a dropped event, from the archive or from the log as well", async () => {
    const missing = await after((_acts, archive) => sitting(archive, (one) => void one.events.splice(2, 1)));
    expect(missing).toMatchObject({ fault: "objectMissing", facts: { what: "event", which: "1" } });
    const resumed = await after((acts, archive) => {
      sitting(archive, (one) => {
        one.events = one.events.filter(({ type }: Value) => type !== "resumed");
      });
      return acts.filter(({ leaf }) => leaf.act !== "assembly.sitting.resumed");
    });
    expect(resumed).toMatchObject({
      fault: "sittingStepNotAllowed",
      facts: { sitting: 1, type: "assembly.sitting.item_opened", state: "adjourned" },
    });
    const called = await after((acts, archive) => {
      const item = first(acts, "assembly.sitting.item_opened");
      sitting(archive, (one) => void one.events.splice(1, 1));
      return acts.filter((act) => act !== item);
    });
    expect(called).toMatchObject({ fault: "sittingStepNotAllowed" });
  });

  it("tell a vote in no sitting, and two items that are open at once", async () => {
    const outside = await after((acts) => {
      const opened = first(acts, "congress.text.vote_opened");
      const planned = acts.findIndex(({ leaf }) => leaf.act === "assembly.sitting.opened");
      const moved = acts.filter((act) => act !== opened);
      moved.splice(planned, 0, opened);
      return moved;
    });
    expect(outside).toMatchObject({ fault: "voteOutsideSitting" });
    const two = await after((acts, archive) => {
      sitting(archive, (one) => {
        one.events = one.events.filter(
          ({ type }: Value, index: number) => !(type === "item_closed" && index < 5),
        );
      });
      const closed = first(acts, "assembly.sitting.item_closed");
      return acts.filter((act) => act !== closed);
    });
    expect(two).toMatchObject({
      fault: "sittingStepNotAllowed",
      facts: { type: "assembly.sitting.item_opened", state: "open" },
    });
  });

  it("tell more people than seats, other numbers than the log's, and an office that may not decide", async () => {
    const more = await after((acts) => void (first(acts, "assembly.delegates.nominated").record.number = 2));
    expect(more).toMatchObject({ fault: "seatsExceeded", facts: { sent: 2, seats: 1 } });
    const other = await after((_acts, archive) =>
      edit(archive, "assembly/delegates.json", ({ numbers }) => void (numbers[0].accepted += 1)),
    );
    expect(other).toMatchObject({ fault: "objectDiffers", facts: { what: "delegates" } });
    const decided = await after((acts) => {
      const { mandate } = first(acts, "congress.vote.cast").leaf;
      first(acts, "assembly.delegate.accepted").leaf.mandate = mandate;
    });
    expect(decided).toMatchObject({
      fault: "mandateWithoutCapability",
      facts: { capability: "assembly.credential" },
    });
  });

  it("tell an organ whose rules are not those that were decided, and a remark that nobody wrote", async () => {
    const rules = await after((_acts, archive) =>
      editLines(archive, "assembly/organs.jsonl", (organs) => {
        for (const { kind, rules: decided } of organs)
          if (kind === "plenary") decided[1].rules.speaking.seconds = 60;
      }),
    );
    expect(rules).toMatchObject({ fault: "objectDiffers", facts: { what: "organ", member: "rules" } });
    const remark = await after((_acts, archive) =>
      sitting(archive, ({ minutes: { remarks } }) => void remarks.push({ ...remarks[0], act: newId() })),
    );
    expect(remark).toMatchObject({ fault: "objectWithoutAct", facts: { what: "remark" } });
  });
});
