// Where power came from, in the archive of a node that forges its own log: who gave a mandate, took one back, or changed what
// an office may do has to have been able to.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { edit, type ForgedAct, type Unpacked, type Value } from "../../../test/support/archive.ts";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { firstOf, type Forger, forgerOf } from "../../../test/support/forging.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { castVote, openVote } from "#congress";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-forged-mandates-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const GRANTED = "confederation.mandate.granted";
const RECALLED = "confederation.mandate.recalled";
let assembly: Assembly;
let forger: Forger;

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 3);
  const { chair, delegations, edition, node } = assembly;
  const text = await openText(chair.ctx, edition, "Plan", "Water is shared.\n");
  const rollCallId = await openVote(chair.ctx, {
    edition,
    text,
    subject: { on: "whole", expectedVersion: 1 },
  });
  for (const { ctx, organizationId } of delegations)
    await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
  forger = await forgerOf(node, edition, folder);
}, 60_000);

const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];
const grantOf = (acts: ForgedAct[], id: string) => firstOf(acts, GRANTED, ({ mandate }) => mandate === id);

/** A mandate of the first delegation's organisation that may give others there, given before all others. */
function giver(acts: ForgedAct[], archive: Unpacked, change: Value = {}): { id: string; grant: ForgedAct } {
  const id = newId();
  const model = grantOf(acts, delegation(0).mandateId);
  const record = { ...model.record, mandate: id, office: "operator", ...change };
  const grant = { leaf: { ...model.leaf, id: newId() }, record };
  // Behind the founding, under the operator's mandate, as all of these are.
  acts.splice(acts.indexOf(firstOf(acts, "node.founded")) + 1, 0, grant);
  edit(archive, "mandates.json", ({ mandates }) => {
    const { office, covers, startsAt, endsAt } = record;
    mandates.push({ id, organization: delegation(0).organizationId, office, covers, startsAt, endsAt });
    mandates.sort((one: Value, other: Value) => (one.id < other.id ? -1 : 1));
  });
  return { id, grant };
}

/** Says the same of a mandate in its grant and in the archive. */
function restate(acts: ForgedAct[], archive: Unpacked, id: string, change: Value): void {
  Object.assign(grantOf(acts, id).record, change);
  edit(
    archive,
    "mandates.json",
    ({ mandates }) =>
      void Object.assign(
        mandates.find((one: Value) => one.id === id),
        change,
      ),
  );
}

describe("the giver of a mandate", () => {
  it("may be another than the operator, for the own organisation", async () => {
    const verdict = await forger.after((acts, archive) => {
      grantOf(acts, delegation(0).mandateId).leaf.mandate = giver(acts, archive).id;
    });
    expect(verdict).toMatchObject({ ok: true });
  });

  it("is told where the office does not allow it", async () => {
    const verdict = await forger.after((acts) => {
      grantOf(acts, delegation(1).mandateId).leaf.mandate = assembly.chair.mandateId;
    });
    expect(verdict).toMatchObject({
      fault: "mandateWithoutCapability",
      facts: { type: GRANTED, capability: "mandate.grant", office: "chair" },
    });
  });

  it("is told for another organisation, for more reach than their own, and for who runs the node", async () => {
    const elsewhere = await forger.after((acts, archive) => {
      grantOf(acts, delegation(1).mandateId).leaf.mandate = giver(acts, archive).id;
    });
    expect(elsewhere).toMatchObject({
      fault: "mandateOutOfReach",
      facts: { type: GRANTED, organization: delegation(0).slug, acted: delegation(1).slug },
    });
    for (const change of [{ covers: "organization_and_below" }, { office: "operator" }]) {
      const more = await forger.after((acts, archive) => {
        grantOf(acts, delegation(0).mandateId).leaf.mandate = giver(acts, archive).id;
        restate(acts, archive, delegation(0).mandateId, change);
      });
      expect(more).toMatchObject({ fault: "mandateOutOfReach", facts: { type: GRANTED, acted: "none" } });
    }
  });

  it.each([
    [
      "had ended",
      { startsAt: "2001-01-01T00:00:00.000Z", endsAt: "2001-01-02T00:00:00.000Z" },
      "mandateExpired",
    ],
    ["had not begun", { startsAt: "2099-01-01T00:00:00.000Z" }, "mandateNotYetInForce"],
  ])("is told where their own mandate %s", async (_name, term, fault) => {
    const verdict = await forger.after((acts, archive) => {
      grantOf(acts, delegation(0).mandateId).leaf.mandate = giver(acts, archive, term).id;
    });
    expect(verdict).toMatchObject({ fault, facts: { type: GRANTED } });
  });

  it("is told where their own was recalled, given later, or is left out", async () => {
    const recalled = await forger.after((acts, archive) => {
      const { id, grant } = giver(acts, archive);
      const recall = {
        leaf: { ...grant.leaf, act: RECALLED, id: newId() },
        record: { mandate: id, office: "operator", salt: "" },
      };
      acts.splice(acts.indexOf(grant) + 1, 0, recall);
      grantOf(acts, delegation(0).mandateId).leaf.mandate = id;
    });
    expect(recalled).toMatchObject({ fault: "mandateRecalled", facts: { type: GRANTED } });
    const later = await forger.after((acts, archive) => {
      const { id, grant } = giver(acts, archive);
      grantOf(acts, delegation(0).mandateId).leaf.mandate = id;
      return [...acts.filter((act) => act !== grant), grant];
    });
    expect(later).toMatchObject({ fault: "mandateNotGranted", facts: { type: GRANTED } });
    const unknown = await forger.after((acts) => {
      grantOf(acts, delegation(0).mandateId).leaf.mandate = newId();
    });
    expect(unknown).toMatchObject({ fault: "mandateUnknown", facts: { type: GRANTED } });
  });

  it("of somebody who is sent may be a credentials commission, whatever its organisation", async () => {
    const sent = (office: string) =>
      forger.after((acts, archive) => {
        const { id } = giver(acts, archive, { office });
        grantOf(acts, delegation(1).mandateId).leaf.mandate = id;
        restate(acts, archive, delegation(1).mandateId, { office: "delegate" });
      });
    // It was given; but whoever is sent does not vote for their organisation.
    expect(await sent("credentials")).toMatchObject({
      fault: "mandateWithoutCapability",
      facts: { type: "congress.vote.cast", office: "delegate" },
    });
    expect(await sent("treasurer")).toMatchObject({
      fault: "mandateWithoutCapability",
      facts: { type: GRANTED, office: "treasurer" },
    });
  });
});

