// The words of saving and financing as types.
import type { Id } from "#platform/ids";

export type PotId = Id<"pot">;
export type CircleId = Id<"circle">;
export type FundId = Id<"fund">;
export type AppealId = Id<"appeal">;
export type LoanId = Id<"loan">;
