// A congress whose amendments meet: moved by others, amended themselves, settled without a vote. For tests of archives.
import {
  castVote,
  type Choice,
  closeVote,
  composeText,
  declareAuthenticLanguages,
  findAmendment,
  findTextView,
  importText,
  importTranslation,
  incorporateAmendments,
  openForAmendments,
  openVote,
  type OperationsInput,
  proposeAmendment,
  setVotingOrder,
  refuseMotion,
  setMotionRules,
  setReadings,
  settleAlternatives,
  signText,
  submitMotion,
  supportMotion,
  withdrawMotion,
} from "#congress";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { type Assembly, conveneAssembly, openText } from "./assembly.ts";
import type { TestNode } from "./node.ts";

export const movingEdition = "congress-2021";
export const movingText = "seeds";
const address = { edition: movingEdition, text: movingText };
const SOURCE = `Seeds

The peoples keep native seeds in every valley, share them freely at each sowing, and teach their children to save them.

Water belongs to nobody and is cared for by all who drink it.

A house of seeds is built in the north.
`;

/** Three delegations; of nine amendments some move, one falls, one is amended, one is settled, one falls with its parent. */
export async function holdMovingCongress(node: TestNode): Promise<Assembly> {
  const assembly = await conveneAssembly(node, 3, movingEdition);
  const { chair } = assembly;
  await openText(chair.ctx, movingEdition, "Seeds", SOURCE);
  const body = await bodyOf(node);
  const [, seeds, water, house] = body;
  if (!seeds || !water || !house) throw new Error("the text has four paragraphs");
  const reword = ({ id, text }: typeof seeds, from: string, to: string): OperationsInput => [
    { op: "replace", paragraphId: id, text: text.replace(from, to) },
  ];
  const propose = (operations: OperationsInput, amends?: { number: number; revision: number }) =>
    proposeFor(assembly, 1, operations, amends);
  await propose(reword(seeds, "native seeds", "native and creole seeds of their land"));
  await propose(reword(seeds, "teach their children", "teach all children"));
  await propose(reword(seeds, "at each sowing", "before each sowing"));
  await propose(reword(seeds, "native seeds", "old seeds"));
  const added = {
    kind: "paragraph" as const,
    level: 0,
    marker: null,
    text: "Each house is opened by its neighbours.",
  };
  await propose([{ op: "insertAfter", afterId: house.id, paragraphs: [added] }]);
  await propose([{ op: "delete", paragraphId: water.id }]);
  const own = await putInBy(node, 5);
  const other = added.text.replace("opened", "opened and kept");
  await propose([{ op: "replace", paragraphId: own, text: other }], { number: 5, revision: 0 });
  await propose([{ op: "replace", paragraphId: own, text: added.text.replace("neighbours", "children") }], {
    number: 5,
    revision: 0,
  });
  await propose(
    [{ op: "insertAfter", afterId: own, paragraphs: [{ ...added, text: "Its door is never locked." }] }],
    { number: 5, revision: 0 },
  );
  const reason = inOneLanguage("en", "The mover asked for it");
  const rules = { alternatives: "furthest_first", afterAdoption: "rest_falls" } as const;
  await setVotingOrder(chair.ctx, { ...address, numbers: [2], rules, reason, requestKey: newId() });
  const vote = (number: number, choice: Choice) => voteOn(assembly, { on: "amendment", number }, choice);
  await vote(2, "for");
  await vote(1, "for");
  await settleAlternatives(chair.ctx, { ...address, amendment: 1 });
  await vote(7, "for");
  await vote(9, "against");
  await vote(8, "for");
  await incorporateAmendments(chair.ctx, { ...address, expectedVersion: 1 });
  await vote(5, "for");
  await vote(3, "for");
  await vote(6, "against");
  await incorporateAmendments(chair.ctx, { ...address, expectedVersion: 3 });
  await takeMotions(assembly);
  await adoptInTwoLanguages(assembly);
  const sections = ["greeting"];
  const title = inOneLanguage("en", "All together");
  const whole = { edition: movingEdition, title, language: "en", sections, requestKey: newId() };
  await composeText(chair.ctx, whole);
  return assembly;
}

