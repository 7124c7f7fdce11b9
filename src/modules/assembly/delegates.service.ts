// Whom delegations send: naming, deciding on credentials, withdrawing, badges, and who stands in for whom.
// Invariant: whoever is accepted has a mandate of their organisation for the days of the edition, and loses it when they are
// withdrawn; the log holds organisations, numbers and mandates, never who it was.
import {
  type Authority,
  authorise,
  belongsTo,
  endSentMandate,
  grantSentMandate,
  holdsMandateOf,
  type MandateId,
  nameSentPerson,
  type OrganizationId,
  type PersonId,
} from "#confederation";
import { type Edition, editionPath } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct, appendActs } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  badgesAreOfAccepted,
  decisionsAreOnNominated,
  delegationsAreCalled,
  delegationsNameTheirOwn,
  nominationsAreOpen,
  othersDecide,
  peopleAreTheirs,
  seatsSuffice,
  withdrawnWhileSent,
} from "./delegates.rules.ts";
import {
  type DecideInput,
  decideInput,
  type NominateInput,
  nominateInput,
  type ReplaceBadgeInput,
  replaceBadgeInput,
  type WithdrawDelegateInput,
  withdrawDelegateInput,
} from "./delegates.schema.ts";
import {
  countSent,
  type DelegateFacts,
  endBadge,
  findByRequest,
  insertDelegates,
  issueBadge,
  lockBadge,
  lockDelegates,
  markDecided,
  markWithdrawn,
  readCalled,
} from "./delegates.store.ts";
import { tellLater } from "./delegate-mails.service.ts";
import { daysOf } from "./editions.rules.ts";
import { knownEdition } from "./organs.service.ts";
import { editionIsNotOver } from "./seats.rules.ts";
import { formsGoToOnePlace } from "./request-keys.rules.ts";
import { seatsOf } from "./seats.views.ts";
import type { DelegateId } from "./types.ts";

/** The mandate by which the actor names people for an organisation; never the node's shell. */
export async function naming(tx: Ctx, organizationId: OrganizationId): Promise<MandateId> {
  const { mandateId } = await authorise(tx, "assembly.nominate", organizationId);
  hold(delegationsNameTheirOwn(mandateId), "forbidden");
  return mandateId as MandateId;
}

const today = (tx: Ctx) => tx.now.toISOString().slice(0, 10);

/**
 * A called organisation names delegates or alternates, by name or from its own people; needs `assembly.nominate` in it.
 * Refuses with `delegationNotCalled`, `editionIsOver`, `nominationsClosed`, `seatsAllTaken` or `alternatesAllNamed`,
 * `personOfAnotherOrganization` and `delegateNamedAlready`. The same form sent twice names them once; its key
 * is refused for another delegation (`requestKeyTaken`).
 */
export async function nominate(ctx: Ctx, input: NominateInput): Promise<DelegateId[]> {
  const wanted = parse(nominateInput, input);
  const nominating = () => transact(ctx, (tx) => nominateOnce(tx, wanted));
  try {
    return await nominating();
  } catch (error) {
    const constraint = brokenConstraint(error);
    if (constraint === "delegates_once") throw new Refusal("conflict", "delegateNamedAlready");
    // The same form was sent twice, or two named somebody at this very moment.
    const together = ["delegates_request", "delegates_rank"].includes(constraint ?? "");
    if (!together || ctx.db.isTransaction) throw error;
    return nominating();
  }
}

type Nomination = ReturnType<typeof parsedNomination>;

function parsedNomination(input: NominateInput) {
  return parse(nominateInput, input);
}

