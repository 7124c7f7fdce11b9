// The words of the market as types.
import type { Id } from "#platform/ids";

export type OfferId = Id<"offer">;
export type AgreementId = Id<"agreement">;
export type FairId = Id<"fair">;
