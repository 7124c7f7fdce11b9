// Which act is followed how.
import { followBearers } from "./follow-mandates.ts";
import {
  followAmendmentVerdict,
  followAmendmentVote,
  followAmendmentWithdrawn,
  followIncorporated,
  followNoLongerApplies,
  followProposed,
} from "./follow-amendments.ts";
import { followDrawnUp, followMinutesSubmitted, followRemark } from "./follow-minutes.ts";
import {
  followAsked,
  followDecided,
  followNominated,
  followOrganFounded,
  followOrganRules,
  followSeats,
  followSubstitution,
  followTakenBack,
  followTakenUpHere,
} from "./follow-organs.ts";
import {
  eventTypes,
  followConference,
  followEvent,
  followItemAdded,
  followItemChanged,
  followItemsOrdered,
  followPlanChanged,
  followPlanned,
} from "./follow-sittings.ts";
import { followAccredited, followConvened, followWithdrawn } from "./follow-edition.ts";
import {
  followAdmitted,
  followMotionWithdrawn,
  followNotAdmitted,
  followRulesSet,
  followSubmitted,
  followSupported,
} from "./follow-motions.ts";
import {
  followCarriedOver,
  followFellWithParent,
  followSuperseded,
  followTakenUp,
  followVotingOrder,
} from "./follow-standings.ts";
import { followKeyRenewed, followSigned } from "./follow-signatures.ts";
import {
  followComposed,
  followImported,
  followLanguagesDeclared,
  followLanguagesFixed,
  followMarked,
  followRevised,
  followStep,
  followTextVerdict,
  followTextVote,
  followTranslated,
} from "./follow-texts.ts";
import { followCast, followClosed, followOpened } from "./follow-votes.ts";
import { followRulesAdopted, followRulesFounded, followRulesProposed } from "./follow-rules.ts";
import {
  followBallot,
  followElectionAnnulled,
  followElectionCalled,
  followElectionClosed,
  followElectionCounted,
  followElectionDraft,
  followElectionOpened,
} from "./follow-elections.ts";
import { followReported } from "./follow-reports.ts";
import { followReading, followReadingsSet } from "./follow-readings.ts";
import { hold } from "./fault.ts";
import type { Act } from "./log.ts";
import type { World } from "./world.ts";

type Follow = (world: World, act: Act) => void | Promise<void>;

const voteOn: Record<"amendment" | "text", Follow> = {
  amendment: (world, act) => followAmendmentVote(world, act, followOpened(world, act)),
  text: (world, act) => followTextVote(world, act, followOpened(world, act)),
};
const verdictOn: Record<"amendment" | "text", Follow> = {
  amendment: (world, act) => followAmendmentVerdict(world, act, followClosed(world, act)),
  text: (world, act) => followTextVerdict(world, act, followClosed(world, act)),
};

const assemblyFollows: Readonly<Record<string, Follow>> = {
  "assembly.organ.founded": followOrganFounded,
  "assembly.organ.rules_changed": followOrganRules,
  "assembly.seats.set": followSeats,
  "assembly.delegates.nominated": followNominated,
  "assembly.delegate.accepted": followDecided,
  "assembly.delegate.refused": followDecided,
  "assembly.delegate.withdrawn": followTakenBack,
  "assembly.substitution.named": followSubstitution,
  "assembly.substitution.ended": followSubstitution,
  "assembly.congress.asked": followAsked,
  "assembly.request.taken_up": followTakenUpHere,
  "assembly.sitting.planned": followPlanned,
  "assembly.sitting.plan_changed": followPlanChanged,
  "assembly.sitting.conference_set": followConference,
  "assembly.sitting.item_added": followItemAdded,
  "assembly.sitting.item_changed": followItemChanged,
  "assembly.sitting.items_ordered": followItemsOrdered,
  "assembly.minutes.drawn_up": followDrawnUp,
  "assembly.minutes.edited": followRemark,
  "assembly.minutes.submitted": followMinutesSubmitted,
  ...Object.fromEntries(eventTypes.map((type) => [`assembly.sitting.${type}`, followEvent])),
};

