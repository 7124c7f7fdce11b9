// The only door of the module: what organisations offer and need, what they agree on, and what was delivered.
export type { AgreementId, FairId, OfferId } from "./types.ts";