/** A text that is equally authentic in two languages and needs two readings, adopted and signed. */
async function adoptInTwoLanguages({ chair, delegations }: Assembly): Promise<void> {
  const edition = movingEdition;
  const { text } = await importText(chair.ctx, {
    edition,
    title: { source: "en", texts: { en: "Greeting", fr: "Salut" } },
    language: "en",
    bytes: Buffer.from("We greet all who sow.\n\nWe come again in two years.\n"),
    format: "plain",
    requestKey: newId(),
  });
  const at = { edition, text };
  const bytes = Buffer.from("Nous saluons tous ceux qui sèment.\n\nNous revenons dans deux ans.\n");
  await importTranslation(chair.ctx, { ...at, language: "fr", bytes, format: "plain", state: "reviewed" });
  await openForAmendments(chair.ctx, at);
  await declareAuthenticLanguages(chair.ctx, { ...at, languages: ["fr"] });
  await setReadings(chair.ctx, { ...at, readings: 2, daysBetween: 0, amendedBetween: "restarts" });
  for (const expectedVersion of [1, 2]) {
    const rollCallId = await openVote(chair.ctx, { ...at, subject: { on: "whole", expectedVersion } });
    for (const { ctx, organizationId } of delegations)
      await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
    await closeVote(chair.ctx, { rollCallId });
  }
  for (const { ctx, organizationId } of delegations) await signText(ctx, { ...at, organizationId });
}

/** Four motions: admitted by its support, not admitted, withdrawn, and one still waiting. */
async function takeMotions({ chair, delegations }: Assembly): Promise<void> {
  const edition = movingEdition;
  const [by, other] = delegations;
  if (!by || !other) throw new Error("there are two delegations");
  const needs = { supporters: 1, percent: 34, closesAt: null };
  await setMotionRules(chair.ctx, { edition, kind: "resolution", ...needs, requestKey: newId() });
  const words = inOneLanguage("en", "For the seed houses");
  const { organizationId } = by;
  const submit = (kind: "resolution" | "procedure") =>
    submitMotion(by.ctx, {
      edition,
      kind,
      title: words,
      reason: words,
      language: "en",
      words: "The assembly asks every region to keep a seed house.",
      organizationId,
      requestKey: newId(),
    });
  const motion = await submit("resolution");
  for (const { ctx, organizationId: supporter } of delegations.slice(1))
    await supportMotion(ctx, { edition, motion, organizationId: supporter });
  const ruling = inOneLanguage("en", "It was decided yesterday");
  await refuseMotion(chair.ctx, { edition, motion: await submit("procedure"), ruling });
  await withdrawMotion(by.ctx, { edition, motion: await submit("procedure") });
  const waiting = await submit("resolution");
  await supportMotion(other.ctx, { edition, motion: waiting, organizationId: other.organizationId });
}

async function proposeFor(
  { delegations }: Assembly,
  baseVersion: number,
  operations: OperationsInput,
  amends: { number: number; revision: number } | undefined,
): Promise<number> {
  const [by] = delegations;
  if (!by) throw new Error("there is a delegation");
  const words = inOneLanguage("en", "An amendment");
  const form = { ...address, baseVersion, title: words, reason: words, operations, requestKey: newId() };
  return proposeAmendment(by.ctx, { ...form, organizationId: by.organizationId, ...(amends && { amends }) });
}

type Subject = { on: "amendment"; number: number } | { on: "whole"; expectedVersion: number };

async function voteOn({ chair, delegations }: Assembly, subject: Subject, choice: Choice): Promise<void> {
  const rollCallId = await openVote(chair.ctx, { ...address, subject });
  for (const { ctx, organizationId } of delegations)
    await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
  await closeVote(chair.ctx, { rollCallId });
}

async function bodyOf({ shell }: TestNode) {
  const view = await findTextView(shell.db, movingEdition, movingText);
  if (!view) throw new Error("the text is there");
  return view.version.body;
}

/** The paragraph that an amendment puts in. */
async function putInBy({ shell }: TestNode, number: number): Promise<string> {
  const detail = await findAmendment(shell.db, movingEdition, movingText, number);
  const [operation] = detail?.amendment.operations ?? [];
  if (operation?.op !== "insertAfter") throw new Error("the amendment puts a paragraph in");
  return operation.paragraphs[0]?.id ?? "";
}
