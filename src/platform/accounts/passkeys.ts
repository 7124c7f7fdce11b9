// Passkeys (WebAuthn): which of better-auth's endpoints are there at all, and the list that their owner sees.
// Invariant: of better-auth's HTTP API only the four endpoints of the two ceremonies answer, and no answer to a script
// carries a session's token.
import type { Db } from "../database/database.ts";
import { isId } from "../ids.ts";
import { AUTH_PATH, type Auth } from "./auth.ts";
import type { Accounts } from "./types.ts";

const OPTIONS = ["/passkey/generate-register-options", "/passkey/generate-authenticate-options"];
const ANSWERS = ["/passkey/verify-registration", "/passkey/verify-authentication"];

type Offered = Pick<Accounts, "listPasskeys" | "removePasskey" | "handle">;

export function passkeyGate({ auth, db }: { auth: Auth; db: Db }): Offered {
  return {
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
      if (OPTIONS.includes(path) && request.method === "GET") return auth.handler(request);
      if (!ANSWERS.includes(path) || request.method !== "POST") return new Response("", { status: 404 });
      const answer = await auth.handler(request);
      return new Response(JSON.stringify({ done: answer.ok }), {
        status: answer.status,
        headers: plainHeaders(answer.headers),
      });
    },
  };
}

function plainHeaders(from: Headers): Headers {
  const headers = new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store" });
  for (const cookie of from.getSetCookie()) headers.append("Set-Cookie", cookie);
  return headers;
}
