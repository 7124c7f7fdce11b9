// Who stands in for whom, in a sitting or for an afternoon.
// Invariant: a seat has one holder at a time: for the time named the alternate has it, and the delegate does not.
import { editionPath } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { alternatesStandIn, substitutionsDoNotOverlap } from "./delegates.rules.ts";
import {
  type EndSubstitutionInput,
  endSubstitutionInput,
  type SubstituteInput,
  substituteInput,
} from "./delegates.schema.ts";
import { naming } from "./delegates.service.ts";
import {
  findSubstitutionByRequest,
  insertSubstitution,
  lockDelegates,
  lockSubstitution,
  markSubstitutionEnded,
  readOverlapping,
} from "./delegates.store.ts";
import { formsGoToOnePlace } from "./request-keys.rules.ts";
import type { SubstitutionId } from "./types.ts";

/**
 * An alternate takes a delegate's seat for a time; needs `assembly.nominate` in their organisation. Refuses with
 * `delegateUnknown`, `delegateNotAccepted`, `alternateStandsInForDelegate`, `alternateOfAnotherDelegation`,
 * `substitutionOverlaps` and `requestKeyTaken`.
 */
export async function substitute(ctx: Ctx, input: SubstituteInput): Promise<SubstitutionId> {
  const { delegateId, alternateId, startsAt, endsAt, requestKey } = parse(substituteInput, input);
  const substituting = () =>
    transact(ctx, async (tx) => {
      const both = await lockDelegates(tx, [delegateId, alternateId]);
      const delegate = both.find(({ id }) => id === delegateId);
      const alternate = both.find(({ id }) => id === alternateId);
      if (!delegate || !alternate || delegate.editionId !== alternate.editionId)
        throw new Refusal("missing", "delegateUnknown");
      const { editionId, editionSlug, organizationId } = delegate;
      const mandateId = await naming(tx, organizationId);
      const earlier = await findSubstitutionByRequest(tx, requestKey);
      hold(formsGoToOnePlace(earlier?.place, [editionId, organizationId]));
      if (earlier) return earlier.id;
      const period = { startsAt, endsAt };
      hold([
        alternatesStandIn(delegate, alternate),
        substitutionsDoNotOverlap(period, await readOverlapping(tx, [delegateId, alternateId])),
      ]);
      const actId = await appendAct(tx, {
        type: "assembly.substitution.named",
        subject: editionPath(editionSlug),
        mandateId,
        record: {
          organization: organizationId,
          startsAt: startsAt.toISOString(),
          endsAt: endsAt.toISOString(),
        },
      });
      const fresh = { editionId, delegateId, alternateId, ...period, mandateId, requestKey, actId };
      return insertSubstitution(tx, fresh);
    });
  try {
    return await substituting();
  } catch (error) {
    if (brokenConstraint(error) !== "substitutions_request" || ctx.db.isTransaction) throw error;
    return substituting();
  }
}

/** Takes it back before its time is over; needs `assembly.nominate`. Twice is as once. Refuses with `substitutionUnknown`. */
export async function endSubstitution(ctx: Ctx, input: EndSubstitutionInput): Promise<void> {
  const { substitutionId } = parse(endSubstitutionInput, input);
  await transact(ctx, async (tx) => {
    const found = await lockSubstitution(tx, substitutionId);
    if (!found) throw new Refusal("missing", "substitutionUnknown");
    const [delegate] = await lockDelegates(tx, [found.delegateId]);
    if (!delegate) throw new Refusal("missing", "delegateUnknown");
    const mandateId = await naming(tx, delegate.organizationId);
    if (found.ended) return;
    await markSubstitutionEnded(tx, substitutionId);
    await appendAct(tx, {
      type: "assembly.substitution.ended",
      subject: editionPath(delegate.editionSlug),
      mandateId,
      record: { organization: delegate.organizationId },
    });
  });
}
