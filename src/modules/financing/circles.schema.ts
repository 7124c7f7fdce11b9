// Input shapes of the acts on rotating savings circles.
import { z } from "zod";
import { idOf, plainText, requestKey } from "#platform/fields";
import { covers, turnRules } from "./circle-rounds.rules.ts";
import { rhythms } from "./days.rules.ts";
import { accountId, accountNumbers, amount, amountOrNone, civilDate } from "./inputs.schema.ts";
import type { CircleId, CircleMemberId } from "./types.ts";

export const orderings = ["agreement", "need", "lot"] as const;
export type Ordering = (typeof orderings)[number];

/** More would leave a round's lines and a year's patience behind. */
export const MOST_MEMBERS = 60;
const MOST_CONTRIBUTION = 9_007_199_254_740n;

export const foundCircleInput = z
  .object({
    requestKey,
    /** The founder's own account: its currency is the circle's. */
    accountId,
    name: plainText(120),
    contribution: amount.max(MOST_CONTRIBUTION, "amountTooLarge"),
    rhythm: z.enum(rhythms),
    startsOn: civilDate,
    orderedBy: z.enum(orderings),
    /** Where the numbers of the lot will come from. */
    lotSource: plainText(200).nullable().default(null),
    aheadDays: z.int().min(0).max(28).default(3),
    graceDays: z.int().min(0).max(60),
    cover: z.enum(covers),
    turnRule: z.enum(turnRules),
    putOutAfter: z.int().min(1).max(100).nullable().default(null),
    /** What each pays into the reserve at the beginning. */
    reserve: amountOrNone.max(MOST_CONTRIBUTION, "amountTooLarge").default(0n),
    invite: accountNumbers(MOST_MEMBERS - 1),
  })
  .refine(({ orderedBy, lotSource }) => (orderedBy === "lot") === (lotSource !== null), {
    message: "lotSourceMissing",
    path: ["lotSource"],
  })
  .refine(({ cover, reserve }) => (cover === "reserve") === reserve > 0n, {
    message: "reserveMissing",
    path: ["reserve"],
  });
export type FoundCircleInput = z.input<typeof foundCircleInput>;

export const circlePartInput = z.object({ circleId: idOf<CircleId>(), accountId });
export type CirclePartInput = z.input<typeof circlePartInput>;

export const joinCircleInput = circlePartInput.extend({
  /** Said to the circle, where it gives turns by need. */
  need: plainText(500).nullable().default(null),
  guarantorId: idOf<CircleMemberId>().nullable().default(null),
});
export type JoinCircleInput = z.input<typeof joinCircleInput>;

export const guaranteeInput = circlePartInput.extend({ memberId: idOf<CircleMemberId>() });
export type GuaranteeInput = z.input<typeof guaranteeInput>;

export const proposeOrderInput = z.object({
  circleId: idOf<CircleId>(),
  /** All members, from the first turn to the last. */
  order: z.array(idOf<CircleMemberId>()).min(2, "circleTooSmall").max(MOST_MEMBERS, "tooManyParties"),
});
export type ProposeOrderInput = z.input<typeof proposeOrderInput>;

export const agreeOrderInput = circlePartInput.extend({ version: z.int().min(1) });
export type AgreeOrderInput = z.input<typeof agreeOrderInput>;

export const startCircleInput = z.object({
  circleId: idOf<CircleId>(),
  /** The numbers that came out where `lotSource` says. */
  drawn: plainText(200).nullable().default(null),
});
export type StartCircleInput = z.input<typeof startCircleInput>;

export const payDebtInput = circlePartInput.extend({ requestKey, amount });
export type PayDebtInput = z.input<typeof payDebtInput>;
