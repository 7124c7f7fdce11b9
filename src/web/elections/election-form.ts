// An election as its form sends it, and as the form shows it again.
import { findOrganizationId } from "#confederation";
import {
  type CallElectionInput,
  type ElectionKind,
  type ElectionView,
  genders,
  type Guarantee,
  methodFacts,
  type MethodName,
  parseAmount,
  writeAmount,
} from "#elections";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { inOneLanguage, type Multilingual } from "#platform/multilingual";
import { wordsInLanguages } from "../layout/in-languages.tsx";
import type { FormBody } from "../request.ts";

type Words = Pick<CallElectionInput, "title" | "about" | "rules" | "gives">;

/** A whole number, or one that no schema takes. */
const whole = (typed: string) => (/^\d{1,9}$/.test(typed.trim()) ? Number(typed.trim()) : Number.NaN);

function refused(field: string, reason: string): Refusal {
  return new Refusal("invalid", "inputInvalid", {}, [{ field, reason, facts: {} }]);
}

const optional = (body: FormBody, name: string): Multilingual | null =>
  body.get(name).trim() === "" ? null : inOneLanguage(body.get("source"), body.get(name));

function guaranteesFrom(body: FormBody): Guarantee[] {
  const found: Guarantee[] = [];
  for (const name of body.raw.keys()) {
    const of = /^least-(\w{1,12})$/.exec(name)?.[1];
    const typed = body.get(name).trim();
    if (!of || typed === "" || typed === "0") continue;
    const by = genders.some((gender) => gender === of) ? "gender" : "region";
    found.push({ by, of, least: whole(typed) });
  }
  return found;
}

function budgetFrom(body: FormBody) {
  const decimals = whole(body.get("decimals"));
  const total = parseAmount(body.get("total"), Number.isInteger(decimals) ? decimals : 0);
  if (total === undefined) throw refused("total", "valueMalformed");
  return { total, currency: body.get("currency").trim().toUpperCase(), decimals };
}

/** What a method alone is told, by its own names. */
function settingsFrom(body: FormBody, method: string): Record<string, string> {
  if (method === "equal-shares")
    return { utility: body.get("utility") || "cost", completion: body.get("completion") || "none" };
  if (method === "majority-judgment") return { min: "0", max: "5" };
  return {};
}

/** Refuses beside the field what is no amount and no known organisation. */
export async function electionFrom(ctx: Ctx, kind: ElectionKind, body: FormBody): Promise<Words> {
  const method = body.get("method") as MethodName;
  const scored = isScored(method);
  const slug = body.get("organ").trim().split("/").at(-1) ?? "";
  const organizationId = slug === "" ? undefined : await findOrganizationId(ctx.db, slug);
  if (slug !== "" && !organizationId) throw refused("organ", "organizationUnknown");
  return {
    title: wordsInLanguages(body, "title"),
    about: optional(body, "about"),
    rules: {
      method,
      settings: settingsFrom(body, method),
      seats: kind === "people" ? whole(body.get("seats")) : null,
      ties: body.get("ties") === "order" ? "order" : "lot",
      source: body.get("ties") === "order" ? null : optional(body, "lot"),
      weights: body.get("weights") === "seats" ? "seats" : "one_each",
      guarantees: kind === "people" ? guaranteesFrom(body) : [],
      budget: kind === "budget" ? budgetFrom(body) : null,
      mostPoints: scored ? (method === "majority-judgment" ? 5 : whole(body.get("mostPoints"))) : null,
      secret: body.get("secret") === "secret",
      publishes: body.get("publishes") === "yes",
    },
    gives: organizationId
      ? { organizationId, office: body.get("office"), endsOn: body.get("endsOn") || null }
      : null,
  };
}

function isScored(method: string): boolean {
  try {
    return methodFacts(method as MethodName).ballot === "score";
  } catch {
    return false;
  }
}

/** As the form would be filled in for an election that is there. */
export function typedOf(election: ElectionView): Record<string, string> {
  const { title, about, rules, gives, organ } = election;
  return {
    source: title.source,
    ...Object.fromEntries(Object.entries(title.texts).map(([tag, text]) => [`title-${tag}`, text])),
    about: about?.texts[about.source] ?? "",
    method: rules.method,
    ...rules.settings,
    seats: String(rules.seats ?? ""),
    ties: rules.ties,
    lot: rules.source?.texts[rules.source.source] ?? "",
    weights: rules.weights,
    ...Object.fromEntries(rules.guarantees.map(({ of, least }) => [`least-${of}`, String(least)])),
    ...(rules.budget && {
      total: writeAmount(rules.budget.total, rules.budget.decimals),
      currency: rules.budget.currency,
      decimals: String(rules.budget.decimals),
    }),
    mostPoints: String(rules.mostPoints ?? 5),
    secret: rules.secret ? "secret" : "open",
    publishes: rules.publishes ? "yes" : "no",
    organ: organ?.slug ?? "",
    office: gives?.office ?? "",
    endsOn: gives?.endsOn ?? "",
  };
}

/** The form's field for a path of the schema. */
export function electionField(body: FormBody): (path: string) => string {
  return (path) => {
    const [first = path, second, third] = path.split(".");
    if (first === "title") return second === "source" ? "source" : `title-${third ?? body.get("source")}`;
    if (first === "gives") return second === "organizationId" ? "organ" : (second ?? "office");
    if (first !== "rules") return first;
    if (second === "budget") return third ?? "total";
    return second === "source" ? "lot" : (second ?? "method");
  };
}
