// What a browser does with cookies and codes, for tests that sign in.
import { createHmac } from "node:crypto";
import type { Hono } from "hono";
import type { Env } from "../../src/web/request.ts";
import { testOrigin } from "./node.ts";

/** Keeps cookies as a browser would, from `Set-Cookie` values, and sends them back. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  keep(setCookies: readonly string[]): this {
    for (const line of setCookies) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      if (attributes.some((attribute) => attribute === "Max-Age=0")) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return this;
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get headers(): Headers {
    return new Headers({ cookie: this.header });
  }
}

/** RFC 6238 with SHA-1, six digits, thirty seconds: written from the standard, as an oracle for the library. */
export function totpAt(secretBase32: string, at: Date): string {
  const bits = [...secretBase32]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** The secret in a key URI. */
export function secretOf(keyUri: string): string {
  return new URL(keyUri).searchParams.get("secret") ?? "";
}

/** A browser of its own on the application. */
export function browserOn(app: Hono<Env>) {
  const jar = new CookieJar();
  const send = async (path: string, init: RequestInit, address = "198.51.100.1") => {
    const headers = {
      "accept-language": "en",
      "x-forwarded-for": address,
      cookie: jar.header,
      ...init.headers,
    };
    const answer = await app.request(testOrigin + path, { ...init, headers });
    jar.keep(answer.headers.getSetCookie());
    return answer;
  };
  const body = (fields: Record<string, string>) => ({
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { origin: testOrigin },
  });
  return {
    jar,
    get: (path: string, address?: string) => send(path, {}, address),
    post: (path: string, fields: Record<string, string> = {}, address?: string) =>
      send(path, body(fields), address),
    page: async (path: string) => (await send(path, {})).text(),
  };
}

/** Status and `Location` of a redirect, as one string. */
export const whereTo = (answer: Response) => `${answer.status} ${answer.headers.get("location")}`;