describe("whoever takes a mandate back", () => {
  const recall = (acts: ForgedAct[], id: string, under: string) => {
    const { leaf } = grantOf(acts, id);
    acts.push({
      leaf: { ...leaf, act: RECALLED, id: newId(), mandate: under },
      record: { mandate: id, office: "spokesperson", salt: "" },
    });
  };

  it("is told where they may not, and for another organisation", async () => {
    const [own, other] = [delegation(0).mandateId, delegation(1).mandateId];
    const office = await forger.after((acts) => recall(acts, other, assembly.chair.mandateId));
    expect(office).toMatchObject({
      fault: "mandateWithoutCapability",
      facts: { type: RECALLED, capability: "mandate.recall" },
    });
    const elsewhere = await forger.after((acts, archive) => recall(acts, other, giver(acts, archive).id));
    expect(elsewhere).toMatchObject({ fault: "mandateOutOfReach", facts: { type: RECALLED } });
    const theirs = await forger.after((acts, archive) => recall(acts, own, giver(acts, archive).id));
    expect(theirs).toMatchObject({ ok: true });
  });

  it("does so once", async () => {
    const verdict = await forger.after((acts, archive) => {
      const { id } = giver(acts, archive);
      recall(acts, delegation(0).mandateId, id);
      recall(acts, delegation(0).mandateId, id);
    });
    expect(verdict).toMatchObject({ fault: "orderBroken", facts: { type: RECALLED } });
  });
});

it("what an office may do is changed by nobody but who runs the node", async () => {
  const define = (under: (acts: ForgedAct[]) => string) =>
    forger.after((acts, archive) => {
      let before: string[] = [];
      edit(archive, "mandates.json", ({ offices }) => {
        const chair = offices.find(({ key }: Value) => key === "chair");
        before = chair.capabilities;
        chair.capabilities = [...before, "node.operate"];
      });
      const { leaf } = firstOf(acts, "congress.text.opened");
      const subject = "/organizations";
      acts.push({
        leaf: { ...leaf, act: "confederation.office.defined", id: newId(), subject, mandate: under(acts) },
        record: { office: "chair", before, capabilities: [...before, "node.operate"], salt: "" },
      });
    });
  expect(await define((acts) => firstOf(acts, "node.founded").record.mandate)).toMatchObject({ ok: true });
  expect(await define(() => assembly.chair.mandateId)).toMatchObject({
    fault: "mandateWithoutCapability",
    facts: { type: "confederation.office.defined", capability: "node.operate" },
  });
});

it("an accredited organisation is suspended by the commission that may, and leaves by itself", async () => {
  const step = (name: string, to: string, under: (acts: ForgedAct[], archive: Unpacked) => string) =>
    forger.after((acts, archive) => {
      const { organizationId, slug } = delegation(1);
      const { leaf } = firstOf(acts, "congress.text.opened");
      const act = `confederation.affiliation.${name}`;
      acts.push({
        leaf: { ...leaf, act, id: newId(), subject: `/organizations/${slug}`, mandate: under(acts, archive) },
        record: {
          organization: organizationId,
          acting: null,
          from: "affiliated",
          to,
          reason: null,
          salt: "",
        },
      });
    });
  const reviewer = (covers: string) => (acts: ForgedAct[], archive: Unpacked) =>
    giver(acts, archive, { office: "commission_member", covers }).id;
  expect(await step("suspended", "suspended", reviewer("node"))).toMatchObject({ ok: true });
  // Of the commission of one organisation, who does not review all.
  expect(await step("suspended", "suspended", reviewer("organization"))).toMatchObject({
    fault: "mandateOutOfReach",
    facts: { type: "confederation.affiliation.suspended", acted: "none" },
  });
  expect(await step("suspended", "suspended", () => assembly.chair.mandateId)).toMatchObject({
    fault: "mandateWithoutCapability",
    facts: { type: "confederation.affiliation.suspended", capability: "affiliation.review" },
  });
  expect(await step("withdrawn", "withdrawn", () => delegation(1).mandateId)).toMatchObject({ ok: true });
  expect(await step("withdrawn", "withdrawn", () => delegation(0).mandateId)).toMatchObject({
    fault: "mandateOutOfReach",
    facts: { type: "confederation.affiliation.withdrawn", acted: delegation(1).slug },
  });
});
