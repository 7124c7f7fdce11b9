// Convening, accrediting and importing, one rule at a time: each met once and broken once, by name.
import { beforeAll, describe, expect, it } from "vitest";
import {
  accreditDelegation,
  convene,
  findEdition,
  importText,
  openForAmendments,
  proposeAmendment,
  withdrawAccreditation,
} from "#congress";
import { findAct } from "#platform/log/views";
import { recallMandate } from "#confederation";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { affiliatedDelegation, type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { setStatus } from "../confederation/organizations.store.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let node: TestNode;
let assembly: Assembly;
const edition = "congress-2019";
const SOURCE =
  "Plan\n\nWe agreed on this plan.\n\n1. Seeds are kept.\n\n2. Water is shared.\n\n3. Land is tended.\n";
const decision = inOneLanguage("en", "Decided by the assembly");

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 2);
});

const delegation = (index: number) => assembly.delegations[index] as Assembly["delegations"][number];

describe("editions and delegations", () => {
  const input = {
    slug: "congress-2020",
    title: inOneLanguage("en", "Second congress"),
    hostCity: "La Paz",
    zone: "America/La_Paz",
    country: "BO",
    startsOn: "2020-05-01",
    endsOn: "2020-05-03",
    called: "all_affiliated" as const,
    requestKey: newId(),
  };

  it("is convened by whoever has the mandate, once under a slug", async () => {
    const conveningOrganizationId = node.organizationId;
    await expect(convene(delegation(0).ctx, { ...input, conveningOrganizationId })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      convene(assembly.chair.ctx, { ...input, slug: edition, conveningOrganizationId }),
    ).rejects.toMatchObject({
      reason: "editionSlugTaken",
    });
    const backwards = { ...input, conveningOrganizationId, endsOn: "2020-04-30" };
    await expect(convene(assembly.chair.ctx, backwards)).rejects.toMatchObject({
      fields: [{ reason: "editionEndsBeforeItStarts" }],
    });
    await expect(
      convene(assembly.chair.ctx, { ...input, conveningOrganizationId, startsOn: "0000-01-01" }),
    ).rejects.toMatchObject({ fields: [{ field: "startsOn", reason: "dateMalformed" }] });
    await expect(
      convene(assembly.chair.ctx, { ...input, conveningOrganizationId, called: [newId()] }),
    ).rejects.toMatchObject({ reason: "organizationUnknown" });
    await expect(
      convene(assembly.chair.ctx, { ...input, conveningOrganizationId, zone: "America/Macondo" }),
    ).rejects.toMatchObject({
      fields: [{ field: "zone", reason: "zoneUnknown", facts: { zone: "America/Macondo" } }],
    });
  });

  it("makes one edition of a form that is sent twice, also at the same instant", async () => {
    const form = {
      ...input,
      slug: "sent-twice",
      requestKey: newId(),
      conveningOrganizationId: node.organizationId,
    };
    const ids = await Promise.all([1, 2, 3].map(() => convene(assembly.chair.ctx, form)));
    expect(new Set(ids).size).toBe(1);
    await expect(convene(assembly.chair.ctx, { ...form, requestKey: newId() })).rejects.toMatchObject({
      reason: "editionSlugTaken",
    });
  });

  it("accredits called organisations that have somebody to vote, once", async () => {
    const { ctx } = assembly.chair;
    const late = await affiliatedDelegation(node, "Late");
    const organizationId = late.organizationId;
    await expect(accreditDelegation(late.ctx, { edition, organizationId })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await setStatus(node.shell, organizationId, "suspended");
    await expect(accreditDelegation(ctx, { edition, organizationId })).rejects.toMatchObject({
      reason: "delegationNotCalled",
    });
    await setStatus(node.shell, organizationId, "affiliated");
    await recallMandate(node.operator, { mandateId: late.mandateId, decision });
    await expect(accreditDelegation(ctx, { edition, organizationId })).rejects.toMatchObject({
      reason: "delegationHasNoVoter",
    });
    const first = delegation(0).organizationId;
    await expect(accreditDelegation(ctx, { edition, organizationId: first })).rejects.toMatchObject({
      reason: "alreadyAccredited",
    });
    await expect(
      accreditDelegation(ctx, { edition: "no-such", organizationId: first }),
    ).rejects.toMatchObject({ reason: "editionUnknown" });
  });

  it("withdraws an accreditation with a reason, keeps what it was, and may accredit again", async () => {
    const { ctx } = assembly.chair;
    const one = await affiliatedDelegation(node, "Comes and goes");
    const { organizationId } = one;
    const of = { edition, organizationId };
    const reason = inOneLanguage("en", "Its assembly was not held");
    await expect(withdrawAccreditation(ctx, { ...of, reason })).rejects.toMatchObject({
      reason: "delegationNotAccredited",
    });
    await accreditDelegation(ctx, of);
    await expect(withdrawAccreditation(one.ctx, { ...of, reason })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await withdrawAccreditation(ctx, { ...of, reason });
    const found = await findEdition(test.db, edition);
    expect(found?.delegations.some(({ organization }) => organization.id === organizationId)).toBe(false);
    expect(found?.withdrawn).toMatchObject([{ organization: { slug: one.slug }, reason }]);
    expect(await findAct(test.db, found?.withdrawn[0]?.actId ?? "")).toMatchObject({
      type: "congress.delegation.accreditation_withdrawn",
      recordHolds: true,
    });
    await accreditDelegation(ctx, of);
    await expect(
      test.pool.query("delete from delegations where organization_id = $1", [organizationId]),
    ).rejects.toThrow(/withdrawn, not deleted/);
    await expect(test.pool.query("delete from withdrawn_accreditations")).rejects.toThrow(
      /stands as it was done/,
    );
    await withdrawAccreditation(ctx, { ...of, reason });
  });

  it("calls only those named, when some are named", async () => {
    const { ctx } = assembly.chair;
    const called = [delegation(1).organizationId];
    await convene(ctx, { ...input, conveningOrganizationId: node.organizationId, called });
    const accredit = (at: number) =>
      accreditDelegation(ctx, { edition: input.slug, organizationId: delegation(at).organizationId });
    await accredit(1);
    await expect(accredit(0)).rejects.toMatchObject({ reason: "delegationNotCalled" });
  });
});

describe("importing a text", () => {
  const input = {
    edition,
    title: inOneLanguage("en", "Imported"),
    language: "en",
    format: "plain" as const,
    bytes: Buffer.from(SOURCE),
  };

  it("refuses a title that is not in the text's language", async () => {
    const other = { ...input, title: inOneLanguage("es", "Importado"), requestKey: newId() };
    await expect(importText(assembly.chair.ctx, other)).rejects.toMatchObject({
      fields: [{ field: "title", reason: "titleNotInItsLanguage" }],
    });
  });

  it("refuses a language that is none", async () => {
    const { ctx } = assembly.chair;
    for (const language of ["english", "xx", "klingon"]) {
      const named = { ...input, language, title: inOneLanguage(language, "Named"), requestKey: newId() };
      await expect(importText(ctx, named)).rejects.toMatchObject({
        fields: expect.arrayContaining([
          expect.objectContaining({ field: "language", reason: "languageUnknown" }),
        ]),
      });
    }
  });

  it("needs the mandate, and counts a form once", async () => {
    const requestKey = newId();
    await expect(importText(delegation(0).ctx, { ...input, requestKey })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    const first = await importText(assembly.chair.ctx, { ...input, requestKey });
    expect(first).toMatchObject({ text: "imported", version: 1, paragraphs: 5 });
    expect(first.contentHash).toMatch(/^[0-9a-f]{64}$/);
    const again = await importText(assembly.chair.ctx, { ...input, requestKey });
    expect(again).toMatchObject({ textId: first.textId, text: "imported", contentHash: first.contentHash });
    const other = await importText(assembly.chair.ctx, { ...input, requestKey: newId() });
    expect(other.text).toBe("imported-2");
    await expect(
      importText(assembly.chair.ctx, { ...input, slug: "imported", requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "textSlugTaken" });
  });

  it("makes one text of a form that is sent twice at once", async () => {
    const requestKey = newId();
    const twice = () =>
      importText(assembly.chair.ctx, { ...input, title: inOneLanguage("en", "Twice"), requestKey });
    const made = await Promise.all([twice(), twice()]);
    expect(new Set(made.map((one) => one.textId)).size).toBe(1);
  });

  it.each([
    ["five megabytes", Buffer.alloc(5 * 1024 * 1024, "a "), "textFileTooLong"],
    ["zero bytes in it", Buffer.from("Plan\n\n\0\0\0"), "textFileHasControlCharacters"],
    ["nothing but zero bytes", Buffer.alloc(4096), "textFileHasControlCharacters"],
    ["another encoding", Buffer.from("Declaraci\u00f3n", "latin1"), "textEncodingUnknown"],
    ["white space", Buffer.from(" \n \n"), "textFileIsEmpty"],
    ["one endless line", Buffer.alloc(30_000, "word "), "textFileParagraphTooLong"],
  ])("refuses %s, and keeps nothing", async (_name, bytes, reason) => {
    const before = await tables(test.db).selectFrom("congress_texts").select("id").execute();
    await expect(
      importText(assembly.chair.ctx, { ...input, bytes, requestKey: newId() }),
    ).rejects.toMatchObject({
      reason,
    });
    expect(await tables(test.db).selectFrom("congress_texts").select("id").execute()).toEqual(before);
  });

  it("takes one line as one paragraph", async () => {
    const line = await importText(assembly.chair.ctx, {
      ...input,
      bytes: Buffer.from("We agree."),
      requestKey: newId(),
    });
    expect(line.paragraphs).toBe(1);
  });

  it("opens a draft once", async () => {
    const draft = await importText(assembly.chair.ctx, { ...input, slug: "draft", requestKey: newId() });
    const { ctx, organizationId } = delegation(0);
    const words = inOneLanguage("en", "Too early");
    const operations = [{ op: "delete" as const, paragraphId: newId() }];
    const form = { edition, text: draft.text, baseVersion: 1, title: words, reason: words, operations };
    await expect(
      proposeAmendment(ctx, { ...form, organizationId, requestKey: newId() }),
    ).rejects.toMatchObject({
      reason: "textNotOpenForAmendments",
    });
    await expect(openForAmendments(delegation(0).ctx, { edition, text: draft.text })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await openForAmendments(assembly.chair.ctx, { edition, text: draft.text });
    await expect(openForAmendments(assembly.chair.ctx, { edition, text: draft.text })).rejects.toMatchObject({
      reason: "textIsNotADraft",
    });
    await expect(openForAmendments(assembly.chair.ctx, { edition, text: "no-such" })).rejects.toMatchObject({
      reason: "textUnknown",
    });
  });
});
