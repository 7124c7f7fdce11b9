// The real declaration of 2019, through the whole congress: imported, amended, adopted, signed, published.
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  castVote,
  type Choice,
  closeVote,
  decisionPoints,
  findAmendment,
  findDecisionPoint,
  findEdition,
  findTextView,
  importText,
  importTranslation,
  incorporateAmendments,
  listAdoptedTexts,
  listAmendments,
  listDecisionPoints,
  listRollCalls,
  listSignatures,
  listVersions,
  markDecisionPoints,
  openForAmendments,
  openVote,
  type OperationsInput,
  type Paragraph,
  proposeAmendment,
  publishText,
  type RollCallId,
  signText,
  standingAt,
  translateParagraphs,
  verifySignature,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { sealLog } from "../src/platform/log/seal.ts";
import { findAct } from "../src/platform/log/views.ts";
import { projectFile } from "../src/platform/project.ts";
import { type Assembly, conveneAssembly } from "./support/assembly.ts";
import { useDatabase } from "./support/database.ts";
import { foundTestNode } from "./support/node.ts";

const SOURCE = projectFile("..", "shared", "source", "declaration-2019.txt");
const isThere = existsSync(SOURCE);
if (!isThere) console.warn(`skipped: the declaration is not at ${SOURCE}`);

const edition = "congress-2019";
const text = "declaration";
const address = { edition, text };

