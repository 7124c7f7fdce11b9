// The open roll call: on an amendment, or on the adoption of the whole text.
// Invariant: rules and roll are frozen when a vote opens; one vote counts for each delegation on the roll, its latest.
import type { Counted, Tally } from "#algorithms/roll-calls";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { broken, hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { authorise, type MandateId, type OrganizationId } from "#confederation";
import {
  type CastVoteInput,
  castVoteInput,
  type CloseVoteInput,
  closeVoteInput,
  type OpenVoteInput,
  openVoteInput,
} from "./amendments.schema.ts";
import { fixAuthenticLanguages, recordTranslations, translationsNow } from "./authentic-languages.service.ts";
import {
  countUnsettled,
  listSecondary,
  lockAmendment,
  markAmendmentAdopted,
  setAmendmentState,
} from "./amendments.store.ts";
import {
  amendmentsAreSettled,
  amendmentsAwaitAVote,
  delegationsAreAccredited,
  parentsAreNotVotedOn,
  parentsAwaitAVote,
  secondaryAmendmentsAreSettled,
  textsAreOpen,
  versionsAreAsExpected,
} from "./congress.rules.ts";
import { presiding, speaking } from "./editions.service.ts";
import { countDeciding, readRegionCounts } from "./counting.store.ts";
import { amendmentPath, textPath } from "./paths.ts";
import { earliestReading, isLastReading, readingsKeepTheirDistance } from "./readings.rules.ts";
import { insertReading, listReadings } from "./readings.store.ts";
import { type Acting, fallWithParent, takeUpAdopted } from "./secondary-amendments.service.ts";
import type { RuleProposalId } from "#rulebook";
import { knownText } from "./texts.service.ts";
import { markAdopted, raise, readVersion, setTextState } from "./texts.store.ts";
import { motionBehind, readAsRulesSay, rulesAtOpening } from "./rules-in-force.service.ts";
import { takeEffect } from "./rules-changes.service.ts";
import type { Amendment, CongressText, RollCallId, RoomCounts, RoomQuorum, VoteId } from "./types.ts";
import {
  somebodyIsAccredited,
  tiesAreBroken,
  votersAreOnTheRoll,
  votesAreDecided,
  votesAreOpen,
} from "./votes.rules.ts";
import {
  countCalled,
  insertRollCall,
  insertVote,
  isOnTheRoll,
  markClosed,
  type OnTheRoll,
  readRollCall,
  rollOfNow,
  type RollCallInPlace,
} from "./votes.store.ts";

/**
 * Opens a vote; needs `congress.preside`. Refuses with `textNotOpenForAmendments`, `nobodyAccredited`, `voteAlreadyOpen`;
 * on an amendment with `amendmentUnknown`, `amendmentNotOpen` and `secondaryAmendmentsOpen` {open}, on one to an amendment
 * with `amendmentFrozen` and `amendmentAlreadyDecided` of that one; on the whole with `amendmentsStillOpen` {open} and
 * `versionChangedMeanwhile`, and with `authenticTextIncomplete` {language, open} where it is to be authentic in several
 * languages, and with `readingTooEarly` {earliest} where it is read more than once; by the rules in force with `rulesNeedTheRoom`,
 * `voteTooEarly` {earliest} and `rulesAskWhatNobodyCounts`. `room` is for those who keep the door: with it the quorum is one of the room, which is frozen
 * with the roll. No form of this module sends it.
 */
export async function openVote(
  ctx: Ctx,
  input: OpenVoteInput,
  room: RoomAtOpening | null = null,
): Promise<RollCallId> {
  const wanted = parse(openVoteInput, input);
  return transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition);
    const { edition, text } = await knownText(tx, wanted, "locked");
    const acting = { tx, edition, text, mandateId: authority.mandateId };
    const { amendment, version, proposedAt } =
      wanted.subject.on === "amendment"
        ? await openOnAmendment(tx, text, wanted.subject.number)
        : await openOnWhole(acting, wanted.subject.expectedVersion);
    const roll = await rollOfNow(tx, edition.id);
    hold(somebodyIsAccredited(roll.length));
    const id = tx.newId() as RollCallId;
    const { counts, present } = frozenRoom(room, roll);
    const called = await countCalled(tx, edition);
    const quorum = room?.quorum ?? null;
    const opening = { amendment, quorum, room: counts, roll, called, proposedAt };
    const { rules, ruleVersionId } = await rulesAtOpening(acting, opening);
    const actId = await appendAct(tx, {
      type: amendment ? "congress.amendment.vote_opened" : "congress.text.vote_opened",
      subject: subjectOf(edition.slug, text.slug, amendment),
      mandateId: authority.mandateId,
      record: {
        rollCall: id,
        version,
        rules,
        accredited: roll.length,
        roll: roll.map((one) => one.id),
        regions: roll.map(({ region }) => region),
        called,
        ...(counts && { room: counts, present }),
      },
    });
    await insertRollCall(tx, id, {
      textId: text.id,
      amendmentId: amendment?.id ?? null,
      version,
      rules,
      ruleVersionId,
      roll,
      called,
      room: counts,
      present,
      openedUnder: authority.mandateId,
      actId,
    });
    return id;
  });
}

