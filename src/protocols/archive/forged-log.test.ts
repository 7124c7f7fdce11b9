// The strongest forger: a node that writes its own log anew, with proofs and a checkpoint that all fit. What its acts say
// then has to hold by itself: mandates, rolls, counts, quorums, verdicts, versions.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalHash } from "#algorithms/transparency";
import { newId } from "#platform/ids";
import {
  edit,
  editLines,
  type ForgedAct,
  json,
  type Unpacked,
  type Value,
} from "../../../test/support/archive.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Change, firstOf, type Forger, forgerOf } from "../../../test/support/forging.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import {
  holdWholeCongress,
  wholeEdition,
  type WholeCongress,
  wholeText,
} from "../../../test/support/whole-congress.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-forged-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const of = (name: string) => `texts/${wholeText}/${name}`;
const LONG_AGO = "2001-01-01T00:00:00.000Z";
const IN_TIME = "2099-01-01T00:00:00.000Z";
let congress: WholeCongress;
let forger: Forger;

beforeAll(async () => {
  congress = await holdWholeCongress(await foundTestNode(test.db));
  forger = await forgerOf(congress.node, wholeEdition, folder);
}, 60_000);

const after = (change: Change) => forger.after(change);
const first = firstOf;
const delegation = (at: number) => congress.delegations[at] as WholeCongress["delegations"][number];
const isGrantOf = (id: string) => (record: Value) => record.mandate === id;
const mandateIn = (archive: Unpacked, id: string, change: (mandate: Value) => void) =>
  edit(archive, "mandates.json", ({ mandates }) => void change(mandates.find((one: Value) => one.id === id)));

