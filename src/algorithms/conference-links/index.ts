// Addresses that let one person into a conference: BigBlueButton's signed join call, Jitsi's signed token.
export { bigBlueButtonJoin, checksumOf } from "./bigbluebutton.ts";
export { jitsiJoin, signToken } from "./jitsi.ts";