async function nominateOnce(tx: Ctx, wanted: Nomination): Promise<DelegateId[]> {
  const { organizationId, seat, names, people, requestKey } = wanted;
  const edition = await knownEdition(tx, wanted.edition);
  const mandateId = await naming(tx, organizationId);
  const earlier = await findByRequest(tx, requestKey);
  hold(formsGoToOnePlace(earlier?.place, [edition.id, organizationId]));
  if (earlier) return earlier.ids;
  const organization = await readCalled(tx, edition, organizationId);
  hold(delegationsAreCalled(organization?.called === true), "forbidden");
  const { seats, alternates, until } = await seatsOf(tx.db, edition.id, organizationId);
  const { taken, lastRank } = await countSent(tx, edition.id, organizationId, seat);
  const adding = names.length + people.length;
  hold([
    editionIsNotOver(edition.endsOn, today(tx)),
    nominationsAreOpen(until, tx.now),
    seatsSuffice({ seat, most: seat === "delegate" ? seats : alternates, taken, adding }),
  ]);
  const sent: PersonId[] = [];
  for (const personId of people) {
    hold(peopleAreTheirs(await belongsTo(tx, personId, organizationId)), "invalid");
    sent.push(personId);
  }
  for (const name of names) sent.push(await nameSentPerson(tx, name));
  const actId = await appendAct(tx, {
    type: "assembly.delegates.nominated",
    subject: editionPath(edition.slug),
    mandateId,
    record: { organization: organizationId, seat, number: adding },
  });
  return insertDelegates(
    tx,
    sent.map((personId, index) => ({
      editionId: edition.id,
      organizationId,
      personId,
      seat,
      rank: lastRank + 1 + index,
      nominatedUnder: mandateId,
      requestKey,
      actId,
    })),
  );
}

/**
 * The organisation takes somebody back, with a reason; needs `assembly.nominate` in it. Their mandate and their badge end at
 * once. Refuses with `delegateUnknown` and `delegateDecidedAlready`.
 */
export async function withdrawDelegate(ctx: Ctx, input: WithdrawDelegateInput): Promise<void> {
  const { delegateId, reason } = parse(withdrawDelegateInput, input);
  await transact(ctx, async (tx) => {
    const [delegate] = await lockDelegates(tx, [delegateId]);
    if (!delegate) throw new Refusal("missing", "delegateUnknown");
    const { organizationId, seat, state } = delegate;
    const under = await naming(tx, organizationId);
    hold(withdrawnWhileSent(state));
    await markWithdrawn(tx, delegateId, { under, reason });
    await endBadge(tx, delegateId);
    const authority = await authorise(tx, "assembly.nominate", organizationId);
    if (delegate.mandateId)
      await endSentMandate(
        tx,
        { mandateId: delegate.mandateId, decision: decisionOn("withdrawn") },
        authority,
      );
    await appendAct(tx, {
      type: "assembly.delegate.withdrawn",
      subject: editionPath(delegate.editionSlug),
      mandateId: under,
      record: { organization: organizationId, seat, accepted: state === "accepted" },
    });
    await tellLater(tx, "withdrawn", [delegate.id]);
  });
}

/** What the log and the mandate say; the reason that was given may name people and stays inside. */
function decisionOn(verdict: "accepted" | "withdrawn"): Multilingual {
  return verdict === "accepted"
    ? {
        source: "es",
        texts: {
          es: "La comisión de credenciales aceptó a la persona nombrada por la delegación.",
          en: "The credentials commission accepted the person whom the delegation named.",
          pt: "A comissão de credenciais aceitou a pessoa nomeada pela delegação.",
          fr: "La commission de vérification des pouvoirs a accepté la personne nommée par la délégation.",
        },
      }
    : {
        source: "es",
        texts: {
          es: "La organización retiró a la persona que había nombrado.",
          en: "The organisation withdrew the person whom it had named.",
          pt: "A organização retirou a pessoa que havia nomeado.",
          fr: "L’organisation a retiré la personne qu’elle avait nommée.",
        },
      };
}

/**
 * The credentials commission accepts or refuses people, several at once; needs `assembly.credential` in the organisation that
 * convened the edition. All or none: refuses with `delegateUnknown`, `delegateDecidedAlready`, `ownDelegationNotDecided`,
 * `seatsAllTaken` and `editionIsOver`. Those on whom the same was decided already are left as they are.
 */
