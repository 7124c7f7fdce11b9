// Conferences on other servers: BigBlueButton's signed calls, Jitsi's signed token.
export {
  bigBlueButtonAnswer,
  bigBlueButtonCreate,
  bigBlueButtonJoin,
  bigBlueButtonRuns,
  checksumOf,
} from "./bigbluebutton.ts";
export { jitsiJoin, signToken } from "./jitsi.ts";
