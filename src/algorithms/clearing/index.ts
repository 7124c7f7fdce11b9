export * from "./types.ts";
export { ClearingError, checkObligations, type ClearingFault, mostParties } from "./clearing-error.ts";
export { LiveClearing } from "./live-clearing.ts";
export { solve } from "./solve.ts";
export { verify } from "./verify.ts";
export { measure, type Measures } from "./measures.ts";
export { type ObligationsFile, ObligationsReader, readObligations } from "./obligations-file.ts";
export { type ObligationsFault, obligationsFaultReasons, ObligationsRefused } from "./obligations-fault.ts";
export {
  certificateFaultReasons,
  CertificateRefused,
  certificateText,
  jsonAmount,
  readCertificate,
  type ReadCertificate,
} from "./certificate-file.ts";
export { type AccountInClearing, accountOfArc, type Pool, throughPool } from "./pool.ts";
export {
  type CreditAccount,
  type CreditClearing,
  creditCurve,
  type CreditPoint,
  type CreditShare,
  LiquidityError,
  solveWithCredit,
} from "./liquidity.ts";
export { arcsByParty, components, type Components } from "./components.ts";
