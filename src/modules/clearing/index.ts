// The only door of the module: who owes whom, and rounds in which what is owed in circles is set off against each other, with a proof that no more could be.
export type { ObligationId, RoundId } from "./types.ts";
