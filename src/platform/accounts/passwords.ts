// New passwords: by the old one, or by a link that was mailed.
// Invariant: no password gets in that could be guessed, and a new one ends the sessions that the old one opened.
import { z } from "zod";
import { Refusal } from "../errors.ts";
import { type Auth, resetsUnderWay } from "./auth.ts";
import { passwordsAreHardToGuess } from "./password-strength.ts";
import { refusing } from "./refusals.ts";
import type { Accounts } from "./types.ts";

/** E-mails are one whatever their case: that is how people type them. */
export function normalEmail(text: string): string {
  return text.trim().normalize("NFKC").toLowerCase();
}

export function requireStrength(password: string, personal: readonly string[], field: string): void {
  const verdict = passwordsAreHardToGuess(password, personal);
  if (!verdict.ok)
    throw new Refusal("invalid", "inputInvalid", {}, [
      { field, reason: verdict.reason, facts: verdict.facts },
    ]);
}

type Offered = Pick<Accounts, "changePassword" | "requestPasswordReset" | "resetPassword">;

export function passwords({
  auth,
  tokenOf,
}: {
  auth: Auth;
  tokenOf: (headers: Headers) => string | undefined;
}): Offered {
  return {
    async changePassword(headers, { currentPassword, newPassword, personal }) {
      const token = tokenOf(headers);
      if (!token) throw new Refusal("signIn", "signInFirst");
      requireStrength(newPassword, personal, "newPassword");
      const body = { currentPassword, newPassword, revokeOtherSessions: true };
      const answer = await refusing(() => auth.api.changePassword({ body, headers, returnHeaders: true }));
      return answer.headers.getSetCookie();
    },

    async requestPasswordReset(typed) {
      const email = normalEmail(typed);
      // Nobody has an account under what is no address: the library would take it for our fault.
      if (!z.email().safeParse(email).success) return undefined;
      const underWay: { found?: { email: string; token: string } } = {};
      await refusing(() =>
        resetsUnderWay.run(underWay, () => auth.api.requestPasswordReset({ body: { email } })),
      );
      return underWay.found;
    },

    async resetPassword({ token, newPassword, personal }) {
      requireStrength(newPassword, personal, "newPassword");
      await refusing(() => auth.api.resetPassword({ body: { token, newPassword } }));
    },
  };
}
