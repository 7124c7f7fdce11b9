// The second step of signing in: codes of an app (TOTP, RFC 6238) and recovery codes.
// Invariant: a code lets somebody in once.
import { createHash } from "node:crypto";
import { symmetricDecrypt } from "better-auth/crypto";
import { sql } from "kysely";
import type { Db } from "../database/database.ts";
import { Refusal } from "../errors.ts";
import type { Auth } from "./auth.ts";
import { refusing } from "./refusals.ts";
import { signedCookieReader } from "./signed-cookies.ts";
import type { Accounts, Cookies } from "./types.ts";

type Offered = Pick<
  Accounts,
  | "verifyTotp"
  | "useRecoveryCode"
  | "secondStepOf"
  | "startTotp"
  | "pendingTotp"
  | "confirmTotp"
  | "stopTotp"
  | "newRecoveryCodes"
>;

/** Apps show codes in groups, and people type them so. */
function bare(code: string): string {
  return code.replace(/\s+/g, "");
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 §6, without padding, as authenticator apps want it. */
function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

/** The key URI that authenticator apps read from a QR code: `otpauth://totp/issuer:account?secret=…`. */
function keyUri(secret: string, issuer: string, email: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
  const parameters = new URLSearchParams({
    secret: base32(Buffer.from(secret)),
    issuer,
    digits: "6",
    period: "30",
  });
  return `otpauth://totp/${label}?${parameters}`;
}

export function secondSteps({ auth, db }: { auth: Auth; db: Db }): Offered {
  const confirm = (headers: Headers, code: string) =>
    refusing(() => auth.api.verifyTOTP({ body: { code: bare(code) }, headers, returnHeaders: true }));

  return {
    async verifyTotp(headers, code) {
      // Before the library sees it: a code that counts already would use up the step that it was typed into.
      const waiting = await accountWaiting(auth, headers);
      if (waiting && (await wasUsed(db, waiting, bare(code)))) throw new Refusal("invalid", "codeRefused");
      const { headers: answered, response } = await confirm(headers, code);
      if (!(await countOnce(db, response.user.id, bare(code)))) {
        await db.deleteFrom("account_sessions").where("token", "=", response.token).execute();
        throw new Refusal("conflict", "signInAnew");
      }
      return answered.getSetCookie();
    },

    async useRecoveryCode(headers, code) {
      const body = { code: bare(code) };
      const answer = await refusing(() => auth.api.verifyBackupCode({ body, headers, returnHeaders: true }));
      return answer.headers.getSetCookie();
    },

    async secondStepOf(accountId) {
      const row = await db
        .selectFrom("account_two_factors")
        .select("verified")
        .where("account_id", "=", accountId)
        .executeTakeFirst();
      return row ? (row.verified === false ? "pending" : "on") : "off";
    },

    async startTotp(headers, password) {
      await refusing(() => auth.api.enableTwoFactor({ body: { password, method: "totp" }, headers }));
    },

    pendingTotp: (accountId) => readPending(auth, db, accountId),

    async confirmTotp(headers, code): Promise<Cookies> {
      return (await confirm(headers, code)).headers.getSetCookie();
    },

    async stopTotp(headers, password) {
      const answer = await refusing(() =>
        auth.api.disableTwoFactor({ body: { password }, headers, returnHeaders: true }),
      );
      return answer.headers.getSetCookie();
    },

    async newRecoveryCodes(headers, password) {
      const { backupCodes } = await refusing(() =>
        auth.api.generateBackupCodes({ body: { password }, headers }),
      );
      return backupCodes;
    },
  };
}

/** The account whose password was right and whose code is waited for. */
async function accountWaiting(auth: Auth, headers: Headers): Promise<string | undefined> {
  const { createAuthCookie, internalAdapter, secret } = await auth.$context;
  const challenge = signedCookieReader(createAuthCookie("two_factor").name, secret)(headers);
  return challenge && (await internalAdapter.findVerificationValue(challenge))?.value;
}

function hashOfCode(accountId: string, code: string): Buffer {
  return createHash("sha256").update(`${accountId}\n${code}`).digest();
}

async function wasUsed(db: Db, accountId: string, code: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from account_two_factors
    where account_id = ${accountId} and last_code = ${hashOfCode(accountId, code)}
      and last_code_at >= now() - interval '3 minutes'`.execute(db);
  return rows.length > 0;
}

/** Marks the code as used; false when it was used already. The row's lock lets one of two at once through. */
async function countOnce(db: Db, accountId: string, code: string): Promise<boolean> {
  const hash = hashOfCode(accountId, code);
  const { numAffectedRows } = await sql`
    update account_two_factors set last_code = ${hash}, last_code_at = now()
    where account_id = ${accountId}
      and (last_code is distinct from ${hash} or last_code_at < now() - interval '3 minutes')`.execute(db);
  return numAffectedRows === 1n;
}

/** The secret and the codes that were given out and not confirmed yet, so that the page can show them once more. */
async function readPending(
  auth: Auth,
  db: Db,
  accountId: string,
): Promise<{ uri: string; recoveryCodes: string[] } | undefined> {
  const row = await db
    .selectFrom("account_two_factors as two")
    .innerJoin("accounts", "accounts.id", "two.account_id")
    .select(["two.secret", "two.backup_codes", "accounts.email"])
    .where("two.account_id", "=", accountId)
    .where("two.verified", "=", false)
    .executeTakeFirst();
  if (!row) return undefined;
  const { secretConfig, appName } = await auth.$context;
  const open = (data: string) => symmetricDecrypt({ key: secretConfig, data });
  const recoveryCodes = JSON.parse(await open(row.backup_codes)) as string[];
  return { uri: keyUri(await open(row.secret), appName, row.email), recoveryCodes };
}
