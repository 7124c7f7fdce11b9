// The words of clearing as types.
import type { Id } from "#platform/ids";

export type ObligationId = Id<"obligation">;
export type RoundId = Id<"round">;