/** The room as the door saw it, and the quorum that is asked of it. */
export type RoomAtOpening = {
  readonly at: Date;
  readonly delegations: readonly OrganizationId[];
  readonly delegates: number;
  readonly accreditedDelegates: number;
  readonly quorum: RoomQuorum;
};

type FrozenRoom = {
  readonly counts: RoomCounts | null;
  readonly present: readonly OrganizationId[];
};

/** Whoever is in the room without being on the roll is not counted among the delegations. */
function frozenRoom(room: RoomAtOpening | null, roll: readonly OnTheRoll[]): FrozenRoom {
  if (!room) return { counts: null, present: [] };
  const inTheRoom = new Set(room.delegations);
  const present = roll.map((one) => one.id).filter((id) => inTheRoom.has(id));
  const counts = {
    at: room.at.toISOString(),
    delegations: present.length,
    delegates: room.delegates,
    accreditedDelegates: room.accreditedDelegates,
  };
  return { counts, present };
}

type OpenedOn = {
  readonly amendment: Amendment | undefined;
  readonly version: number;
  /** When what is voted on came before the assembly. */
  readonly proposedAt: Date;
};

async function openOnAmendment(tx: Ctx, text: CongressText, number: number): Promise<OpenedOn> {
  const amendment = await lockAmendment(tx, text.id, { number });
  if (!amendment) throw new Refusal("missing", "amendmentUnknown", { number });
  hold([textsAreOpen(text.state), amendmentsAwaitAVote(amendment.state)]);
  if (amendment.parentId) {
    const parent = await lockAmendment(tx, text.id, { id: amendment.parentId });
    if (parent) hold([parentsAreNotVotedOn(parent), parentsAwaitAVote(parent)]);
  } else {
    const secondary = await listSecondary(tx.db, text.id, amendment.id);
    const open = secondary.filter(({ state }) => state === "proposed" || state === "voting");
    hold(secondaryAmendmentsAreSettled(open.length));
  }
  await setAmendmentState(tx, amendment.id, "voting");
  return { amendment, version: text.lastVersion, proposedAt: amendment.proposedAt };
}

async function openOnWhole(acting: Acting, expectedVersion: number): Promise<OpenedOn> {
  const { tx, text } = acting;
  if (text.state === "adopting") hold(broken("voteAlreadyOpen"));
  hold([
    textsAreOpen(text.state),
    versionsAreAsExpected(expectedVersion, text.lastVersion),
    amendmentsAreSettled(await countUnsettled(tx, text.id)),
  ]);
  const version = await fixAuthenticLanguages(acting);
  const passed = await listReadings(tx.db, text.id);
  const reading = await readAsRulesSay(acting);
  hold(readingsKeepTheirDistance(earliestReading(reading, passed, version), tx.now));
  await setTextState(tx, text.id, "adopting");
  return { amendment: undefined, version, proposedAt: text.createdAt };
}

function subjectOf(
  edition: string,
  text: string,
  amendment: { readonly number: number } | undefined,
): string {
  return amendment ? amendmentPath(edition, text, amendment.number) : textPath(edition, text);
}

/**
 * Casts, or changes, the vote of a delegation, by its mandate with `congress.vote`. The same request key counts once.
 * Refuses with `voteUnknown`, `voteClosed` {closedAt}, `delegationNotAccredited` and `delegationNotOnTheRoll`.
 */
export async function castVote(ctx: Ctx, input: CastVoteInput): Promise<void> {
  const wanted = parse(castVoteInput, input);
  const { rollCallId, organizationId, choice } = wanted;
  try {
    await transact(ctx, async (tx) => {
      const rollCall = await readRollCall(tx, rollCallId, "read");
      if (!rollCall) throw new Refusal("missing", "voteUnknown");
      const { edition, textSlug } = rollCall;
      const { mandateId, facts } = await speaking(tx, edition, organizationId, "congress.vote");
      hold(votesAreOpen(rollCall.closedAt));
      hold(
        [
          delegationsAreAccredited(facts),
          votersAreOnTheRoll(await isOnTheRoll(tx, rollCallId, organizationId)),
        ],
        "forbidden",
      );
      const id = tx.newId() as VoteId;
      const actId = await appendAct(tx, {
        type: "congress.vote.cast",
        subject: textPath(edition.slug, textSlug),
        mandateId,
        record: { vote: id, rollCall: rollCallId, organization: organizationId, choice },
      });
      await insertVote(tx, id, { ...wanted, mandateId, actId });
    });
  } catch (error) {
    // The form was sent twice: the first time it counted, and a later change of mind stands.
    if (brokenConstraint(error) !== "votes_cast_request") throw error;
  }
}

/**
 * Closes a vote and says what came of it, with every number; needs `congress.preside`. An adopted amendment waits for
 * its incorporation; an adopted text is frozen; a text that was not adopted is open again; adopted rules are in force. Refuses with
 * `voteUnknown`, `voteClosed`, `castingVoteNeeded` where the rules leave a tie to whoever presides, `voteIsPending` {until}.
 */
