// Passkeys (WebAuthn): which of better-auth's endpoints are there at all, and the list that their owner sees.
// Invariant: of better-auth's HTTP API only three endpoints of the two ceremonies answer, to writes from our own pages,
// and no answer to a script carries a session's token.
import { z } from "zod";
import type { Db } from "../database/database.ts";
import { isId } from "../ids.ts";
import { AUTH_PATH, type Auth } from "./auth.ts";
import { refusing } from "./refusals.ts";
import { signedCookieReader } from "./signed-cookies.ts";
import type { Accounts } from "./types.ts";

const REGISTRATION = "/passkey/generate-register-options";
const ANSWERS = ["/passkey/verify-registration", "/passkey/verify-authentication"];
/** What the library calls the cookie that holds a ceremony together. */
const CHALLENGE_COOKIE = "better-auth-passkey";

type Offered = Pick<
  Accounts,
  "listPasskeys" | "removePasskey" | "askForPasskey" | "passkeyChallenge" | "handle"
>;

const waiting = z.object({ type: z.literal("authentication"), expectedChallenge: z.string() });

export function passkeyGate({ auth, db }: { auth: Auth; db: Db }): Offered {
  return {
    async askForPasskey(headers) {
      const answer = await refusing(() =>
        auth.api.generatePasskeyAuthenticationOptions({ headers, returnHeaders: true }),
      );
      return answer.headers.getSetCookie();
    },

    async passkeyChallenge(headers) {
      const { createAuthCookie, internalAdapter, secret } = await auth.$context;
      const token = signedCookieReader(createAuthCookie(CHALLENGE_COOKIE).name, secret)(headers);
      const found = token ? await internalAdapter.findVerificationValue(token) : undefined;
      if (!found || found.expiresAt <= new Date()) return undefined;
      const ceremony = waiting.safeParse(JSON.parse(found.value));
      return ceremony.success ? ceremony.data.expectedChallenge : undefined;
    },

    async listPasskeys(accountId) {
      const rows = await db
        .selectFrom("account_passkeys")
        .select(["id", "name", "created_at"])
        .where("account_id", "=", accountId)
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ id: row.id, name: row.name ?? "", createdAt: row.created_at }));
    },

    async removePasskey(accountId, passkeyId) {
      if (!isId(passkeyId)) return;
      await db
        .deleteFrom("account_passkeys")
        .where("id", "=", passkeyId)
        .where("account_id", "=", accountId)
        .execute();
    },

    async handle(request) {
      const path = new URL(request.url).pathname.slice(AUTH_PATH.length);
      if (request.method !== "POST") return new Response("", { status: 404 });
      // The library makes a challenge for whoever reads; here making one is a write, from our own pages alone.
      if (path === REGISTRATION)
        return auth.handler(new Request(request.url, { headers: readingOf(request) }));
      if (!ANSWERS.includes(path)) return new Response("", { status: 404 });
      const answer = await auth.handler(request);
      return new Response(JSON.stringify({ done: answer.ok }), {
        status: answer.status,
        headers: plainHeaders(answer.headers),
      });
    },
  };
}

/** The headers of a write as those of a read: without what tells of a body. */
function readingOf(request: Request): Headers {
  const headers = new Headers(request.headers);
  for (const name of ["content-type", "content-length", "transfer-encoding"]) headers.delete(name);
  return headers;
}

function plainHeaders(from: Headers): Headers {
  const headers = new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store" });
  for (const cookie of from.getSetCookie()) headers.append("Set-Cookie", cookie);
  return headers;
}
