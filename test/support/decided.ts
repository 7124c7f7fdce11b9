// An assembly with an adopted text, its points marked, and the commission that follows them up.
import {
  castVote,
  closeVote,
  type DecisionPoint,
  findTextView,
  listDecisionPoints,
  markDecisionPoints,
  openVote,
} from "#congress";
import { newId } from "../../src/platform/ids.ts";
import { type Assembly, conveneAssembly, type Delegation, openText } from "./assembly.ts";
import { personWithOffice, type TestNode, type TestPerson } from "./node.ts";

export type Decided = Assembly & {
  readonly points: readonly DecisionPoint[];
  /** Records, confirms and drops. */
  readonly commission: TestPerson;
  /** Answers for the commitments of these tests. */
  readonly responsible: Delegation;
};

const TEXT = "What we decided\n\nThe plan\n\n1. A library for all.\n\n2. A bank of seeds.\n";

/** Three delegations adopt a text with two points. */
export async function decide(node: TestNode): Promise<Decided> {
  const assembly = await conveneAssembly(node, 3);
  const { chair, delegations, edition } = assembly;
  const text = await openText(chair.ctx, edition, "Plan", TEXT);
  const address = { edition, text };
  const rollCallId = await openVote(chair.ctx, { ...address, subject: { on: "whole", expectedVersion: 1 } });
  for (const { ctx, organizationId } of delegations) {
    await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
  }
  await closeVote(chair.ctx, { rollCallId });
  const view = await findTextView(node.shell.db, edition, text);
  const items = view?.version.body.filter(({ kind }) => kind === "item") ?? [];
  await markDecisionPoints(chair.ctx, { ...address, paragraphIds: items.map(({ id }) => id) });
  const [responsible] = delegations;
  if (!responsible) throw new Error("an assembly of three has a first delegation");
  return {
    ...assembly,
    points: await listDecisionPoints(node.shell.db),
    commission: await personWithOffice(node, node.organizationId, "commission_member"),
    responsible,
  };
}
