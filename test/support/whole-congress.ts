// A congress in which everything happens that an archive tells: for tests of archives.
import { changeRules, defaultRules, findSitting } from "#assembly";
import {
  accreditDelegation,
  castVote,
  type Choice,
  closeVote,
  findTextView,
  importTranslation,
  incorporateAmendments,
  markDecisionPoints,
  openVote,
  type OperationsInput,
  type Paragraph,
  proposeAmendment,
  type RoomAtOpening,
  publishText,
  signText,
  translateParagraphs,
  withdrawAccreditation,
  withdrawAmendment,
} from "#congress";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { type Assembly, affiliatedDelegation, conveneAssembly, openText } from "./assembly.ts";
import type { TestNode } from "./node.ts";
import { planTestSitting } from "./sitting.ts";

export const wholeEdition = "congress-2019";
export const wholeText = "plan";
const address = { edition: wholeEdition, text: wholeText };

const SOURCE = `What we decided

The plan of the assembly

1. A library for all, in every language of the peoples.

2. A bank of seeds, kept in common & shared by all <who sow>.

3. A school of water.

We sign it together.
`;
const EN_FRANCAIS = `Ce que nous avons décidé

Le plan de l’assemblée

1. Une bibliothèque pour tous, dans chaque langue des peuples.

2. Une banque de semences, gardée en commun et partagée.

3. Une école de l’eau.

Nous le signons ensemble.
`;

export type WholeCongress = Assembly & { readonly body: readonly Paragraph[] };

/** Six delegations, one of which goes again; five amendments with every end; adopted, signed, translated, published. */
export async function holdWholeCongress(node: TestNode): Promise<WholeCongress> {
  const assembly = await conveneAssembly(node, 5);
  const { chair } = assembly;
  const leaving = await affiliatedDelegation(node, "Delegation that leaves");
  const { organizationId } = leaving;
  await accreditDelegation(chair.ctx, { edition: wholeEdition, organizationId });
  await openText(chair.ctx, wholeEdition, "Plan", SOURCE);
  await importTranslation(chair.ctx, {
    ...address,
    language: "fr",
    bytes: Buffer.from(EN_FRANCAIS),
    format: "plain",
    state: "reviewed",
  });
  const body = await bodyOf(node);
  await proposeAll(assembly, body);
  const reason = inOneLanguage("en", "Its mandate was in doubt");
  await vote(assembly, { on: "amendment", number: 1 }, ["for", "for", "for", "against", "abstain"]);
  await withdrawAccreditation(chair.ctx, { edition: wholeEdition, organizationId, reason });
  await vote(assembly, { on: "amendment", number: 2 }, ["against", "against", "for"], "delegations");
  await vote(assembly, { on: "amendment", number: 3 }, ["for", "for", "for", "for", "for"], "delegates");
  await vote(assembly, { on: "amendment", number: 4 }, ["for", "for"]);
  await vote(assembly, { on: "amendment", number: 4 }, ["for", "for", "for"]);
  const [, proposer] = assembly.delegations;
  if (proposer) await withdrawAmendment(proposer.ctx, { ...address, amendment: 5 });
  await incorporateAmendments(chair.ctx, { ...address, expectedVersion: 1 });
  await adopt(assembly);
  return { ...assembly, body };
}

async function proposeAll({ delegations }: Assembly, body: readonly Paragraph[]): Promise<void> {
  const items = body.filter(({ kind }) => kind === "item");
  const [library, seeds, water] = items.map(({ id }) => id);
  if (!library || !seeds || !water) throw new Error("the text has three items");
  const paragraph = (text: string) => ({ kind: "paragraph" as const, level: 0, marker: null, text });
  const amendments: OperationsInput[] = [
    [
      {
        op: "replace",
        paragraphId: library,
        text: "A library for all, in every language, and for the blind.",
      },
      { op: "insertAfter", afterId: seeds, paragraphs: [paragraph("Each region keeps “its own” copies.")] },
    ],
    [{ op: "delete", paragraphId: water }],
    [{ op: "replace", paragraphId: library, text: "A library of the congress." }],
    [{ op: "move", paragraphId: water, afterId: null }],
    [{ op: "delete", paragraphId: seeds }],
  ];
  for (const [at, operations] of amendments.entries()) {
    const by = delegations[at < 4 ? 0 : 1];
    if (!by) throw new Error("there are two delegations");
    const words = inOneLanguage("en", `Amendment ${at + 1}`);
    const form = { ...address, baseVersion: 1, title: words, reason: words, operations };
    await proposeAmendment(by.ctx, { ...form, organizationId: by.organizationId, requestKey: newId() });
  }
}

