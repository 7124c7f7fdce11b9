// What the pages of accounts share: cookies out, ways back, and who is signed in by which session.
import type { Accounts, Cookies } from "#platform/accounts/accounts";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import type { WebContext } from "../request.ts";

export function keepCookies(c: WebContext, cookies: Cookies): void {
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}

/** Where to go after signing in: a page of this node, never another site, whatever the address says. */
export function wayBack(next: string | undefined): string {
  return next && /^\/(?![/\\])[^\s\\]*$/.test(next) && next.length <= 500 ? next : "/account";
}

/** The account that a request is signed in as; for routes behind `signedIn`. */
export async function ownSession(
  c: WebContext,
  accounts: Accounts,
): Promise<{ accountId: string; sessionId: string }> {
  const session = await accounts.accountOf(c.req.raw.headers);
  if (!session) throw new Refusal("signIn", "signInFirst");
  return session;
}

/** What a password must not rest on, besides the e-mail. */
export function personalTo(c: WebContext, ...more: readonly string[]): string[] {
  const { page } = c.var;
  return [page.viewer?.name ?? "", ...Object.values(page.profile.name.texts), ...more].filter(Boolean);
}

/** The node's name as its reader reads it. */
export function nodeName(c: WebContext): string {
  return textIn(c.var.page.profile.name, c.var.page.language).text;
}

/** Shows what was refused within a form's page; everything else goes on to the page of refusals. */
export function shownInForm(error: unknown): Refusal {
  if (error instanceof Refusal && ["invalid", "conflict", "tooMany"].includes(error.kind)) return error;
  throw error;
}

const STATUS = { invalid: 422, conflict: 409, tooMany: 429 } as const;

export function statusFor(refusal: Refusal): 409 | 422 | 429 {
  return STATUS[refusal.kind as keyof typeof STATUS];
}
