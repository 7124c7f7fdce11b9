// Amendments that moved, were amended or ended without a vote: what became of each is followed in the archive of a real
// congress, and told where it does not follow.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalHash } from "#algorithms/transparency";
import { structuralFaults } from "../../../test/support/akoma-ntoso.ts";
import {
  edit,
  editLines,
  type ForgedAct,
  json,
  type Unpacked,
  unpack,
  type Value,
} from "../../../test/support/archive.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Forger, forgerOf } from "../../../test/support/forging.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { holdMovingCongress, movingEdition, movingText } from "../../../test/support/moving-congress.ts";
import { parseXml } from "../../../test/support/xml.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-archive-moving-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const of = (name: string) => `texts/${movingText}/${name}`;
let node: TestNode;
let forger: Forger;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  await holdMovingCongress(node);
  forger = await forgerOf(node, movingEdition, folder);
}, 60_000);

const after = (change: (archive: Unpacked, acts: ForgedAct[]) => ForgedAct[] | void) =>
  forger.after((acts, archive) => change(archive, acts));

const standings = (archive: Unpacked, change: (values: Value[]) => Value[] | void) =>
  editLines(archive, of("standings.jsonl"), change);

describe("amendments that meet", () => {
  it("are all followed", async () => {
    const { files } = await unpack(forger.real);
    const states = (files.get(of("amendments.jsonl")) ?? "")
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).state);
    expect(states).toEqual([
      "incorporated",
      "incorporated",
      "incorporated",
      "superseded",
      "incorporated",
      "rejected",
      "taken_up",
      "taken_up",
      "rejected",
    ]);
    const outcomes = (files.get(of("standings.jsonl")) ?? "")
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).outcome);
    expect(new Set(outcomes)).toEqual(new Set(["moved", "unchanged", "rewritten"]));
    expect(await forger.asItIs()).toMatchObject({
      ok: true,
      summary: { amendments: 9, versions: 9, notFollowed: {} },
    });
    expect(await after(() => {})).toMatchObject({ ok: true });
  });

  it("are in documents of the structure that the standard gives", async () => {
    const { files } = await unpack(forger.real);
    for (const [path, bytes] of files)
      if (path.endsWith(".xml")) expect(structuralFaults(parseXml(bytes.toString("utf8"))), path).toEqual([]);
  });

  it("are told where one was carried over to say something else", async () => {
    const verdict = await after((archive) =>
      standings(archive, (all) => {
        const moved = all.find(({ amendment, outcome }) => amendment === 3 && outcome === "moved");
        const [edit] = moved.operations[0].edits;
        moved.operations[0].text = moved.operations[0].text.replace(edit.text, "after");
        edit.text = "after";
      }),
    );
    expect(verdict).toMatchObject({ fault: "amendmentNotAsProposed", facts: { number: 3 } });
  });

  it("are told where the words that one gives are not those of its changes", async () => {
    const verdict = await after((archive) =>
      standings(archive, (all) => {
        const moved = all.find(({ outcome }) => outcome === "moved");
        moved.operations[0].text += " And more.";
      }),
    );
    expect(verdict).toMatchObject({ fault: "amendmentNotAsProposed" });
  });

  it("are told where one took up more than was adopted", async () => {
    const verdict = await after((archive) =>
      standings(archive, (all) => {
        const rewritten = all.find(({ outcome }) => outcome === "rewritten");
        rewritten.operations[0].paragraphs[0].text = "Each house is opened by the chair.";
      }),
    );
    expect(verdict).toMatchObject({ fault: "amendmentNotAsProposed", facts: { number: 5 } });
  });

  it("are told where one fell that stood, or a step was left out", async () => {
    const fell = await after((archive, acts) => {
      const carried = acts.find(({ leaf }) => leaf.act === "congress.text.amendments_carried_over");
      const facts = {};
      const reason = "paragraphChangedMeanwhile";
      if (carried) {
        carried.record.unchanged = carried.record.unchanged.filter((one: number) => one !== 6);
        carried.record.fallen = [{ number: 6, reason, facts }];
      }
      standings(archive, (all) => void (all.find(({ amendment }) => amendment === 6).outcome = "fallen"));
      editLines(
        archive,
        of("amendments.jsonl"),
        (all) => void Object.assign(all[5], { obstacle: reason, obstacleFacts: facts }),
      );
    });
    expect(fell).toMatchObject({ fault: "amendmentStillApplies", facts: { number: 6 } });
    const dropped = await after((archive) => standings(archive, (all) => all.slice(1)));
    expect(dropped).toMatchObject({
      fault: expect.stringMatching(/objectMissing|amendmentNoLongerApplies|objectDiffers/),
    });
    const extra = await after((archive) =>
      standings(archive, (all) => [
        ...all,
        { ...all[0], act: all[0].act.replace(/.$/, "0").replace(/^./, "f") },
      ]),
    );
    expect(extra).toMatchObject({ ok: false });
  });

  it("are told where the chair settled one against an amendment that was not adopted", async () => {
    const verdict = await after((archive, acts) => {
      const settled = acts.find(({ leaf }) => leaf.act === "congress.amendment.superseded");
      if (settled) settled.record.facts.number = 6;
      editLines(archive, of("amendments.jsonl"), (all) => void (all[3].obstacleFacts.number = 6));
    });
    expect(verdict).toMatchObject({ fault: "orderBroken", facts: { type: "congress.amendment.superseded" } });
  });

  it("are told where a motion has other words, or was admitted by fewer than it needed", async () => {
    expect(await forger.asItIs()).toMatchObject({ summary: { motions: 4, texts: 4, signatures: 3 } });
    const motions = (archive: Unpacked, change: (all: Value[]) => Value[] | void) =>
      editLines(archive, "motions.jsonl", change);
    const words = await after((archive) =>
      motions(archive, ([first]) => void (first.paragraphs[0].text = "The assembly asks nothing.")),
    );
    expect(words).toMatchObject({ fault: "motionDiffers", facts: { number: 1 } });
    const fewer = await after((archive, acts) => {
      const [support] = acts.filter(({ leaf }) => leaf.act === "congress.motion.supported");
      motions(archive, ([first]) => {
        first.supports = first.supports.filter((one: Value) => one.act !== support?.leaf.id);
      });
      return acts.filter((act) => act !== support);
    });
    expect(fewer).toMatchObject({ fault: "supportDiffers", facts: { supporters: 1, needed: 2 } });
    const ruling = await after((archive) =>
      motions(archive, (all) => void (all[1].ruling.texts.en = "The chair wished so")),
    );
    expect(ruling).toMatchObject({ fault: "motionDiffers", facts: { number: 2 } });
    const state = await after((archive) => motions(archive, (all) => void (all[2].state = "submitted")));
    expect(state).toMatchObject({ fault: "stateDiffers", facts: { what: "motion" } });
    const gone = await after((archive) => motions(archive, (all) => all.slice(0, 3)));
    expect(gone).toMatchObject({ fault: "objectMissing", facts: { what: "motion", which: "4" } });
    const rules = await after((archive) =>
      editLines(archive, "motion-rules.jsonl", ([rule]) => void (rule.percent = 0)),
    );
    expect(rules).toMatchObject({ fault: "objectDiffers", facts: { what: "motionRule", member: "percent" } });
  });

  it("are told where a language that was to be authentic was changed, or the words beside it", async () => {
    const fixed = (change: (content: Value) => void) =>
      after((archive, acts) => {
        const path = "texts/greeting/versions/2.json";
        const content = JSON.parse(archive.files.get(path)?.toString("utf8") ?? "");
        change(content);
        archive.files.set(path, json(content).subarray(0, -1));
        const hash = Buffer.from(canonicalHash(content)).toString("hex");
        edit(archive, "texts/greeting/text.json", ({ versions }) => void (versions[1].contentHash = hash));
        for (const { leaf, record } of acts)
          if (leaf.act === "congress.text.languages_fixed") record.versionHash = hash;
      });
    expect(await fixed((content) => void (content.paragraphs[0].text = "We greet nobody."))).toMatchObject({
      fault: "versionDiffers",
      facts: { text: "greeting", version: 2 },
    });
    expect(await fixed((content) => void content.authentic[0].paragraphs.pop())).toMatchObject({
      fault: "versionDiffers",
    });
    const declared = await after((archive) =>
      edit(archive, "texts/greeting/text.json", (text) => void (text.authentic = [])),
    );
    expect(declared).toMatchObject({ fault: "stateDiffers" });
  });

  it("are told where a text stood before its last reading", async () => {
    const verdict = await after((archive, acts) => {
      const set = acts.find(({ leaf }) => leaf.act === "congress.text.readings_set");
      if (set) set.record.readings = 3;
      edit(archive, "texts/greeting/text.json", ({ reading }) => void (reading.readings = 3));
    });
    expect(verdict).toMatchObject({ fault: "readingDiffers", facts: { text: "greeting", version: 2 } });
    const early = await after((archive, acts) => {
      const set = acts.find(({ leaf }) => leaf.act === "congress.text.readings_set");
      if (set) set.record.daysBetween = 1;
      edit(archive, "texts/greeting/text.json", ({ reading }) => void (reading.daysBetween = 1));
    });
    expect(early).toMatchObject({ fault: "readingDiffers" });
    const said = await after((archive) =>
      edit(archive, "texts/greeting/text.json", ({ reading }) => void (reading.readings = 1)),
    );
    expect(said).toMatchObject({ fault: "readingDiffers" });
  });

  it("are told where a text that was put together is not what it was put together from", async () => {
    const verdict = await after((archive, acts) => {
      const path = "texts/all-together/versions/1.json";
      const content = JSON.parse(archive.files.get(path)?.toString("utf8") ?? "");
      content.paragraphs[0].text = "We greet nobody.";
      archive.files.set(path, json(content).subarray(0, -1));
      const hash = Buffer.from(canonicalHash(content)).toString("hex");
      edit(archive, "texts/all-together/text.json", ({ versions }) => void (versions[0].contentHash = hash));
      for (const { leaf, record } of acts)
        if (leaf.act === "congress.text.composed") record.versionHash = hash;
    });
    expect(verdict).toMatchObject({ fault: "versionDiffers", facts: { text: "all-together", version: 1 } });
  });

  it("are told where another order of votes was set", async () => {
    const verdict = await after((archive) =>
      editLines(archive, of("voting-orders.jsonl"), ([order]) => void (order.numbers = [1])),
    );
    expect(verdict).toMatchObject({ fault: "objectDiffers", facts: { what: "votingOrder" } });
  });

  it.each([null, { alternatives: "furthest_first", afterAdoption: "each_is_put" }])(
    "are told where other rules of the vote were set",
    async (rules) => {
      const verdict = await after((archive) =>
        editLines(archive, of("voting-orders.jsonl"), ([order]) => void (order.rules = rules)),
      );
      expect(verdict).toMatchObject({ fault: "objectDiffers", facts: { what: "votingOrder" } });
    },
  );
});