export async function decideOnDelegates(ctx: Ctx, input: DecideInput): Promise<void> {
  const wanted = parse(decideInput, input);
  await transact(ctx, async (tx) => {
    const edition = await knownEdition(tx, wanted.edition);
    const authority = await authorise(tx, "assembly.credential", edition.convenedBy);
    hold(editionIsNotOver(edition.endsOn, today(tx)));
    const delegates = await lockDelegates(tx, [...new Set(wanted.delegateIds)]);
    const known = delegates.filter(({ editionId }) => editionId === edition.id);
    if (known.length !== new Set(wanted.delegateIds).size) throw new Refusal("missing", "delegateUnknown");
    const decided = wanted.verdict === "accept" ? "accepted" : "refused";
    const open = known.filter(({ state }) => state !== decided);
    await holdDecidable(tx, open);
    for (const delegate of open) {
      if (decided === "accepted") await accept(tx, edition, delegate, authority);
      else {
        const { mandateId: under } = authority;
        await markDecided(tx, delegate.id, { state: decided, under, mandateId: null, reason: wanted.reason });
      }
    }
    await appendActs(
      tx,
      open.map(({ organizationId, seat }) => ({
        type: `assembly.delegate.${decided}`,
        subject: editionPath(edition.slug),
        mandateId: authority.mandateId,
        record: { organization: organizationId, seat },
      })),
    );
    await tellLater(
      tx,
      decided,
      open.map(({ id }) => id),
    );
  });
}

async function holdDecidable(tx: Ctx, delegates: readonly DelegateFacts[]): Promise<void> {
  const { actor } = tx;
  const own =
    actor.kind === "person"
      ? await holdsMandateOf(
          tx,
          actor.personId,
          delegates.map(({ organizationId }) => organizationId),
        )
      : new Set<OrganizationId>();
  for (const { state, organizationId, nominatedBy, personId } of delegates) {
    const decider =
      actor.kind === "person"
        ? { personId: actor.personId, ofTheOrganization: own.has(organizationId) }
        : null;
    hold(othersDecide(decider, { by: nominatedBy, who: personId }), "forbidden");
    hold(decisionsAreOnNominated(state));
  }
}

async function accept(tx: Ctx, edition: Edition, delegate: DelegateFacts, authority: Authority) {
  const { id, organizationId, personId, seat } = delegate;
  const { seats, alternates } = await seatsOf(tx.db, edition.id, organizationId);
  const { accepted } = await countSent(tx, edition.id, organizationId, seat);
  hold(seatsSuffice({ seat, most: seat === "delegate" ? seats : alternates, taken: accepted, adding: 1 }));
  const sent = { personId, organizationId, ...daysOf(edition), decision: decisionOn("accepted") };
  const mandateId = await grantSentMandate(tx, sent, authority);
  const under = authority.mandateId;
  await markDecided(tx, id, { state: "accepted", under, mandateId, reason: null });
  await issueBadge(tx, id, under);
}

/**
 * A lost badge counts no more, and its holder has a new one; needs `assembly.credential` where the edition was convened.
 * Refuses with `badgeUnknown` and `delegateNotAccepted`.
 */
export async function replaceBadge(ctx: Ctx, input: ReplaceBadgeInput): Promise<void> {
  const { edition: slug, badgeId } = parse(replaceBadgeInput, input);
  await transact(ctx, async (tx) => {
    const edition = await knownEdition(tx, slug);
    const { mandateId } = await authorise(tx, "assembly.credential", edition.convenedBy);
    const badge = await lockBadge(tx, badgeId);
    if (!badge || badge.editionId !== edition.id) throw new Refusal("missing", "badgeUnknown");
    hold(badgesAreOfAccepted(badge.state));
    if (badge.replaced) return;
    await endBadge(tx, badge.delegateId);
    await issueBadge(tx, badge.delegateId, mandateId);
  });
}
