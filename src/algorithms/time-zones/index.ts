// Time zones of the IANA database: wall clocks to instants and back, and when clocks are changed.
export { abbreviationAt, isSummerTime, type Transition, transitionsOf } from "./transitions.ts";
export { beginningOf, instantOf, isZone, offsetAt, type WallTime, wallTimeAt } from "./zones.ts";
