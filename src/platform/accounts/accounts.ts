// Accounts: signing in, second steps, sessions, passwords. better-auth does the cryptography; what pages use is `Accounts`.
// Invariant: an account is only made inside the transaction of a founding or an accepted invitation, and a session that
// was ended anywhere is ended everywhere with the next request.
import { getCookies } from "better-auth/cookies";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { brokenConstraint } from "../database/database.ts";
import { Refusal } from "../errors.ts";
import { isId } from "../ids.ts";
import { type AuthOptions, createAuth } from "./auth.ts";
import { passkeyGate } from "./passkeys.ts";
import { normalEmail, passwords, requireStrength } from "./passwords.ts";
import { refusing } from "./refusals.ts";
import { secondSteps } from "./second-step.ts";
import { signedCookieReader } from "./signed-cookies.ts";
import type { Accounts, NewAccount } from "./types.ts";

export { AUTH_PATH } from "./auth.ts";
export { accountOfSignInLink, signInLink } from "./sign-in-links.ts";
export type { Accounts, Cookies, Passkey, SecondStep, Session } from "./types.ts";

const emailShape = z.email().max(254);

export function openAccounts(options: AuthOptions): Accounts {
  const auth = createAuth(options);
  const { db } = options;
  const tokenOf = signedCookieReader(getCookies(auth.options).sessionToken.name, auth.options.secret);
  const hash = async (password: string) => (await auth.$context).password.hash(password);

  const emailOf = async (accountId: string) => {
    if (!isId(accountId)) return undefined;
    const row = await db
      .selectFrom("accounts")
      .select("email")
      .where("id", "=", accountId)
      .executeTakeFirst();
    return row?.email;
  };

  return {
    emailOf,
    ...secondSteps({ auth, db }),
    ...passwords({ auth, tokenOf }),
    ...sessionList(db),
    ...passkeyGate({ auth, db }),

    async accountOf(headers) {
      const token = tokenOf(headers);
      if (!token) return undefined;
      const row = await db
        .selectFrom("account_sessions")
        .select(["id", "account_id"])
        .where("token", "=", token)
        .where("expires_at", ">", new Date())
        .executeTakeFirst();
      return row && { accountId: row.account_id, sessionId: row.id };
    },

    createAccount: (tx, input) => insertAccount(tx, input, hash),

    async hasAccount(email) {
      const row = await db
        .selectFrom("accounts")
        .select("id")
        .where("email", "=", normalEmail(email))
        .executeTakeFirst();
      return row !== undefined;
    },

    async signIn(headers, { email, password, remember }) {
      const body = { email: normalEmail(email), password, rememberMe: remember };
      const { headers: answered, response } = await refusing(() =>
        auth.api.signInEmail({ body, headers, returnHeaders: true }),
      );
      return { cookies: answered.getSetCookie(), secondStep: "twoFactorRedirect" in response };
    },

    async signOut(headers) {
      const answer = await refusing(() => auth.api.signOut({ headers, returnHeaders: true }));
      return answer.headers.getSetCookie();
    },

    async openSession(accountId, headers) {
      const answer = await refusing(() =>
        auth.api.openSessionOf({ body: { accountId }, headers, returnHeaders: true }),
      );
      return answer.headers.getSetCookie();
    },
  };
}

function sessionList(db: AuthOptions["db"]): Pick<Accounts, "listSessions" | "endSession"> {
  return {
    async listSessions(accountId) {
      const rows = await db
        .selectFrom("account_sessions")
        .select(["id", "user_agent", "created_at", "expires_at"])
        .where("account_id", "=", accountId)
        .where("expires_at", ">", new Date())
        .orderBy("created_at", "desc")
        .execute();
      return rows.map((row) => ({
        id: row.id,
        device: row.user_agent ?? "",
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      }));
    },

    async endSession(accountId, sessionId) {
      if (!isId(sessionId)) return;
      await db
        .deleteFrom("account_sessions")
        .where("id", "=", sessionId)
        .where("account_id", "=", accountId)
        .execute();
    },
  };
}

/**
 * Written into our own tables rather than through better-auth, whose adapter has connections of its own: only so do
 * the account and what it is made for stand or fall together.
 */
async function insertAccount(
  tx: Ctx,
  { email, password, personal }: NewAccount,
  hash: (password: string) => Promise<string>,
): Promise<string> {
  if (!tx.db.isTransaction) throw new Error("an account is made in the transaction of what it is made for");
  const address = normalEmail(email);
  if (!emailShape.safeParse(address).success)
    throw new Refusal("invalid", "inputInvalid", {}, [
      { field: "email", reason: "emailMalformed", facts: {} },
    ]);
  requireStrength(password, [...personal, address], "password");
  const id = tx.newId();
  const stamps = { created_at: tx.now, updated_at: tx.now };
  try {
    await tx.db
      .insertInto("accounts")
      .values({ id, name: "", email: address, email_verified: true, two_factor_enabled: false, ...stamps })
      .execute();
  } catch (error) {
    if (brokenConstraint(error) === "accounts_email_key") throw new Refusal("conflict", "emailTaken");
    throw error;
  }
  await tx.db
    .insertInto("account_credentials")
    .values({
      id: tx.newId(),
      account_id: id,
      provider_id: "credential",
      provider_account_id: id,
      password: await hash(password),
      ...stamps,
    })
    .execute();
  return id;
}
