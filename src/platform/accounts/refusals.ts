// What better-auth says when it will not, as refusals with a name of ours.
// Invariant: whether an account exists cannot be read from any of them.
import { isAPIError } from "better-auth/api";
import { Refusal, type RefusalKind } from "../errors.ts";

const REASONS: Readonly<Record<string, readonly [RefusalKind, string]>> = {
  INVALID_EMAIL_OR_PASSWORD: ["invalid", "signInRefused"],
  INVALID_EMAIL: ["invalid", "signInRefused"],
  PASSWORD_TOO_LONG: ["invalid", "signInRefused"],
  CREDENTIAL_ACCOUNT_NOT_FOUND: ["invalid", "passwordWrong"],
  INVALID_PASSWORD: ["invalid", "passwordWrong"],
  INVALID_CODE: ["invalid", "codeRefused"],
  INVALID_BACKUP_CODE: ["invalid", "codeRefused"],
  ACCOUNT_TEMPORARILY_LOCKED: ["tooMany", "secondStepLocked"],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: ["conflict", "signInAnew"],
  INVALID_TWO_FACTOR_COOKIE: ["conflict", "signInAnew"],
  INVALID_TOKEN: ["missing", "linkNoLongerHolds"],
  USER_NOT_FOUND: ["missing", "linkNoLongerHolds"],
  TOTP_ALREADY_ENABLED: ["conflict", "secondStepAlreadyOn"],
  TOTP_NOT_ENABLED: ["conflict", "secondStepNotOn"],
  TWO_FACTOR_NOT_ENABLED: ["conflict", "secondStepNotOn"],
  BACKUP_CODES_NOT_ENABLED: ["conflict", "secondStepNotOn"],
  PASSKEY_NOT_FOUND: ["missing", "passkeyUnknown"],
};

/** Runs a call of better-auth; its refusals become ours, its faults stay faults. */
export async function refusing<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!isAPIError(error)) throw error;
    const known = REASONS[error.body?.code ?? ""];
    if (known) throw new Refusal(...known);
    if (error.statusCode === 401) throw new Refusal("signIn", "signInFirst");
    throw error;
  }
}
