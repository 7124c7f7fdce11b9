// The cycle by its pages: regions, their reports, and what they ask of the congress.
import { beforeAll, describe, expect, it } from "vitest";
import { conveneMeeting, defaultRules, foundOrgan, planSitting } from "#assembly";
import {
  accreditDelegation,
  castVote,
  closeVote,
  findTextView,
  markDecisionPoints,
  openVote,
} from "#congress";
import { recordCommitment } from "#commitments";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { decide, type Decided } from "../../../test/support/decided.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

const test = useDatabase();
let decided: Decided;
let chair: Reader;
let visitor: Reader;
const edition = "south-2020";
const page = async (reader: Reader, path: string) => (await reader.get(path)).text();

/** The meeting adopts a text with one point. */
async function decideAtMeeting(): Promise<void> {
  const { chair: presiding, delegations, node } = decided;
  const text = await openText(presiding.ctx, edition, "Plan", "Plan\n\nWe want:\n\n1. A school in Quito.\n");
  for (const { organizationId } of delegations)
    await accreditDelegation(presiding.ctx, { edition, organizationId });
  const subject = { on: "whole" as const, expectedVersion: 1 };
  const rollCallId = await openVote(presiding.ctx, { edition, text, subject });
  for (const { ctx, organizationId } of delegations)
    await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
  await closeVote(presiding.ctx, { rollCallId });
  const view = await findTextView(node.shell.db, edition, text);
  const paragraphIds = (view?.version.body ?? []).filter(({ kind }) => kind === "item").map(({ id }) => id);
  await markDecisionPoints(presiding.ctx, { edition, text, paragraphIds });
}

const meet = (slug: string) =>
  conveneMeeting(decided.chair.ctx, {
    organ: "south",
    slug,
    title: inOneLanguage("en", "Meeting in Quito"),
    hostCity: "Quito",
    zone: "America/Guayaquil",
    country: "EC",
    startsOn: "2020-05-01",
    endsOn: "2020-05-02",
    called: "all_affiliated",
    requestKey: newId(),
  });

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  decided = await decide(node);
  await foundOrgan(decided.chair.ctx, {
    edition: null,
    slug: "south",
    kind: "regional_meeting",
    name: inOneLanguage("en", "Southern meeting"),
    organizationId: node.organizationId,
    region: "005",
    languages: ["es"],
    rules: defaultRules,
    cycleMonths: 12,
    cycleFrom: "2019-10-20",
    requestKey: newId(),
  });
  await meet(edition);
  await recordCommitment(decided.commission.ctx, {
    requestKey: newId(),
    decisionPointId: decided.points[0]?.id ?? "",
    commissionId: node.organizationId,
    responsibleId: decided.responsible.organizationId,
    title: inOneLanguage("en", "Seed banks"),
    region: "005",
    dueOn: "2020-01-01",
  });
  await decideAtMeeting();
  const { as } = createTestApp(node.shell);
  chair = await readerOf(test.db, as, decided.chair);
  visitor = as();
});

