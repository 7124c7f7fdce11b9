// better-auth's signed cookies, read without it: `value.base64(HMAC-SHA256(secret, value))`.
import { createHmac, timingSafeEqual } from "node:crypto";
import { parseCookies } from "better-auth/cookies";

/** Reads one cookie's value from a request's headers; undefined unless its signature is ours. */
export function signedCookieReader(name: string, secret: string): (headers: Headers) => string | undefined {
  return (headers) => {
    const cookie = headers.get("cookie");
    const signed = cookie ? parseCookies(cookie).get(name) : undefined;
    const dot = signed?.lastIndexOf(".") ?? -1;
    if (!signed || dot < 1) return undefined;
    const value = signed.slice(0, dot);
    const given = Buffer.from(signed.slice(dot + 1), "base64");
    const due = createHmac("sha256", secret).update(value).digest();
    return given.length === due.length && timingSafeEqual(given, due) ? value : undefined;
  };
}
