// The door of counting roll calls: by the rules that were in force when they opened, alike on the node and in its archives.
export { askedIn, asksForTheRoom, unknownToRollCalls } from "./asked.ts";
export {
  type Choice,
  type Counted,
  countRollCall,
  evaluationOfTally,
  type Counts,
  factsOf,
  recount,
  type RegionCounts,
  type RollCallFacts,
  type Tally,
  type VoteVerdict,
  voteVerdicts,
} from "./count.ts";
export { countNamedRoll, type NamedRoll, partsOf } from "./roll.ts";
export {
  type AdoptedRules,
  areAdopted,
  BY_HEADS,
  type FrozenRules,
  type NamedRules,
  quorumAmong,
  type RoomCounts,
  type RoomQuorum,
  type RoomShare,
  rulesOfToday,
  rulesOfVote,
} from "./frozen.ts";
