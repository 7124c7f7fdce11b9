// better-auth, set up for this node: our tables, our secret, no sign-up, no telemetry, no HTTP API of its own.
// Invariant: an account is made by server-side code alone, and a passkey counts as both factors only when its
// authenticator has verified its holder.
import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { twoFactor } from "better-auth/plugins/two-factor";
import { AsyncLocalStorage } from "node:async_hooks";
import { z } from "zod";
import type { Db } from "../database/database.ts";
import { newId } from "../ids.ts";
import type { NodeKeys } from "../keys.ts";
import { deviceOf } from "./device.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./password-strength.ts";

/** Where the passkey endpoints are; see `handle` in accounts.ts. */
export const AUTH_PATH = "/account/auth";
export const SESSION_SECONDS = 30 * 24 * 3_600;
export const RESET_SECONDS = 3_600;

export type AuthOptions = {
  readonly db: Db;
  readonly origin: string;
  readonly keys: NodeKeys;
  /** Says a fault of the library where whoever runs the node reads it. */
  readonly report: (line: string) => void;
};

/** What a request for a new password found; better-auth tells it by a callback, and only where there is an account. */
export const resetsUnderWay = new AsyncLocalStorage<{ found?: { email: string; token: string } }>();

/** Opens a session without a password, for links that the node itself gave out. Never reachable by HTTP. */
const sessionsByLink = () => ({
  id: "sessions-by-link",
  endpoints: {
    openSessionOf: createAuthEndpoint.serverOnly(
      { method: "POST", body: z.object({ accountId: z.string() }) },
      async (call) => {
        const { internalAdapter } = call.context;
        const user = await internalAdapter.findUserById(call.body.accountId);
        if (!user) throw new APIError("NOT_FOUND");
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(call, { session, user });
        return call.json({ done: true });
      },
    ),
  },
});

/** Our names for the library's tables and columns; src/platform/migrations/0003-accounts.sql makes them. */
const tableNames = {
  user: {
    modelName: "accounts",
    fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
  },
  session: {
    modelName: "account_sessions",
    expiresIn: SESSION_SECONDS,
    // A term is a term: pages only read, so nothing would prolong it reliably.
    disableSessionRefresh: true,
    cookieCache: { enabled: false },
    fields: {
      userId: "account_id",
      expiresAt: "expires_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
      createdAt: "created_at",
      updatedAt: "updated_at",
    },
  },
  account: {
    modelName: "account_credentials",
    fields: {
      userId: "account_id",
      accountId: "provider_account_id",
      providerId: "provider_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      createdAt: "created_at",
      updatedAt: "updated_at",
    },
  },
  verification: {
    modelName: "account_verifications",
    storeIdentifier: "hashed",
    fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
  },
} as const;

const twoFactorTables = {
  user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
  twoFactor: {
    modelName: "account_two_factors",
    fields: {
      userId: "account_id",
      backupCodes: "backup_codes",
      failedVerificationCount: "failed_verification_count",
      lockedUntil: "locked_until",
    },
  },
};

const passkeyTables = {
  passkey: {
    modelName: "account_passkeys",
    fields: {
      userId: "account_id",
      publicKey: "public_key",
      credentialID: "credential_id",
      deviceType: "device_type",
      backedUp: "backed_up",
      createdAt: "created_at",
    },
  },
};

export function createAuth({ db, origin, keys, report }: AuthOptions) {
  const host = new URL(origin).host;
  return betterAuth({
    appName: host,
    baseURL: origin,
    basePath: AUTH_PATH,
    secret: keys.derive("accounts").toString("base64url"),
    trustedOrigins: [origin],
    database: { db, type: "postgres", transaction: true },
    telemetry: { enabled: false },
    // Ours count on the database, so that a second process counts with the first (web/rate-limit.ts).
    rateLimit: { enabled: false },
    logger: {
      level: "error",
      log: (level, message) => {
        if (level === "error") report(`accounts: ${message}`);
      },
    },
    advanced: {
      cookiePrefix: "cumbe",
      useSecureCookies: origin.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: () => newId() },
      ipAddress: { disableIpTracking: true },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      sendResetPassword: async ({ user, token }) => {
        const underWay = resetsUnderWay.getStore();
        if (underWay) underWay.found = { email: user.email, token };
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: { ...session, userAgent: deviceOf(session.userAgent ?? ""), ipAddress: "" },
          }),
        },
      },
    },
    ...tableNames,
    plugins: [
      twoFactor({ issuer: host, schema: twoFactorTables }),
      passkey({
        origin,
        rpID: new URL(origin).hostname,
        rpName: host,
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        registration: {
          afterVerification: ({ verification }) =>
            requireVerifiedHolder(verification.registrationInfo?.userVerified === true),
        },
        authentication: {
          afterVerification: ({ verification }) =>
            requireVerifiedHolder(verification.authenticationInfo.userVerified),
        },
        schema: passkeyTables,
      }),
      sessionsByLink(),
    ],
  });
}

/** Who only touched a key has shown one factor; a fingerprint, face or PIN shows the second (WebAuthn §6.1, flag UV). */
async function requireVerifiedHolder(verified: boolean): Promise<void> {
  if (!verified) throw new APIError("UNAUTHORIZED", { code: "HOLDER_NOT_VERIFIED" });
}

export type Auth = ReturnType<typeof createAuth>;
