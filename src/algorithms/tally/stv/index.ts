// The single transferable vote in its several rules, and the instant run-off.
import type { Method } from "../method.ts";
import { takeConstraints } from "./constraint-settings.ts";
import { countIrv } from "./irv.ts";
import { countMeek } from "./meek.ts";
import { countScottish } from "./scottish.ts";
import { countWigm } from "./wigm.ts";

export type { Constrained, Constraint } from "./constraints.ts";
export { countIrv } from "./irv.ts";
export { countMeek } from "./meek.ts";
export { countScottish } from "./scottish.ts";
export { countWigm } from "./wigm.ts";

/** By the names that a command or a rule calls them by. Scottish rules and Meek take constraints as settings (constraint-settings.ts). */
export const stvMethods = {
  "scottish-stv": {
    takes: ["ranked"],
    count(election, asked) {
      const { options, constrained } = takeConstraints(election, asked);
      return countScottish(election, options, constrained);
    },
  },
  wigm: { takes: ["ranked"], count: countWigm },
  meek: {
    takes: ["ranked"],
    count(election, asked) {
      const { options, constrained } = takeConstraints(election, asked);
      return countMeek(election, options, constrained);
    },
  },
  irv: { takes: ["ranked"], count: countIrv },
} as const satisfies Readonly<Record<string, Method>>;
