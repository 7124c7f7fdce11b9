// Acts beside the votes, in the archive of a node that forges its own log: reports of a region, support for motions, drafts
// written anew, and items of an agenda that were changed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeItem, conveneMeeting, defaultRules, foundOrgan } from "#assembly";
import { recordCommitment, reportOnRegion } from "#commitments";
import { importText, reviseText, submitMotion, supportMotion, withdrawAccreditation } from "#congress";
import { canonicalHash } from "#algorithms/transparency";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import {
  edit,
  editLines,
  type ForgedAct,
  json,
  type Unpacked,
  type Value,
} from "../../../test/support/archive.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { decide } from "../../../test/support/decided.ts";
import { firstOf, type Forger, forgerOf } from "../../../test/support/forging.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";

const folder = mkdtempSync(join(tmpdir(), "cumbe-forged-acts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const english = (text: string) => inOneLanguage("en", text);

describe("what a regional meeting reports", () => {
  const test = useDatabase();
  const REPORTED = "commitments.region.reported";
  const file = "regional-reports.jsonl";
  let forger: Forger;

  beforeAll(async () => {
    const { chair, commission, node, points, responsible } = await decide(await foundTestNode(test.db));
    const commitment = (title: string) =>
      recordCommitment(commission.ctx, {
        requestKey: newId(),
        decisionPointId: points[0]?.id ?? "",
        commissionId: node.organizationId,
        responsibleId: responsible.organizationId,
        title: english(title),
        region: "005",
        dueOn: "2090-01-01",
      });
    const [seeds, water] = [await commitment("Seeds"), await commitment("Water")];
    await foundOrgan(chair.ctx, {
      edition: null,
      slug: "south",
      kind: "regional_meeting",
      name: english("South"),
      organizationId: node.organizationId,
      region: "005",
      languages: ["es"],
      rules: defaultRules,
      cycleMonths: null,
      cycleFrom: null,
      requestKey: newId(),
    });
    const edition = "south-2020";
    await conveneMeeting(chair.ctx, {
      organ: "south",
      slug: edition,
      title: english("South 2020"),
      hostCity: "Quito",
      zone: "America/Guayaquil",
      country: "EC",
      startsOn: "2020-05-01",
      endsOn: "2020-05-02",
      called: "all_affiliated",
      requestKey: newId(),
    });
    const report = { edition, body: english("We met"), requestKey: newId() };
    // As they were written, not in the order of their numbers.
    const notes = [water, seeds].map((number) => ({ number, body: english(`On ${number}`) }));
    await reportOnRegion(chair.ctx, { ...report, notes });
    await reportOnRegion(chair.ctx, { ...report, requestKey: newId(), notes: [] });
    forger = await forgerOf(node, edition, folder);
  }, 60_000);

  it("is followed", async () => {
    expect(await forger.after(() => {})).toMatchObject({ ok: true, summary: { notFollowed: {} } });
  });

  it.each<[string, (report: Value) => void, string]>([
    ["other words", (report) => void (report.body.texts.en = "We did not meet"), "body"],
    ["another note", (report) => void (report.notes[0].body.texts.en = "Nothing"), "notes"],
    ["a note left out", (report) => void report.notes.pop(), "notes"],
    ["another region", (report) => void (report.region = "150"), "region"],
  ])("is told with %s", async (_name, change, member) => {
    const verdict = await forger.after((_acts, archive) =>
      editLines(archive, file, ([report]) => change(report)),
    );
    expect(verdict).toMatchObject({ fault: "objectDiffers", facts: { what: "regionalReport", member } });
  });

  it("is told where it is missing, made up, on two regions, or by somebody who does not preside", async () => {
    const missing = await forger.after((_acts, archive) => editLines(archive, file, (all) => all.slice(1)));
    expect(missing).toMatchObject({ fault: "objectMissing", facts: { what: "regionalReport" } });
    const madeUp = await forger.after((acts) => acts.filter((act) => act !== firstOf(acts, REPORTED)));
    expect(madeUp).toMatchObject({ fault: "objectWithoutAct", facts: { what: "regionalReport" } });
    const regions = await forger.after((acts, archive) => {
      editLines(archive, file, ([report]) => void (report.region = "150"));
      firstOf(acts, REPORTED).record.region = "150";
    });
    expect(regions).toMatchObject({ fault: "orderBroken", facts: { type: REPORTED } });
    const office = await forger.after((acts, archive) => {
      const before = { value: [] as string[] };
      edit(archive, "mandates.json", ({ offices }) => {
        const chair = offices.find(({ key }: Value) => key === "chair");
        before.value = chair.capabilities;
        chair.capabilities = [];
      });
      const { leaf } = firstOf(acts, REPORTED);
      const mandate = firstOf(acts, "node.founded").record.mandate;
      const define = {
        ...leaf,
        act: "confederation.office.defined",
        id: newId(),
        mandate,
        subject: "/organizations",
      };
      const record = { office: "chair", before: before.value, capabilities: [], salt: "" };
      acts.splice(acts.indexOf(firstOf(acts, REPORTED)), 0, { leaf: define, record });
    });
    expect(office).toMatchObject({
      fault: "mandateWithoutCapability",
      facts: { type: REPORTED, capability: "congress.preside" },
    });
  });
});

describe("motions, drafts and agendas", () => {
  const test = useDatabase();
  const edition = "congress-2019";
  let assembly: Assembly;
  let forger: Forger;
  const SUPPORTED = "congress.motion.supported";
  const ADMITTED = "congress.motion.admitted";

  beforeAll(async () => {
    assembly = await conveneAssembly(await foundTestNode(test.db), 5);
    const { chair, delegations, node } = assembly;
    const [proposer, ...others] = delegations as [Assembly["delegations"][number]];
    const motion = await submitMotion(proposer.ctx, {
      edition,
      kind: "resolution",
      title: english("Water"),
      reason: english("It is scarce"),
      language: "en",
      words: "Water is shared.",
      organizationId: proposer.organizationId,
      requestKey: newId(),
    });
    for (const { ctx, organizationId } of (others as Assembly["delegations"]).slice(0, 3))
      await supportMotion(ctx, { edition, motion, organizationId });
    await withdrawAccreditation(chair.ctx, {
      edition,
      organizationId: delegations[3]!.organizationId,
      reason: english("It has left"),
    });
    const write = (words: string) => ({ bytes: Buffer.from(words), format: "markdown" as const });
    const { text } = await importText(chair.ctx, {
      edition,
      title: english("Draft"),
      language: "en",
      requestKey: newId(),
      ...write("Seeds are kept in common by all.\n\nWater is shared.\n"),
    });
    const anew = write("Seeds are kept in common by most.\n\nWater is shared.\n\nBread is baked.\n");
    await reviseText(chair.ctx, { edition, text, expectedVersion: 1, ...anew });
    const sitting = await planTestSitting(assembly, ["Opening"]);
    const { version: expectedVersion } = await sitting.read();
    const itemId = sitting.items[0] ?? "";
    await changeItem(chair.ctx, {
      edition,
      number: sitting.number,
      itemId,
      expectedVersion,
      title: english("Opening, with songs"),
      kind: "report",
      plannedMinutes: 20,
      takenAway: [],
      documents: [],
    });
    forger = await forgerOf(node, edition, folder);
  }, 60_000);

  it("are followed", async () => {
    expect(await forger.after(() => {})).toMatchObject({ ok: true, summary: { notFollowed: {} } });
  });

  it("a supporter who is not accredited is told", async () => {
    const verdict = await forger.after((acts) => {
      const withdrawn = firstOf(acts, "congress.delegation.accreditation_withdrawn");
      const rest = acts.filter((act) => act !== withdrawn);
      rest.splice(rest.indexOf(firstOf(rest, SUPPORTED)), 0, withdrawn);
      return rest;
    });
    expect(verdict).toMatchObject({
      fault: "supporterNotAccredited",
      facts: { number: 1, organization: assembly.delegations[3]?.slug },
    });
  });

  it("a motion that was not admitted at once, or by another act than the support that made it enough, is told", async () => {
    const later = await forger.after((acts) => {
      firstOf(acts, ADMITTED).leaf.at = "2099-01-01T00:00:00.000Z";
    });
    const due = { fault: "admissionMissing", facts: { number: 1, supporters: 3, needed: 3 } };
    expect(later).toMatchObject(due);
    const other = await forger.after((acts) => {
      firstOf(acts, ADMITTED).leaf.mandate = assembly.delegations[0]?.mandateId;
    });
    expect(other).toMatchObject(due);
    const byChair = await forger.after((acts) => {
      const { leaf, record } = firstOf(acts, ADMITTED);
      leaf.mandate = assembly.chair.mandateId;
      record.by = "chair";
    });
    expect(byChair).toMatchObject(due);
    // Taken back by its proposer while it had its support: as if that had come too late.
    const withdrawn = await forger.after((acts) => {
      const { leaf, record } = firstOf(acts, ADMITTED);
      leaf.act = "congress.motion.withdrawn";
      leaf.mandate = firstOf(acts, "congress.motion.submitted").leaf.mandate;
      record.organization = assembly.delegations[0]?.organizationId;
    });
    expect(withdrawn).toMatchObject(due);
  });

  const rewrite = (acts: ForgedAct[], archive: Unpacked, change: (paragraphs: Value[]) => void) => {
    const path = "texts/draft/versions/2.json";
    const value = JSON.parse(archive.files.get(path)?.toString("utf8") ?? "");
    change(value.paragraphs);
    archive.files.set(path, json(value).subarray(0, -1));
    const hash = Buffer.from(canonicalHash(value)).toString("hex");
    edit(archive, "texts/draft/text.json", ({ versions }) => void (versions[1].contentHash = hash));
    firstOf(acts, "congress.text.revised").record.versionHash = hash;
  };

  it("a paragraph whose words stand under another id is told, and an id that stands over other words", async () => {
    const renamed = await forger.after((acts, archive) =>
      rewrite(acts, archive, (paragraphs) => void (paragraphs[1].id = newId())),
    );
    expect(renamed).toMatchObject({
      fault: "paragraphNotKept",
      facts: { text: "draft", version: 2, words: "Water is shared." },
    });
    const taken = await forger.after((acts, archive) =>
      rewrite(acts, archive, (paragraphs) => {
        [paragraphs[0].id, paragraphs[2].id] = [paragraphs[2].id, paragraphs[0].id];
      }),
    );
    expect(taken).toMatchObject({ fault: "paragraphNotKept", facts: { words: "Bread is baked." } });
  });

  it("an item that is not what it was changed to, or was changed once it was not waiting any more, is told", async () => {
    const sittings = "assembly/sittings.jsonl";
    const said = await forger.after((_acts, archive) =>
      editLines(archive, sittings, ([sitting]) => void (sitting.items[0].title.texts.en = "Opening")),
    );
    expect(said).toMatchObject({ fault: "objectDiffers", facts: { what: "item", member: "title" } });
    const place = await forger.after((acts) => {
      firstOf(acts, "assembly.sitting.item_changed").record.position = 2;
    });
    expect(place).toMatchObject({ fault: "sittingStepNotAllowed" });
    const office = await forger.after((acts) => {
      firstOf(acts, "assembly.sitting.item_changed").leaf.mandate = assembly.delegations[0]?.mandateId;
    });
    expect(office).toMatchObject({ fault: "mandateWithoutCapability" });
  });
});