describe("a node that forges its own log", () => {
  it("holds where it changes nothing", async () => {
    expect(await after(() => {})).toMatchObject({ ok: true });
  });

  it("holds where the edition was convened before editions had a zone, and no other zone than UTC is said", async () => {
    const withoutZone = (acts: ForgedAct[]) =>
      void delete first(acts, "congress.edition.convened").record["zone"];
    const said = (zone: string | undefined) =>
      after((acts, archive) => {
        withoutZone(acts);
        edit(archive, "edition.json", (edition: Value) => {
          delete edition.zone;
          if (zone) edition.zone = zone;
        });
      });
    expect(await said(undefined)).toMatchObject({ ok: true });
    expect(await said("UTC")).toMatchObject({ ok: true });
    expect(await said("America/Caracas")).toMatchObject({ fault: "objectDiffers" });
  });

  it.each([
    ["an expired mandate", "endsAt", "2001-01-02T00:00:00.000Z", "mandateExpired"],
    ["a mandate that had not begun", "startsAt", IN_TIME, "mandateNotYetInForce"],
    ["an office that may not vote", "office", "treasurer", "mandateWithoutCapability"],
  ])("is told %s", async (_name, member, value, fault) => {
    const { mandateId, slug } = delegation(2);
    const verdict = await after((acts, archive) => {
      const { record } = first(acts, "confederation.mandate.granted", isGrantOf(mandateId));
      record[member] = value;
      if (member === "endsAt") record.startsAt = LONG_AGO;
      mandateIn(archive, mandateId, (mandate) =>
        Object.assign(mandate, { [member]: value, startsAt: record.startsAt }),
      );
    });
    expect(verdict).toMatchObject({
      fault,
      facts: { mandate: mandateId, organization: slug, type: "congress.vote.cast" },
    });
  });

  it("is told a recalled mandate, and one that was given only afterwards", async () => {
    const { mandateId, organizationId } = delegation(1);
    const recalled = await after((acts) => {
      const grant = first(acts, "confederation.mandate.granted", isGrantOf(mandateId));
      const leaf = { ...grant.leaf, act: "confederation.mandate.recalled", id: newId() };
      const at = acts.indexOf(
        first(acts, "congress.vote.cast", (record) => record.organization === organizationId),
      );
      acts.splice(at, 0, { leaf, record: { mandate: mandateId, office: "spokesperson", salt: "" } });
    });
    expect(recalled).toMatchObject({ fault: "mandateRecalled", facts: { mandate: mandateId } });
    const late = await after((acts) => {
      const grant = first(acts, "confederation.mandate.granted", isGrantOf(mandateId));
      return [...acts.filter((act) => act !== grant), grant];
    });
    expect(late).toMatchObject({ fault: "mandateNotGranted", facts: { mandate: mandateId } });
  });

  it("is told the mandate of somebody else, and none", async () => {
    const other = delegation(3).mandateId;
    const elsewhere = await after((acts, archive) => {
      const cast = first(acts, "congress.vote.cast");
      cast.leaf.mandate = other;
      editLines(archive, of("roll-calls.jsonl"), ([rollCall]) => void (rollCall.votes[0].mandate = other));
    });
    expect(elsewhere).toMatchObject({ fault: "mandateOutOfReach", facts: { acted: delegation(0).slug } });
    const none = await after((acts) => {
      first(acts, "congress.amendment.withdrawn").leaf.mandate = null;
    });
    expect(none).toMatchObject({ fault: "mandateMissing" });
  });

  it("is told a quorum computed from fewer than were accredited", async () => {
    // Two of five took part in the fourth vote; on a roll of four they would have been enough.
    const verdict = await after((acts, archive) => {
      editLines(archive, of("roll-calls.jsonl"), (rollCalls) => {
        const rollCall = rollCalls[3];
        const gone = rollCall.roll.find(
          (id: string) => !rollCall.votes.some((vote: Value) => vote.organization === id),
        );
        rollCall.roll = rollCall.roll.filter((id: string) => id !== gone);
        rollCall.verdict = "adopted";
        const { record } = first(
          acts,
          "congress.amendment.vote_opened",
          ({ rollCall: id }) => id === rollCall.id,
        );
        Object.assign(record, { roll: rollCall.roll, accredited: rollCall.roll.length });
      });
    });
    expect(verdict).toMatchObject({ fault: "rollDiffers" });
    const said = await after((acts) => {
      first(acts, "congress.amendment.quorum_not_reached").record.quorum = 2;
    });
    expect(said).toMatchObject({ fault: "quorumDiffers", facts: { there: 2, quorum: 3 } });
  });

  it("is told a quorum computed from the wrong presence", async () => {
    const ofRoom = (acts: ForgedAct[]) =>
      first(
        acts,
        "congress.amendment.vote_opened",
        ({ room, rules }) => room && rules.quorum.of === "delegations",
      ).record;
    const said = await after((acts, archive) => {
      editLines(archive, of("roll-calls.jsonl"), (rollCalls) => void (rollCalls[1].room.delegations = 5));
      ofRoom(acts).room.delegations = 5;
    });
    expect(said).toMatchObject({ fault: "presenceDiffers", facts: { present: 3, said: 5 } });
    const fewer = await after((acts, archive) => {
      editLines(archive, of("roll-calls.jsonl"), ([, rollCall]) => {
        rollCall.present.pop();
        rollCall.room.delegations = 2;
      });
      const record = ofRoom(acts);
      record.present.pop();
      record.room.delegations = 2;
    });
    // Two of five are too few: what was proclaimed does not follow.
    expect(fewer).toMatchObject({ fault: "quorumDiffers", facts: { there: 2, quorum: 3 } });
    const stranger = await after((acts, archive) => {
      const { organizationId } = congress.node;
      editLines(
        archive,
        of("roll-calls.jsonl"),
        ([, rollCall]) => void (rollCall.present[0] = organizationId),
      );
      ofRoom(acts).present[0] = organizationId;
    });
    expect(stranger).toMatchObject({ fault: "presenceDiffers" });
    const people = await after((acts, archive) => {
      editLines(archive, of("roll-calls.jsonl"), ([, , rollCall]) => void (rollCall.room.delegates = 7));
      first(
        acts,
        "congress.amendment.vote_opened",
        ({ rules }) => rules.quorum.of === "delegates",
      ).record.room.delegates = 7;
    });
    expect(people).toMatchObject({ fault: "quorumDiffers", facts: { there: 7, quorum: 8 } });
  });

  it("is told a verdict turned round in the log too", async () => {
    const verdict = await after((acts, archive) => {
      const closed = first(acts, "congress.amendment.rejected");
      closed.leaf.act = "congress.amendment.adopted";
      Object.assign(closed.record, { verdict: "adopted", order: 2 });
      editLines(archive, of("roll-calls.jsonl"), (rollCalls) => void (rollCalls[1].verdict = "adopted"));
    });
    expect(verdict).toMatchObject({ fault: "verdictDiffers", facts: { counted: "rejected" } });
  });

  it("is told a vote after the close, one left out, and one from outside the roll", async () => {
    const late = await after((acts) => {
      const [cast] = acts.filter(({ leaf }) => leaf.act === "congress.vote.cast");
      const closed = first(acts, "congress.amendment.adopted");
      if (!cast) return acts;
      // The one that was changed afterwards: the count is the same without it.
      const rest = acts.filter((act) => act !== cast);
      rest.splice(rest.indexOf(closed) + 1, 0, cast);
      return rest;
    });
    expect(late).toMatchObject({ fault: "orderBroken" });
    const lateAndListedSo = await after((acts, archive) => {
      editLines(
        archive,
        of("roll-calls.jsonl"),
        ([rollCall]) => void rollCall.votes.push(rollCall.votes.shift()),
      );
      const [cast] = acts.filter(({ leaf }) => leaf.act === "congress.vote.cast");
      const rest = acts.filter((act) => act !== cast);
      if (cast) rest.splice(rest.indexOf(first(acts, "congress.amendment.adopted")) + 1, 0, cast);
      return rest;
    });
    expect(lateAndListedSo).toMatchObject({ fault: "voteNotOpen" });
    const leftOut = await after((acts, archive) => {
      let id = "";
      editLines(archive, of("roll-calls.jsonl"), ([rollCall]) => void ({ id } = rollCall.votes.pop()));
      return acts.filter(({ record }) => record.vote !== id);
    });
    expect(leftOut).toMatchObject({ fault: "countDiffers", facts: { member: "abstentions" } });
    const stranger = await after((acts, archive) => {
      const { organizationId } = congress.node;
      first(acts, "congress.vote.cast").record.organization = organizationId;
      editLines(
        archive,
        of("roll-calls.jsonl"),
        ([rollCall]) => void (rollCall.votes[0].organization = organizationId),
      );
    });
    expect(stranger).toMatchObject({ fault: "voteOutsideRoll" });
  });

  it("is told a version that is not the one before with its amendment", async () => {
    const verdict = await after((acts, archive) => {
      const path = of("versions/2.json");
      const value = JSON.parse(archive.files.get(path)?.toString("utf8") ?? "");
      value.paragraphs.at(-1).text = "The chair signs it alone.";
      archive.files.set(path, json(value).subarray(0, -1));
      const hash = Buffer.from(canonicalHash(value)).toString("hex");
      edit(archive, of("text.json"), ({ versions }) => void (versions[1].contentHash = hash));
      first(acts, "congress.amendment.incorporated").record.versionHash = hash;
    });
    expect(verdict).toMatchObject({ fault: "versionNotFromAmendment", facts: { version: 2, number: 1 } });
  });

  it("is told an amendment with other words, though their hash was logged", async () => {
    const verdict = await after((acts, archive) => {
      editLines(archive, of("amendments.jsonl"), ([amendment]) => {
        amendment.operations[0].text = "A library for some.";
        const { title, reason, operations } = amendment;
        const hash = Buffer.from(canonicalHash({ title, reason, operations })).toString("hex");
        first(acts, "congress.amendment.proposed").record.contentHash = hash;
      });
    });
    expect(verdict).toMatchObject({ fault: "versionNotFromAmendment" });
  });

  it("is told a dropped amendment, and one adopted out of its order", async () => {
    const dropped = await after((acts, archive) => {
      editLines(archive, of("amendments.jsonl"), (all) => all.filter(({ number }) => number !== 2));
      editLines(archive, of("roll-calls.jsonl"), (all) => all.filter(({ amendment }) => amendment !== 2));
      archive.files.delete(of("akoma-ntoso/amendments/2.xml"));
      const [, rollCall] = acts.filter(({ leaf }) => leaf.act === "congress.amendment.vote_opened");
      const id = rollCall?.record.rollCall;
      return acts.filter(
        ({ leaf, record }) => !leaf.subject.endsWith("/amendments/2") && record.rollCall !== id,
      );
    });
    expect(dropped).toMatchObject({ fault: "numberMissing", facts: { what: "amendment", number: 2 } });
    const order = await after((acts) => {
      first(acts, "congress.amendment.adopted").record.order = 2;
    });
    expect(order).toMatchObject({ fault: "numberMissing", facts: { what: "adoption", number: 1 } });
    const aside = await after((acts) => {
      const incorporated = acts.filter(({ leaf }) => leaf.act === "congress.amendment.incorporated");
      return acts.filter((act) => act !== incorporated[0]);
    });
    expect(aside).toMatchObject({ fault: "orderBroken" });
  });

  it("is told an adopted amendment set aside that still applied", async () => {
    const verdict = await after((acts, archive) => {
      const { record } = first(acts, "congress.amendment.no_longer_applies");
      editLines(archive, of("amendments.jsonl"), (all) => {
        const aside = all[record.number - 1];
        aside.operations = [{ ...aside.operations[0], op: "move", afterId: null }];
        delete aside.operations[0].text;
        const { title, reason, operations } = aside;
        first(
          acts,
          "congress.amendment.proposed",
          ({ number }) => number === record.number,
        ).record.contentHash = Buffer.from(canonicalHash({ title, reason, operations })).toString("hex");
      });
    });
    expect(verdict).toMatchObject({ fault: "amendmentStillApplies", facts: { number: 3 } });
  });

  it("is told a delegation that votes after its accreditation was withdrawn", async () => {
    const verdict = await after((acts) => {
      const withdrawn = first(acts, "congress.delegation.accreditation_withdrawn");
      const opened = first(acts, "congress.amendment.vote_opened");
      const rest = acts.filter((act) => act !== withdrawn);
      rest.splice(rest.indexOf(opened), 0, withdrawn);
      return rest;
    });
    expect(verdict).toMatchObject({
      fault: "rollDiffers",
      facts: { organization: "delegation-that-leaves" },
    });
  });

  it("is told a signature under a key that was given up", async () => {
    const verdict = await after((acts) => {
      const signed = first(acts, "congress.text.signed");
      const { slug, organizationId } = delegation(0);
      const subject = `/organizations/${slug}/signing-keys`;
      const leaf = { ...signed.leaf, id: newId(), act: "congress.signing_key.renewed", subject };
      const record = {
        organization: organizationId,
        retiredKey: "11".repeat(32),
        publicKey: "22".repeat(32),
      };
      acts.splice(acts.indexOf(signed), 0, { leaf, record });
    });
    expect(verdict).toMatchObject({
      fault: "signingKeyDiffers",
      facts: { organization: delegation(0).slug },
    });
  });

  it("is told of acts of a kind that is not known: their place is checked and they are counted", async () => {
    const verdict = await after((acts) => {
      const opened = first(acts, "congress.text.opened");
      acts.push({ leaf: { ...opened.leaf, act: "congress.text.sung", id: newId() }, record: {} });
    });
    expect(verdict).toMatchObject({ ok: true, summary: { notFollowed: { "congress.text.sung": 1 } } });
  });
});
