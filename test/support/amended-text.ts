// A text that delegations amend, for tests of what becomes of their amendments.
import {
  castVote,
  closeVote,
  findAmendment,
  findAmendmentInPlace,
  findTextView,
  incorporateAmendments,
  openVote,
  type OperationsInput,
  proposeAmendment,
  withdrawAmendment,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { tables } from "../../src/modules/congress/tables.ts";
import { type Assembly, openText } from "./assembly.ts";

const SOURCE =
  "Plan\n\nWe agreed on this plan.\n\nSeeds are kept in every region and shared by all.\n\nWater is shared.\n\nLand is tended.\n";
export const title = inOneLanguage("en", "A change");

/** A text with the ways to it that a test needs. */
export async function amendedText(assembly: Assembly, name: string) {
  const { db } = assembly.node.shell;
  const chair = assembly.chair.ctx;
  const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];
  const { edition } = assembly;
  const slug = await openText(chair, edition, name, SOURCE);
  const see = async () => {
    const view = await findTextView(db, edition, slug);
    if (!view) throw new Error("the text is there");
    return view;
  };
  const { body } = (await see()).version;
  const ids = body.map(({ id }) => id);
  const address = { edition, text: slug };
  type More = {
    by?: number;
    baseVersion?: number;
    amends?: { number: number; revision: number };
    revises?: number;
  };
  const propose = (operations: OperationsInput, { by = 0, baseVersion = 1, ...more }: More = {}) =>
    proposeAmendment(delegation(by).ctx, {
      ...address,
      ...more,
      baseVersion,
      operations,
      title,
      reason: title,
      organizationId: delegation(by).organizationId,
      requestKey: newId(),
    });
  const open = (number: number) => openVote(chair, { ...address, subject: { on: "amendment", number } });
  const decide = async (number: number, choice: "for" | "against" = "for") => {
    const rollCallId = await open(number);
    for (const { ctx, organizationId } of assembly.delegations)
      await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
    return closeVote(chair, { rollCallId });
  };
  const incorporate = (expectedVersion = 1) => incorporateAmendments(chair, { ...address, expectedVersion });
  const amendment = async (number: number) => {
    const found = await findAmendment(db, edition, slug, number);
    if (!found) throw new Error("the amendment is there");
    return {
      ...found,
      place: await findAmendmentInPlace(db, found.edition, found.text, found.amendment),
    };
  };
  const states = async () =>
    (
      await tables(db)
        .selectFrom("amendments as a")
        .innerJoin("congress_texts as t", "t.id", "a.text_id")
        .select(["a.state"])
        .where("t.slug", "=", slug)
        .orderBy("a.number")
        .execute()
    ).map(({ state }) => state);
  const words = async (at: number) => (await see()).version.body[at]?.text;
  const withdraw = (number: number, by = 0) =>
    withdrawAmendment(delegation(by).ctx, { ...address, amendment: number });
  return { slug, address, ids, see, propose, open, decide, incorporate, amendment, states, words, withdraw };
}

export const replace = (paragraphId: string | undefined, text: string): OperationsInput[number] => ({
  op: "replace",
  paragraphId: paragraphId ?? "",
  text,
});
export const insert = (afterId: string | undefined, text: string): OperationsInput[number] => ({
  op: "insertAfter",
  afterId: afterId ?? "",
  paragraphs: [{ kind: "paragraph", level: 0, marker: null, text }],
});
export const SEEDS = 2;
export const WATER = 3;
