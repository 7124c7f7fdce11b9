export * from "./types.ts";
export { ClearingError, checkObligations, type ClearingFault, mostParties } from "./clearing-error.ts";
export { solve } from "./solve.ts";
export { verify } from "./verify.ts";
export { measure, type Measures } from "./measures.ts";