describe("a regional meeting", () => {
  it("reports by form on its commitments; what was typed stays when it is refused", async () => {
    const path = `/congress/${edition}/report/new`;
    expect(await page(chair, path)).toContain("Seed banks");
    const form = { body: "", language: "en", "note-1": "Two banks are open", requestKey: newId() };
    const empty = await chair.post(path, form);
    expect(empty.status).toBe(422);
    expect(await empty.text()).toMatch(/id="r-body">[\s\S]*Two banks are open/u);
    const done = await chair.post(path, { ...form, body: "We went on." });
    expect(done.headers.get("location")).toBe(`/congress/${edition}/report`);
    expect(await page(visitor, `/congress/${edition}/report`)).toMatch(
      /We went on\.[\s\S]*Two banks are open/u,
    );
    expect((await visitor.get(`/congress/${decided.edition}/report`)).status).toBe(404);
  });

  it("asks the congress, which puts it on its agenda", async () => {
    const path = `/congress/${edition}/requests`;
    const id = /name="decisionPointId" value="([^"]+)"/u.exec(await page(chair, path))?.[1] ?? "";
    const form = {
      decisionPointId: id,
      wish: "A school in each region",
      language: "en",
      requestKey: newId(),
    };
    expect((await chair.post(path, form)).headers.get("location")).toBe(path);
    const again = await chair.post(path, { ...form, requestKey: newId() });
    expect(again.status).toBe(409);
    const ofCongress = `/congress/${decided.edition}/requests`;
    const waiting = await page(chair, ofCongress);
    expect(waiting).toMatch(/A school in each region[\s\S]*waiting/u);
    const requestId = /name="requestId" value="([^"]+)"/u.exec(waiting)?.[1] ?? "";
    const sitting = await planSitting(decided.chair.ctx, {
      edition: decided.edition,
      title: inOneLanguage("en", "Closing sitting"),
      startsAt: "2019-10-20T09:00",
      endsAt: "2019-10-20T12:00",
      zone: "UTC",
      place: null,
      languages: ["es"],
      requestKey: newId(),
    });
    expect(await page(chair, ofCongress)).toContain("Closing sitting");
    const nowhere = await chair.post(`${ofCongress}/take-up`, { requestId, sitting: "99" });
    expect(nowhere.status).toBe(404);
    expect(await page(visitor, ofCongress)).not.toContain("on the agenda<");
    const inSitting = `/congress/${decided.edition}/sittings/${sitting}`;
    await chair.post(`${ofCongress}/take-up`, { requestId, sitting: "" });
    expect(await page(visitor, ofCongress)).not.toContain(inSitting);
    // Taken up, it still waits for a sitting.
    await chair.post(`${ofCongress}/take-up`, { requestId, sitting: String(sitting) });
    const agenda = await page(visitor, inSitting);
    expect(agenda).toContain("A school in each region");
    expect(agenda).toContain(`Asked by: <a href="${path}#${requestId}">Meeting in Quito</a>`);
    for (const at of [path, ofCongress])
      expect(await page(visitor, at)).toMatch(
        new RegExp(`id="${requestId}"[^]*href="${inSitting}">Item 1: Closing sitting</a>`, "u"),
      );
    expect(await page(chair, ofCongress)).not.toContain(requestId + '"/><p><label');
    expect(await page(visitor, ofCongress)).toContain("on the agenda");
    expect(await page(visitor, path)).toContain("on the agenda");
  });

  it("leads to its text where it has no point left to ask from", async () => {
    const text = `/congress/${edition}/texts/plan`;
    const asked = await page(chair, `/congress/${edition}/requests`);
    expect(asked).toContain("There are no more decision points to ask from.");
    expect(asked).toContain(`href="${text}/decision-points"`);
    expect(await page(visitor, `/congress/${edition}/requests`)).not.toContain("decision-points");
    const other = "meeting-without-points";
    await meet(other);
    const path = `/congress/${other}/requests`;
    expect(await page(chair, path)).toContain(`href="/congress/${other}/texts/import"`);
    await openText(decided.chair.ctx, other, "Draft", "We want a school.\n");
    const open = await page(chair, path);
    expect(open).toContain(`<a href="/congress/${other}/texts/draft">Draft</a>`);
    expect(open).toContain(`href="/congress/${other}/texts/draft/act"`);
    expect(open).not.toContain("decision-points");
  });
});

it("shows the cycle, and what is overdue also on the board", async () => {
  const cycle = await page(visitor, "/commitments/cycle?back=3");
  expect(cycle).toMatch(/South America[\s\S]*met on May 1, 2020|South America[\s\S]*Quito/u);
  expect(await page(visitor, "/commitments/cycle")).toContain("overdue");
  expect(await page(visitor, "/commitments")).toMatch(/overdue<\/span> Southern meeting/u);
  expect(await page(visitor, `/congress/${edition}`)).toContain("Southern meeting");
});
