// From an HTTP request to a use-case's context and to what a page needs to draw itself.
// Invariant: the actor is read anew from the session at every request; nothing about authority is cached.
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Actor, Ctx, Facilities } from "#platform/context";
import type { Db } from "#platform/database/database";
import { personOfAccount } from "#confederation";
import { closestCatalogue, type Translate, translator } from "#platform/i18n/i18n";
import { newId } from "#platform/ids";
import { Refusal } from "#platform/errors";
import { isLanguageTag } from "#platform/geography/index";
import { type NodeProfile, readProfile } from "#platform/settings";

/** What the composition root hands to the pages and protocols. */
export type WebNode = {
  readonly db: Db;
  readonly facilities: Facilities;
  /** The account that a request's session belongs to, if it is signed in. */
  readonly whoIs: (headers: Headers) => Promise<{ accountId: string } | undefined>;
  readonly now: () => Date;
};

/** What every page is handed: words, the reader's language, who reads, where they are. */
export type Page = {
  readonly t: Translate;
  readonly language: string;
  readonly profile: NodeProfile;
  /** Whether somebody has set the node up; until then its profile says nothing. */
  readonly founded: boolean;
  readonly viewer: { readonly personId: string; readonly name: string } | undefined;
  readonly origin: string;
  /** The address being read, without its `lang` parameter. */
  readonly address: URL;
};

export type Env = { Variables: { ctx: Ctx; page: Page } };
export type WebContext = Context<Env>;

const A_YEAR_SECONDS = 31_536_000;

/** `Accept-Language` (RFC 9110 §12.5.4) as tags in the reader's order. */
export function acceptedLanguages(header: string): string[] {
  return header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && isLanguageTag(tag))
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}

/** The first wish that the node offers, by base language where the exact tag is not offered. */
export function chooseLanguage(wishes: readonly string[], offered: readonly string[]): string {
  for (const wish of wishes) {
    const base = wish.toLowerCase().split("-")[0];
    const found =
      offered.find((tag) => tag.toLowerCase() === wish.toLowerCase()) ??
      offered.find((tag) => tag.split("-")[0] === base);
    if (found) return found;
  }
  return offered[0] ?? "es";
}

function readLanguage(c: WebContext, offered: readonly string[], secure: boolean): string {
  const asked = c.req.query("lang");
  if (asked && offered.includes(asked)) {
    setCookie(c, "lang", asked, {
      path: "/",
      maxAge: A_YEAR_SECONDS,
      sameSite: "Lax",
      httpOnly: true,
      secure,
    });
    return asked;
  }
  const remembered = getCookie(c, "lang");
  return chooseLanguage(
    [...(remembered ? [remembered] : []), ...acceptedLanguages(c.req.header("accept-language") ?? "")],
    offered,
  );
}

async function readActor(node: WebNode, headers: Headers): Promise<{ actor: Actor; name: string }> {
  // A request without a cookie has no session: public pages cost no query for it.
  const session = headers.get("cookie") ? await node.whoIs(headers) : undefined;
  const person = session && (await personOfAccount(node.db, session.accountId));
  if (!session || !person) return { actor: { kind: "visitor" }, name: "" };
  return { actor: { kind: "person", personId: person.id, accountId: session.accountId }, name: person.name };
}

const unfounded: NodeProfile = {
  name: { source: "en", texts: { en: "Cumbe" } },
  place: "",
  languages: ["es", "en", "pt", "fr"],
  demonstration: false,
};

function addressOf(c: WebContext, origin: string): URL {
  const address = new URL(c.req.url.slice(c.req.url.indexOf("/", 8)), origin);
  address.searchParams.delete("lang");
  return address;
}

/** What a page can be drawn from when even the node's own name cannot be read: for saying just that. */
export function barePage(c: WebContext, origin: string): Page {
  const language = readLanguage(c, unfounded.languages, origin.startsWith("https:"));
  return {
    t: translator(language),
    language: closestCatalogue(language),
    profile: unfounded,
    founded: true,
    viewer: undefined,
    origin,
    address: addressOf(c, origin),
  };
}

/** Puts `ctx` and `page` on every request. */
export function withRequest(node: WebNode): MiddlewareHandler<Env> {
  return async (c, next) => {
    const found = await readProfile(node.db);
    const profile = found ?? unfounded;
    const { origin } = node.facilities;
    const language = readLanguage(c, profile.languages, origin.startsWith("https:"));
    const { actor, name } = await readActor(node, c.req.raw.headers);
    c.set("ctx", { db: node.db, actor, now: node.now(), newId, language, node: node.facilities });
    c.set("page", {
      t: translator(language),
      language: closestCatalogue(language, closestCatalogue(profile.languages[0] ?? "es")),
      profile,
      founded: found !== undefined,
      viewer: actor.kind === "person" ? { personId: actor.personId, name } : undefined,
      origin,
      address: addressOf(c, origin),
    });
    c.header("Vary", "Accept-Language, Cookie");
    c.header("Content-Language", language);
    c.header(
      "Cache-Control",
      // On a phone that several share, the way back must not show what somebody saw who has signed out since.
      actor.kind === "person" ? "private, no-store" : getCookie(c, "lang") ? "private, no-cache" : "no-cache",
    );
    await next();
  };
}

/** For routes that only a person may use; a visitor is led to sign in and back. */
export const signedIn: MiddlewareHandler<Env> = async (c, next) => {
  if (c.var.ctx.actor.kind === "person") return next();
  if (c.req.method === "GET")
    return c.redirect(`/sign-in?next=${encodeURIComponent(c.var.page.address.pathname)}`, 303);
  throw new Refusal("signIn", "signInFirst");
};

/** A form's fields as strings; a field sent several times keeps all its values in `all`. */
export type FormBody = {
  readonly get: (name: string) => string;
  readonly all: (name: string) => string[];
  readonly raw: FormData;
};

/** What is no form, or was cut short on its way, is told rather than taken for a fault of ours. */
async function readBody(c: WebContext): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal("invalid", "formMalformed");
    throw error;
  }
}

/** Reads a sent form once; text is NFC, line ends are `\n`, and NULs are refused by the schemas that get it. */
export async function readForm(c: WebContext): Promise<FormBody> {
  const raw = await readBody(c);
  const all = (name: string) =>
    raw
      .getAll(name)
      .flatMap((value) =>
        typeof value === "string" ? [value.normalize("NFC").replaceAll("\r\n", "\n")] : [],
      );
  return { raw, all, get: (name) => all(name)[0] ?? "" };
}
