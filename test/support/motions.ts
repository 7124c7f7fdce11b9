// Motions for tests: submitted, supported and voted on through use-cases.
import {
  castVote,
  type Choice,
  closeVote,
  findMotionDetail,
  type MotionDetail,
  type WrittenMotionKind,
  openVote,
  submitMotion,
  supportMotion,
} from "#congress";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import type { Assembly } from "./assembly.ts";

const delegation = ({ delegations }: Assembly, at: number) => delegations[at] as Assembly["delegations"][0];

/** Submits a motion of the first delegation, supported by so many others; its number. */
export async function testMotion(
  assembly: Assembly,
  kind: WrittenMotionKind,
  title: string,
  supporters = 0,
): Promise<number> {
  const { edition } = assembly;
  const { ctx, organizationId } = delegation(assembly, 0);
  const motion = await submitMotion(ctx, {
    edition,
    kind,
    title: inOneLanguage("en", title),
    reason: inOneLanguage("en", "Because nobody else does it"),
    language: "en",
    words: `${title}.\n\nIt thanks those who already do.`,
    organizationId,
    requestKey: newId(),
  });
  for (let at = 1; at <= supporters; at += 1) {
    const by = delegation(assembly, at);
    await supportMotion(by.ctx, { edition, motion, organizationId: by.organizationId });
  }
  return motion;
}

export async function motionAt({ node, edition }: Assembly, number: number): Promise<MotionDetail> {
  const found = await findMotionDetail(node.shell.db, edition, number);
  if (!found) throw new Error("the motion is there");
  return found;
}

/** Votes on an admitted motion as a whole; those without a choice stay away. The id of the roll call. */
export async function voteOnMotion(
  assembly: Assembly,
  number: number,
  choices: readonly Choice[],
): Promise<string> {
  const { chair, edition } = assembly;
  const text = (await motionAt(assembly, number)).text?.href.split("/").at(-1) ?? "";
  const rollCallId = await openVote(chair.ctx, {
    edition,
    text,
    subject: { on: "whole", expectedVersion: 1 },
  });
  for (const [at, choice] of choices.entries()) {
    const { ctx, organizationId } = delegation(assembly, at);
    await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
  }
  await closeVote(chair.ctx, { rollCallId });
  return rollCallId;
}
