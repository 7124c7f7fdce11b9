// The only door of the module: saving and financing together: pots, rotating circles, funds and appeals, loans.
export type { AppealId, CircleId, FundId, LoanId, PotId } from "./types.ts";