const electionFollows: Readonly<Record<string, Follow>> = {
  "elections.election.called": followElectionCalled,
  "elections.election.revised": followElectionDraft,
  "elections.election.nominations_opened": followElectionDraft,
  "elections.candidate.nominated": followElectionDraft,
  "elections.candidate.added": followElectionDraft,
  "elections.candidate.accepted": followElectionDraft,
  "elections.candidate.declined": followElectionDraft,
  "elections.candidate.withdrawn": followElectionDraft,
  "elections.candidate.removed": followElectionDraft,
  "elections.candidate.took_office": followElectionDraft,
  "elections.election.opened": followElectionOpened,
  "elections.ballot.cast": followBallot,
  "elections.ballot.put_in_box": followBallot,
  "elections.election.closed": followElectionClosed,
  "elections.election.counted": followElectionCounted,
  "elections.election.annulled": followElectionAnnulled,
};

const follows: Readonly<Record<string, Follow>> = {
  "congress.edition.convened": followConvened,
  "congress.delegation.accredited": followAccredited,
  "congress.delegation.accreditation_withdrawn": followWithdrawn,
  "congress.text.imported": followImported,
  "congress.text.authentic_languages_declared": followLanguagesDeclared,
  "congress.text.languages_fixed": followLanguagesFixed,
  "congress.text.composed": followComposed,
  "congress.text.revised": followRevised,
  "congress.text.opened": followStep,
  "congress.text.published": followStep,
  "congress.text.translated": followTranslated,
  "congress.text.vote_opened": voteOn.text,
  "congress.text.adopted": verdictOn.text,
  "congress.text.reading_passed": (world, act) => followReading(world, act, followClosed(world, act)),
  "congress.text.readings_set": followReadingsSet,
  "congress.text.rejected": verdictOn.text,
  "congress.text.quorum_not_reached": verdictOn.text,
  "congress.text.signed": followSigned,
  "congress.decision_points.marked": followMarked,
  "congress.amendment.proposed": followProposed,
  "congress.amendment.withdrawn": followAmendmentWithdrawn,
  "congress.amendment.vote_opened": voteOn.amendment,
  "congress.amendment.adopted": verdictOn.amendment,
  "congress.amendment.rejected": verdictOn.amendment,
  "congress.amendment.quorum_not_reached": verdictOn.amendment,
  "congress.amendment.incorporated": followIncorporated,
  "congress.amendment.no_longer_applies": followNoLongerApplies,
  "congress.amendment.taken_up": followTakenUp,
  "congress.amendment.superseded": followSuperseded,
  "congress.amendment.fell_with_parent": followFellWithParent,
  "congress.text.amendments_carried_over": followCarriedOver,
  "congress.text.voting_order_set": followVotingOrder,
  "congress.motion.submitted": followSubmitted,
  "congress.motion.supported": followSupported,
  "congress.motion.admitted": followAdmitted,
  "congress.motion.not_admitted": followNotAdmitted,
  "congress.motion.withdrawn": followMotionWithdrawn,
  "congress.motion.rules_set": followRulesSet,
  "congress.vote.cast": followCast,
  "rulebook.rules.founded": followRulesFounded,
  "rulebook.rules.proposed": followRulesProposed,
  "rulebook.rules.adopted": followRulesAdopted,
  "commitments.region.reported": followReported,
  "congress.signing_key.renewed": followKeyRenewed,
  ...assemblyFollows,
  ...electionFollows,
};

/** Follows one act. One about the congress of a kind that is not known here is counted and told. */
export async function follow(world: World, act: Act): Promise<void> {
  if (followBearers(world, act)) return;
  const known = follows[act.type];
  if (!known) {
    world.notFollowed.set(act.type, (world.notFollowed.get(act.type) ?? 0) + 1);
    return;
  }
  const first = act.type === "congress.edition.convened";
  // A key may have been renewed before the congress was convened.
  if (act.type !== "congress.signing_key.renewed")
    hold(world.convened !== first, "orderBroken", { act: act.id, type: act.type });
  await known(world, act);
  if (act.type === "congress.text.signed") world.signed += 1;
}
