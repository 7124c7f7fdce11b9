// The rules of operation that the meeting of these days adopted, and a text that failed by them: many were in favour, and
// almost all of them from one region. All of it is invented.
import { openVoteBetweenSittings } from "#assembly";
import {
  castVote,
  type Choice,
  closeVote,
  findMotionDetail,
  proposeEditionRules,
  submitMotion,
  supportMotion,
} from "#congress";
import type { DemoRules } from "./data.ts";
import type { Meeting } from "./open-text.ts";

/** Votes between the first sitting and the second, `from` minutes on: first on the rules, then by them. */
export async function adoptRules(rules: DemoRules, meeting: Voting, from: number): Promise<void> {
  const { edition, cast, at } = meeting;
  const { motion, failed } = rules;
  const [mover, other] = [motion, failed].map(({ proposer }, index) => ({
    ctx: cast.acting(cast.spokesperson(proposer), at(from + 120 * index)),
    organizationId: cast.organization(proposer),
  }));
  if (!mover || !other) throw new Error("two motions have two movers");
  const language = motion.title.source;
  const { title, reason } = motion;
  const number = await proposeEditionRules(mover.ctx, {
    edition,
    title,
    reason,
    language,
    rules: motion.rules,
    organizationId: mover.organizationId,
    requestKey: mover.ctx.newId(),
  });
  await carry(meeting, number, motion, from);
  const { kind, words } = failed;
  const second = await submitMotion(other.ctx, {
    edition,
    kind,
    title: failed.title,
    reason: failed.reason,
    language,
    words,
    organizationId: other.organizationId,
    requestKey: other.ctx.newId(),
  });
  await carry(meeting, second, failed, from + 120);
}

type Voting = Meeting & {
  readonly members: readonly { readonly externalId: string; readonly key: string }[];
};

type Voted = Pick<DemoRules["motion"], "supporters" | "against" | "abstain">;

/** Supported by enough others, and put to the vote of all delegations. */
async function carry(
  { edition, cast, at, chair, members }: Voting,
  motion: number,
  { supporters, against, abstain }: Voted,
  from: number,
): Promise<void> {
  for (const supporter of supporters)
    await supportMotion(cast.acting(cast.spokesperson(supporter), at(from + 20)), {
      edition,
      motion,
      organizationId: cast.organization(supporter),
    });
  const opener = chair(from + 40);
  const found = await findMotionDetail(opener.db, edition, motion);
  const text = found?.text?.href.split("/").at(-1) ?? "";
  const subject = { on: "whole" as const, expectedVersion: 1 };
  const rollCallId = await openVoteBetweenSittings(opener, { edition, text, subject });
  const choiceOf = (externalId: string): Choice =>
    against.includes(externalId) ? "against" : abstain.includes(externalId) ? "abstain" : "for";
  for (const { externalId, key } of members) {
    const voter = cast.acting(key, at(from + 60));
    await castVote(voter, {
      rollCallId,
      organizationId: cast.organization(externalId),
      choice: choiceOf(externalId),
      requestKey: voter.newId(),
    });
  }
  await closeVote(chair(from + 90), { rollCallId });
}
