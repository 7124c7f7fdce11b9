// What the chair decides about the order of votes: another order than the rules give, and that alternatives to an adopted
// amendment are not put to the vote any more.
// Invariant: both are logged with their reason; an order never puts an amendment before those that would change it.
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold, type Verdict } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  type AmendmentInput,
  amendmentInput,
  type SetVotingOrderInput,
  setVotingOrderInput,
} from "./amendments.schema.ts";
import { somethingIsToSettle, textsAreOpen } from "./congress.rules.ts";
import { conflictKinds, findConflicts } from "./conflicts.rules.ts";
import { lockOpenAmendments, readOpenAmendments } from "./contenders.store.ts";
import { presiding } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import { supersede } from "./secondary-amendments.service.ts";
import { knownText } from "./texts.service.ts";
import {
  alternativesFall,
  amendmentsAwaitTheirTurn,
  secondaryAmendmentsComeFirst,
  votingRulesOfToday,
} from "./voting-order.rules.ts";
import { findVotingOrder, insertVotingOrder } from "./voting-order.store.ts";

/**
 * Puts amendments first in the order of votes, and chooses the rules for alternatives, with a reason; needs
 * `congress.preside`. No numbers: the order of the rules again. Refuses with `textNotOpenForAmendments` and, in `numbers`,
 * `amendmentNotToBeVoted` {number} and `secondaryComesFirst` {number, parent}.
 */
export async function setVotingOrder(ctx: Ctx, input: SetVotingOrderInput): Promise<void> {
  const wanted = parse(setVotingOrderInput, input);
  const numbers = [...new Set(wanted.numbers)];
  try {
    await transact(ctx, async (tx) => {
      const { authority } = await presiding(tx, wanted.edition);
      const { edition, text } = await knownText(tx, wanted, "locked");
      hold(textsAreOpen(text.state));
      const { open } = await readOpenAmendments(tx.db, text);
      const waiting = open.filter(({ amendment }) => amendment.state !== "adopted");
      holdNumbers([
        amendmentsAwaitTheirTurn(numbers, waiting),
        secondaryAmendmentsComeFirst(numbers, waiting),
      ]);
      const { mandateId } = authority;
      const rules = wanted.rules ?? (await findVotingOrder(tx.db, text.id))?.rules ?? null;
      const actId = await appendAct(tx, {
        type: "congress.text.voting_order_set",
        subject: textPath(edition.slug, text.slug),
        mandateId,
        record: { version: text.lastVersion, numbers, ...(rules && { rules }), reason: wanted.reason },
      });
      const { reason, requestKey } = wanted;
      await insertVotingOrder(tx, { textId: text.id, numbers, rules, reason, mandateId, requestKey, actId });
    });
  } catch (error) {
    // The form was sent twice: the first time it counted.
    if (brokenConstraint(error) !== "voting_orders_request") throw error;
  }
}

/** The reason is the refusal's own, and stands beside the numbers. */
function holdNumbers(verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) {
    if (verdict.ok) continue;
    const { reason, facts } = verdict;
    throw new Refusal("conflict", reason, facts, [{ field: "numbers", reason, facts }]);
  }
}

/**
 * Ends without a vote the open amendments that exclude an adopted one; needs `congress.preside`. Gives their numbers.
 * Refuses with `amendmentUnknown`, `amendmentNotAdopted` {number}, `nothingToSettle`, and
 * `alternativesArePut` where the chair decided that each of them is put to the vote.
 */
export async function settleAlternatives(ctx: Ctx, input: AmendmentInput): Promise<number[]> {
  const wanted = parse(amendmentInput, input);
  return transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition);
    const { edition, text } = await knownText(tx, wanted, "locked");
    const order = await findVotingOrder(tx.db, text.id);
    hold([textsAreOpen(text.state), alternativesFall(order?.rules ?? votingRulesOfToday)]);
    const { body, open } = await lockOpenAmendments(tx, text);
    const adopted = open.find((one) => one.number === wanted.amendment);
    if (adopted?.amendment.state !== "adopted")
      throw new Refusal("conflict", "amendmentNotAdopted", { number: wanted.amendment });
    const excluded = new Set(
      findConflicts(body, open)
        .filter(({ kind, between }) => conflictKinds[kind].excludes && between.includes(adopted.number))
        .flatMap(({ between }) => between),
    );
    const rest = open.filter(
      ({ number, amendment: { state } }) =>
        excluded.has(number) && (state === "proposed" || state === "quorum_not_reached"),
    );
    hold(somethingIsToSettle(rest.length));
    const acting = { tx, edition, text, mandateId: authority.mandateId };
    for (const { amendment } of rest)
      await supersede(acting, amendment, "supersededByAmendment", { number: adopted.number });
    return rest.map(({ number }) => number);
  });
}