describe.skipIf(!isThere)("the declaration of 2019", () => {
  const test = useDatabase();
  let assembly: Assembly;
  let body: readonly Paragraph[];

  beforeAll(async () => {
    assembly = await conveneAssembly(await foundTestNode(test.db), 9, edition);
  }, 60_000);

  const chair = () => assembly.chair.ctx;
  const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];
  const see = async (version?: number, language?: string) => {
    const view = await findTextView(test.db, edition, text, { version, language });
    if (!view) throw new Error("the text is there");
    return view;
  };

  async function propose(by: number, operations: OperationsInput): Promise<number> {
    const { ctx, organizationId } = delegation(by);
    const words = inOneLanguage("en", `Amendment of delegation ${by + 1}`);
    const form = { ...address, baseVersion: 1, title: words, reason: words, operations, organizationId };
    return proposeAmendment(ctx, { ...form, requestKey: newId() });
  }

  /** The first delegations vote as told, in their order. */
  async function vote(rollCallId: RollCallId, choices: readonly Choice[]) {
    const votes = choices.map((choice, at) => {
      const { ctx, organizationId } = delegation(at);
      return castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
    });
    await Promise.all(votes);
    return closeVote(chair(), { rollCallId });
  }

  async function decide(number: number, inFavour: number, against: number, abstain: number) {
    const rollCallId = await openVote(chair(), { ...address, subject: { on: "amendment", number } });
    const times = (choice: Choice, count: number) => Array.from({ length: count }, () => choice);
    return vote(rollCallId, [
      ...times("for", inFavour),
      ...times("against", against),
      ...times("abstain", abstain),
    ]);
  }

  it("is imported with the points of its plan and its days of action", async () => {
    const imported = await importText(chair(), {
      edition,
      slug: text,
      title: inOneLanguage("en", "Final declaration"),
      language: "en",
      bytes: readFileSync(SOURCE),
      format: "auto",
      requestKey: newId(),
    });
    expect(imported).toMatchObject({ text, version: 1 });
    await openForAmendments(chair(), address);
    ({ body } = (await see()).version);
    const [first] = decisionPoints(body);
    await expect(
      markDecisionPoints(chair(), { ...address, paragraphIds: [first?.paragraph.id ?? ""] }),
    ).rejects.toMatchObject({ reason: "textNotAdopted" });
    const points = decisionPoints(body).map(({ paragraph }) => Number.parseInt(paragraph.marker ?? "", 10));
    expect(points).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5]);
    expect(decisionPoints(body)[8]?.paragraph.text).toMatch(/^Promote a Center .* Native Seeds/);
  });

  it("is amended: adopted, rejected, without quorum, and no longer applicable", async () => {
    const points = decisionPoints(body).map(({ paragraph }) => paragraph);
    const seeds = points[8] as Paragraph;
    const library = points[7] as Paragraph;
    await propose(0, [
      { op: "replace", paragraphId: seeds.id, text: `${seeds.text} Every region keeps copies.` },
    ]);
    await propose(1, [
      {
        op: "insertAfter",
        afterId: seeds.id,
        paragraphs: [
          { kind: "paragraph", level: 0, marker: null, text: "Each point has somebody responsible." },
        ],
      },
      { op: "move", paragraphId: library.id, afterId: seeds.id },
    ]);
    await propose(2, [{ op: "delete", paragraphId: library.id }]);
    await propose(3, [{ op: "replace", paragraphId: seeds.id, text: "Promote a seed house." }]);
    await propose(4, [{ op: "replace", paragraphId: library.id, text: "Create a library." }]);
    expect(await decide(1, 6, 1, 2)).toMatchObject({ verdict: "adopted", tookPart: 9, quorum: 5 });
    expect(await decide(2, 3, 2, 0)).toMatchObject({ verdict: "adopted", tookPart: 5 });
    expect(await decide(3, 4, 5, 0)).toMatchObject({ verdict: "rejected" });
    expect(await decide(4, 9, 0, 0)).toMatchObject({ verdict: "adopted" });
    expect(await decide(5, 4, 0, 0)).toMatchObject({ verdict: "quorum_not_reached", tookPart: 4 });
    expect(await incorporateAmendments(chair(), { ...address, expectedVersion: 1 })).toMatchObject({
      version: 3,
      incorporated: [
        { number: 1, version: 2 },
        { number: 2, version: 3 },
      ],
      noLongerApply: [{ number: 4, reason: "paragraphChangedMeanwhile" }],
    });
    const { edition: of, text: amended } = await see();
    expect((await listAmendments(test.db, of, amended)).map(({ state }) => state)).toEqual([
      "incorporated",
      "incorporated",
      "rejected",
      "no_longer_applies",
      "quorum_not_reached",
    ]);
  });

  it("leads from each sentence to the amendment, the vote and the mandates behind it", async () => {
    const { paragraphs, amendments, text: amended } = await see();
    const of = (id: string | null) => amendments.find((one) => one.id === id)?.number ?? null;
    const seeds = paragraphs.find(({ paragraph }) => paragraph.text.startsWith("Promote a Center"));
    expect(seeds?.sentences.map(({ amendmentId }) => of(amendmentId))).toEqual([null, 1]);
    const added = paragraphs.find(({ paragraph }) => paragraph.text.startsWith("Each point has"));
    expect(added?.sentences.map(({ amendmentId }) => of(amendmentId))).toEqual([2]);
    const library = paragraphs.find(({ paragraph }) => paragraph.text.startsWith("Create a library or"));
    expect(library?.changedBy.map(of)).toEqual([2]);
    expect(library?.sentences.every(({ amendmentId }) => amendmentId === null)).toBe(true);
    const detail = await findAmendment(test.db, edition, text, 1);
    expect(detail?.changes.summary).toMatchObject({ replaced: 1, wordsAdded: 4, wordsRemoved: 0 });
    expect(detail?.amendment.proposedBy.personName).toMatch(/^Spokesperson of/);
    const mandates = detail?.rollCalls[0]?.votes.map((one) => one.mandate?.id);
    expect(new Set(mandates)).toEqual(new Set(assembly.delegations.map((one) => one.mandateId)));
    expect((await see(1)).version.body).toEqual(body);
    const versions = await listVersions(test.db, amended.id);
    expect(versions.map((one) => one.amendment?.number ?? null)).toEqual([null, 1, 2]);
    expect(new Set(versions.map((one) => one.contentHash)).size).toBe(3);
  });

  it("is adopted as a whole, and signed by every delegation", async () => {
    const subject = { on: "whole", expectedVersion: 3 } as const;
    const rollCallId = await openVote(chair(), { ...address, subject });
    expect(await vote(rollCallId, ["for", "for", "for", "for", "for", "against", "abstain"])).toMatchObject({
      verdict: "adopted",
      inFavour: 5,
      tookPart: 7,
    });
    await Promise.all(
      assembly.delegations.map(({ ctx, organizationId }) => signText(ctx, { ...address, organizationId })),
    );
    const { text: adopted, version } = await see();
    expect(adopted).toMatchObject({ state: "adopted", adoptedVersion: 3 });
    const signatures = await listSignatures(test.db, adopted.id);
    expect(signatures).toHaveLength(9);
    for (const { holds, statement, statementText, signature, publicKey } of signatures) {
      expect(holds).toBe(true);
      expect(statement).toMatchObject({ edition, text, version: 3, versionHash: version.contentHash });
      const signed = {
        statement: statementText,
        signature: Buffer.from(signature, "hex"),
        publicKey: Buffer.from(publicKey, "hex"),
      };
      expect(verifySignature(signed)).toBe(true);
      const forged = statementText.replace(version.contentHash, "0".repeat(64));
      expect(verifySignature({ ...signed, statement: forged })).toBe(false);
      expect(verifySignature({ ...signed, statement: ` ${statementText}` })).toBe(false);
      expect(verifySignature({ ...signed, signature: Buffer.alloc(64) })).toBe(false);
      expect(verifySignature({ ...signed, publicKey: Buffer.alloc(3) })).toBe(false);
    }
    expect(new Set(signatures.map((one) => one.publicKey)).size).toBe(9);
    const [whole] = await listRollCalls(test.db, adopted.id, null);
    expect(whole?.evaluation.verdict).toBe("adopted");
  });

  it("is published, its points can be followed up, and every act of it is proven in the log", async () => {
    await publishText(chair(), address);
    expect((await see()).text.state).toBe("published");
    const points = decisionPoints((await see()).version.body).map(({ paragraph }) => paragraph.id);
    const ids = await markDecisionPoints(chair(), { ...address, paragraphIds: points.slice(0, 9) });
    await expect(
      markDecisionPoints(chair(), { ...address, paragraphIds: points.slice(8, 10) }),
    ).rejects.toMatchObject({ reason: "decisionPointAlreadyMarked" });
    await markDecisionPoints(chair(), { ...address, paragraphIds: points.slice(9) });
    const marked = await listDecisionPoints(test.db);
    expect(marked.map(({ list, number }) => `${list.number}.${number}`)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `1.${number}`),
      ...[1, 2, 3, 4, 5].map((number) => `2.${number}`),
    ]);
    expect(marked[0]?.list.title?.texts["en"]).toMatch(/we approve the following Plan of Struggle:$/);
    expect(marked[9]?.list.title?.texts["en"]).toMatch(/^To conclude, .* which consists of the following:$/);
    const first = ids[0] && (await findDecisionPoint(test.db, ids[0]));
    expect(first).toMatchObject({
      number: 1,
      marker: "1.",
      href: `/congress/${edition}/texts/${text}?p=${points[0]}#p-${points[0]}`,
    });
    const [adopted] = await listAdoptedTexts(test.db);
    expect(adopted).toMatchObject({ href: `/congress/${edition}/texts/${text}`, editionSlug: edition });
    await sealLog(chair());
    const [signature] = adopted ? await listSignatures(test.db, adopted.id) : [];
    const act = await findAct(test.db, signature?.actId ?? "");
    expect(act).toMatchObject({ type: "congress.text.signed", recordHolds: true });
    expect(act?.proof).toBeDefined();
  });

  it("is read in another language, and says where its translation is of other words", async () => {
    const source = (await see()).version.body;
    const markdown = source
      .map(({ kind, level, marker }, at) => {
        const mark = kind === "heading" ? "#".repeat(level) : (marker ?? "");
        return `${mark} Párrafo ${at + 1}`.trim();
      })
      .join("\n\n");
    const file = { ...address, language: "es", format: "markdown" as const };
    expect(await importTranslation(chair(), { ...file, bytes: Buffer.from(markdown) })).toBe(source.length);
    await expect(
      importTranslation(chair(), { ...file, bytes: Buffer.from("Un párrafo") }),
    ).rejects.toMatchObject({
      reason: "translationStructureDiffers",
      facts: { expected: source.length, actual: 1 },
    });
    await expect(
      importTranslation(chair(), { ...file, language: "en", bytes: Buffer.from("One") }),
    ).rejects.toMatchObject({ reason: "translationIntoItself" });
    const seeds = source.find((paragraph) => paragraph.text.startsWith("Promote a Center")) as Paragraph;
    const translated = { paragraphId: seeds.id, text: "Promover un centro.", state: "reviewed" as const };
    await expect(
      translateParagraphs(delegation(0).ctx, { ...address, language: "es", paragraphs: [translated] }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(
      translateParagraphs(chair(), {
        ...address,
        language: "es",
        paragraphs: [{ ...translated, paragraphId: newId() }],
      }),
    ).rejects.toMatchObject({ reason: "paragraphUnknown" });
    await translateParagraphs(chair(), { ...address, language: "es", paragraphs: [translated] });
    const translationIn = async (version?: number) => {
      const view = await see(version, "es");
      expect(view.languages).toEqual(["en", "es"]);
      return view.paragraphs.find(({ paragraph }) => paragraph.id === seeds.id)?.translation;
    };
    expect(await translationIn()).toMatchObject({
      text: "Promover un centro.",
      state: "reviewed",
      outdated: false,
    });
    expect(await translationIn(1)).toMatchObject({ outdated: true });
    const point = (await listDecisionPoints(test.db)).find((one) => one.paragraphId === seeds.id);
    expect(point?.label).toMatchObject({ source: "en", texts: { es: "Promover un centro." } });
  });

  it("shows each reader what they may do", async () => {
    const found = await findEdition(test.db, edition);
    if (!found) throw new Error("the edition is there");
    expect(found.delegations).toHaveLength(9);
    expect(found.regions).toEqual([{ region: "005", delegations: 9 }]);
    expect(await standingAt(chair(), found)).toEqual({ presides: true, imports: true, delegations: [] });
    expect(await standingAt(delegation(0).ctx, found)).toMatchObject({
      presides: false,
      delegations: [
        {
          organization: { slug: delegation(0).slug },
          accredited: true,
          mayPropose: true,
          mayVote: true,
          maySign: true,
        },
      ],
    });
    const visitor = { ...chair(), actor: { kind: "visitor" as const } };
    expect(await standingAt(visitor, found)).toEqual({ presides: false, imports: false, delegations: [] });
  });
});