export async function closeVote(ctx: Ctx, input: CloseVoteInput): Promise<Tally> {
  const { rollCallId, castingVote } = parse(closeVoteInput, input);
  return transact(ctx, async (tx) => {
    const rollCall = await readRollCall(tx, rollCallId, "locked");
    if (!rollCall) throw new Refusal("missing", "voteUnknown");
    const { mandateId } = await authorise(tx, "congress.preside", rollCall.edition.convenedBy);
    hold(votesAreOpen(rollCall.closedAt));
    const decided = await decide(tx, rollCall, castingVote ?? null);
    const counted = decided.tally;
    const concluded = rollCall.amendmentId
      ? await concludeAmendment(tx, rollCall, counted, mandateId)
      : await concludeText(tx, rollCall, counted);
    const actId = await appendAct(tx, {
      type: concluded.type ?? `congress.${rollCall.amendmentId ? "amendment" : "text"}.${counted.verdict}`,
      subject: concluded.subject,
      mandateId,
      record: { rollCall: rollCallId, version: rollCall.version, ...concluded.facts, ...counted },
    });
    await markClosed(tx, rollCallId, decided, { closedUnder: mandateId, actId });
    const of = { textId: rollCall.textId, version: rollCall.version, actId };
    if (concluded.type) await insertReading(tx, { ...of, rollCallId });
    await recordTranslations(tx, of, concluded.translations ?? []);
    if (concluded.rules) await takeEffect(tx, rollCall, concluded.rules, mandateId);
    return counted;
  });
}

/** Counts it by its own rules. The word of whoever presides is asked for, and counts, only where the vote is tied. */
async function decide(
  tx: Ctx,
  rollCall: RollCallInPlace,
  castingVote: "for" | "against" | null,
): Promise<Counted> {
  const regions = (await readRegionCounts(tx.db, [rollCall.id])).get(rollCall.id) ?? [];
  const counted = countDeciding(rollCall, regions, tx.now);
  const broken =
    counted.evaluation.verdict === "tied" && castingVote
      ? countDeciding({ ...rollCall, castingVote }, regions, tx.now)
      : counted;
  hold([tiesAreBroken(broken.evaluation), votesAreDecided(broken.evaluation)]);
  return broken;
}

type Concluded = {
  readonly subject: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Of a text that was adopted: how far it was translated, to be kept with the act. */
  readonly type?: "congress.text.reading_passed";
  readonly translations?: Awaited<ReturnType<typeof translationsNow>>;
  /** What was adopted are rules: the proposal that comes into force. */
  readonly rules?: RuleProposalId;
};

async function concludeAmendment(
  tx: Ctx,
  rollCall: RollCallInPlace,
  counted: Tally,
  mandateId: MandateId | null,
): Promise<Concluded> {
  const { amendmentId, textId, edition, textSlug } = rollCall;
  const { text } = await knownText(tx, { edition: edition.slug, text: textSlug }, "locked");
  const acting = { tx, edition, text, mandateId };
  const amendment = amendmentId && (await lockAmendment(tx, textId, { id: amendmentId }));
  if (!amendment) throw new Error(`roll call ${rollCall.id} has lost its amendment`);
  const subject = amendmentPath(edition.slug, textSlug, amendment.number);
  if (counted.verdict !== "adopted") {
    await setAmendmentState(tx, amendment.id, counted.verdict);
    if (counted.verdict === "rejected") await fallWithParent(acting, amendment);
    return { subject, facts: { number: amendment.number } };
  }
  if (amendment.parentId) {
    await takeUpAdopted(acting, amendment);
    return { subject, facts: { number: amendment.number } };
  }
  const order = await raise(tx, textId, "last_adoption");
  await markAmendmentAdopted(tx, amendment.id, order);
  return { subject, facts: { number: amendment.number, order } };
}

async function concludeText(tx: Ctx, rollCall: RollCallInPlace, counted: Tally): Promise<Concluded> {
  const { textId, version, edition, textSlug } = rollCall;
  const subject = textPath(edition.slug, textSlug);
  const voted = await readVersion(tx.db, textId, version);
  const facts = { versionHash: voted?.contentHash ?? null };
  if (counted.verdict !== "adopted") {
    await setTextState(tx, textId, "open");
    return { subject, facts };
  }
  const { text } = await knownText(tx, { edition: edition.slug, text: textSlug }, "locked");
  // A text that is read more than once stands when it has passed the last reading; until then it is open again.
  if (!isLastReading(text.reading, await listReadings(tx.db, textId), version)) {
    await setTextState(tx, textId, "open");
    return { subject, facts, type: "congress.text.reading_passed" };
  }
  await markAdopted(tx, textId, version);
  const rules = (await motionBehind(tx, textId))?.proposal;
  const adopted = { subject, ...(rules && { rules }) };
  const translations = await translationsNow(tx, text, voted?.body ?? []);
  if (translations.length === 0) return { ...adopted, facts };
  const said = translations.map(({ language, authentic, reviewed, draft, outdated, missing }) => {
    return { language, authentic, reviewed, draft, outdated, missing };
  });
  return { ...adopted, facts: { ...facts, translations: said }, translations };
}