type Subject = { on: "amendment"; number: number } | { on: "whole"; expectedVersion: number };

type RoomOf = "delegations" | "delegates" | null;

/** Half of the delegations, or of the people whom they sent, have to be in the room when the vote opens. */
function roomFor({ chair, delegations }: Assembly, of: RoomOf): RoomAtOpening | null {
  return (
    of && {
      at: chair.ctx.now,
      delegations: delegations.slice(0, 3).map(({ organizationId }) => organizationId),
      delegates: 9,
      accreditedDelegates: 16,
      quorum: { of, share: { numerator: 1, denominator: 2 }, counted: "present_when_opened" },
    }
  );
}

/** A vote that is counted by who is in the room is called in a sitting, of an organ with that quorum. */
async function sitFor(assembly: Assembly, of: NonNullable<RoomOf>): Promise<void> {
  const { chair, edition } = assembly;
  const rules = { ...defaultRules, quorum: { ...defaultRules.quorum, of } };
  const decision = inOneLanguage("en", "Decided by the plenary");
  const organ = { edition, organ: "plenary", languages: ["es"], decision };
  await changeRules(chair.ctx, { ...organ, rules, requestKey: newId() });
  if (await findSitting(chair.ctx, edition, 1)) return;
  const sitting = await planTestSitting(assembly, ["Amendments"]);
  await sitting.act({ what: "opened" });
  await sitting.act({ what: "item_opened", itemId: sitting.items[0] ?? "" });
}

async function vote(
  assembly: Assembly,
  subject: Subject,
  choices: readonly Choice[],
  room: RoomOf = null,
): Promise<void> {
  const { chair, delegations } = assembly;
  if (room) await sitFor(assembly, room);
  const rollCallId = await openVote(chair.ctx, { ...address, subject }, roomFor(assembly, room));
  const cast = async (at: number, choice: Choice) => {
    const delegation = delegations[at];
    if (!delegation) throw new Error("there are as many delegations as choices");
    const { ctx, organizationId } = delegation;
    await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
  };
  // The first one changes its mind.
  await cast(0, "abstain");
  for (const [at, choice] of choices.entries()) await cast(at, choice);
  await closeVote(chair.ctx, { rollCallId });
}

async function adopt(assembly: Assembly): Promise<void> {
  const { chair, delegations, node } = assembly;
  const adopting = await bodyOf(node);
  const added = adopting.find(({ text }) => text.startsWith("Each region"));
  if (!added) throw new Error("an amendment added a paragraph");
  const paragraphs = [
    { paragraphId: added.id, text: "Chaque région garde ses copies.", state: "draft" as const },
  ];
  // A moment later: what belongs to which act of translation is told by its instant.
  const later = { ...chair.ctx, now: new Date(chair.ctx.now.getTime() + 1_000) };
  await translateParagraphs(later, { ...address, language: "fr", paragraphs });
  await vote(assembly, { on: "whole", expectedVersion: 3 }, ["for", "for", "for", "for", "against"]);
  for (const { ctx, organizationId } of delegations.slice(0, 4))
    await signText(ctx, { ...address, organizationId });
  await publishText(chair.ctx, address);
  const points = adopting.filter(({ kind }) => kind === "item").map(({ id }) => id);
  await markDecisionPoints(chair.ctx, { ...address, paragraphIds: points });
}

async function bodyOf({ shell }: TestNode): Promise<readonly Paragraph[]> {
  const view = await findTextView(shell.db, wholeEdition, wholeText);
  if (!view) throw new Error("the text is there");
  return view.version.body;
}
