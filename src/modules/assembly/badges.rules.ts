// Badges: random tokens, and the short code that a person types where nothing can scan. Pure but for the random source.
import { randomBytes } from "node:crypto";

const TOKEN_BYTES = 16;

/** Crockford's base 32: no I, L, O or U, so that a code read aloud or from a worn badge is not misread. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export type NewBadge = { readonly token: Buffer; readonly code: string };

/**
 * A fresh badge. The code is drawn on its own, not from the token: who reads a code over a shoulder learns nothing of the
 * address that the badge carries.
 */
export function drawBadge(): NewBadge {
  const code = [...randomBytes(8)].map((byte) => ALPHABET[byte % 32]).join("");
  return { token: randomBytes(TOKEN_BYTES), code };
}

/** A code as it was typed: with spaces, in small letters, with letters that look like digits (Crockford). */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/gu, "").replaceAll("O", "0").replaceAll(/[IL]/gu, "1");
  return /^[0-9A-HJKMNP-TV-Z]{8}$/u.test(code) ? code : undefined;
}

/** Four and four, as it is printed. */
export const writtenCode = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

/** As a badge carries it: base64url (RFC 4648 §5). */
export const writeToken = (token: Buffer): string => token.toString("base64url");

/** The token of an address or of a scan, alone or at the end of an address. */
export function readToken(scanned: string): Buffer | undefined {
  const text = scanned.trim().split(/[?#]/u)[0]?.split("/").at(-1) ?? "";
  return /^[A-Za-z0-9_-]{22}$/u.test(text) ? Buffer.from(text, "base64url") : undefined;
}
