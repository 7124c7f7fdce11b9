// Amounts and what is compared with them, as phrases: keys of messages with their values, which are phrases again. Pure.
// Invariant: no word of any language is here; `locales/*/rules.json` has them, and `#platform/rule-sentences` puts them together.
import { asked } from "./conditions.ts";
import type { Amount, Comparison, Condition, Instant, Measure, Relation, Share, Voters } from "./types.ts";

/** A message (`rules.<key>`) and its values, of which some are to be written in the reader's language first. */
export type Phrase = { readonly key: string; readonly values: Readonly<Record<string, PhraseValue>> };
export type PhraseValue =
  | string
  | number
  | Phrase
  | { readonly list: readonly PhraseValue[]; readonly joined: "and" | "or" | "clauses" }
  | { readonly instant: Instant }
  /** An office, a body, a weighing: as the rules call it, or as the reader's node does. */
  | { readonly name: string };

/** Who votes decides what those present are called. */
export type Wording = { readonly voters: Voters | null };

export function phrase(key: string, values: Phrase["values"] = {}): Phrase {
  return { key, values };
}

/**
 * How an amount stands in a sentence: by itself (`the members`), after what it has a part of (`of the members`), or after "more
 * than" and "less than" (`more than half`), where other languages than English change the article.
 */
type Form = "name" | "of" | "than";

const WORDS: Readonly<Record<string, string>> = {
  "1/1": "all",
  "1/2": "half",
  "1/3": "third",
  "2/3": "two_thirds",
  "1/4": "quarter",
  "3/4": "three_quarters",
  "1/5": "fifth",
  "4/5": "four_fifths",
  "1/10": "tenth",
};

/** A share in words: half, two thirds; hundredths as percent; wholes as times; anything else as `7/12`. */
function shareWord([above, below]: Share, form: Form): Phrase {
  const word = Object.keys(WORDS).find((written) => {
    const [top = 0, bottom = 1] = written.split("/").map(Number);
    return top * below === bottom * above;
  });
  if (word) return phrase(`word.${WORDS[word]}.${form}`);
  if (above % below === 0) return phrase(`word.times.${form}`, { n: above / below });
  if ((above * 100) % below === 0) return phrase(`word.percent.${form}`, { n: (above * 100) / below });
  return phrase(`word.other.${form}`, { above, below });
}

function measurePhrase(measure: Measure, form: Form, { voters }: Wording): Phrase {
  return phrase(`${form === "of" ? "of" : "name"}.${measure}`, { who: voters ?? "other" });
}

/** A share of something: `two thirds of the votes`, `3 times the votes against`. */
function sharePhrase(share: Share, of: Amount, form: Form, wording: Wording): Phrase {
  const isTimes = share[0] % share[1] === 0 && share[0] !== share[1];
  return phrase("share", {
    share: shareWord(share, form),
    base: amountPhrase(of, isTimes ? "name" : "of", wording),
  });
}

export function amountPhrase(amount: Amount, form: Form, wording: Wording): Phrase {
  if (typeof amount === "number") return phrase(`number.${form}`, { n: amount });
  if (typeof amount === "string") return measurePhrase(amount, form, wording);
  if ("share" in amount) return sharePhrase(amount.share, amount.of, form, wording);
  if ("sum" in amount) {
    const [first = 0, ...others] = amount.sum;
    return others.reduce<Phrase>(
      (sum, part) =>
        typeof part === "number" && part < 0
          ? phrase("minus", { sum, n: -part })
          : phrase("plus", { sum, part: amountPhrase(part, "name", wording) }),
      amountPhrase(first, form, wording),
    );
  }
  if ("roundUp" in amount)
    return phrase("rounded_up", { amount: amountPhrase(amount.roundUp, form, wording) });
  if ("roundDown" in amount) {
    return phrase("rounded_down", { amount: amountPhrase(amount.roundDown, form, wording) });
  }
  const place = form === "of" ? "of" : "name";
  if ("squareRoot" in amount) {
    return phrase(`${place}.square_root`, { of: amountPhrase(amount.squareRoot, "of", wording) });
  }
  if ("regionsWhere" in amount) {
    return phrase(`${place}.regions_where`, { condition: inOneBreath(amount.regionsWhere, wording) });
  }
  const [key, parts] = "least" in amount ? ["least", amount.least] : ["greatest", amount.greatest];
  const list = parts.map((part) => amountPhrase(part, "name", wording));
  return phrase(`${place}.${key}`, { list: { list, joined: "or" } });
}

/** Several languages say "more than" in one way before a quantity, and in another before what is itself counted. */
function isCounted(amount: Amount): boolean {
  if (typeof amount === "number") return false;
  if (typeof amount === "string") return true;
  if ("share" in amount) return false;
  if ("sum" in amount) return isCounted(amount.sum[0] ?? 0);
  if ("roundUp" in amount) return isCounted(amount.roundUp);
  if ("roundDown" in amount) return isCounted(amount.roundDown);
  return true;
}

/** `more than two thirds of the votes`; without `of`, only `more than two thirds`. */
export function relationPhrase(
  relation: Relation | "not_more_than",
  { than, share }: { than: Amount; share: Share | null },
  wording: Wording,
): Phrase {
  if (relation === "at_least" || relation === "at_most") {
    const bound = share ? shareWord(share, "name") : amountPhrase(than, "name", wording);
    return phrase(`is.${relation}`, { bound });
  }
  const bound = share
    ? shareWord(share, "than")
    : amountPhrase(than, isCounted(than) ? "name" : "than", wording);
  return phrase(`is.${relation}_${!share && isCounted(than) ? "counted" : "quantity"}`, { bound });
}

/** The number of what was counted: `61 votes in favour`. */
export function countedPhrase(amount: Amount, value: string, wording: Wording): Phrase {
  const n = Number(value);
  const isPlain = typeof amount === "string" || (typeof amount === "object" && "regionsWhere" in amount);
  if (!isPlain || !Number.isSafeInteger(n)) {
    return phrase("counted.other", { name: amountPhrase(amount, "name", wording), value: mixed(value) });
  }
  if (typeof amount === "string") return phrase(`counted.${amount}`, { n, who: wording.voters ?? "other" });
  return phrase("counted.regions_where", { n, condition: inOneBreath(amount.regionsWhere, wording) });
}

/** What something is a part of: short where the noun has just been said, as in `214 delegations present out of 400 accredited`. */
export function basePhrase(base: Amount, value: string, count: Amount, wording: Wording): Phrase {
  const isSaid = base === "accredited" && (count === "present" || count === "present_at_close");
  if (!isSaid) return countedPhrase(base, value, wording);
  return phrase("base.accredited", { n: Number(value), who: wording.voters ?? "other" });
}

/** `23/2` as `11 1/2`. */
export function mixed(value: string): string {
  const [above = "0", below] = value.split("/");
  if (below === undefined) return value;
  const [top, bottom] = [BigInt(above), BigInt(below)];
  const whole = top / bottom;
  if (whole === 0n) return value;
  const rest = top % bottom;
  return `${whole} ${rest < 0n ? -rest : rest}/${bottom}`;
}

/** Of these one says that there is none, rather than that there are at most 0. */
const NONE: ReadonlySet<unknown> = new Set([
  "against",
  "abstentions",
  "invalid",
  "objections",
  "objections_open",
]);
const SINGULAR: ReadonlySet<unknown> = new Set(["call", "ballot"]);

function isSingular(count: Amount): boolean {
  return SINGULAR.has(count) || (typeof count === "object" && !("regionsWhere" in count));
}

/** What a comparison asks for: `the votes in favour are more than half of the votes for and against`. */
export function askedPhrase(comparison: Comparison, wording: Wording): Phrase {
  const { relation, count, than, share } = asked(comparison);
  if (count === "for" && relation === "more_than" && than === "against") return phrase("asks.more_for");
  if (than === 0 && relation === "at_most" && NONE.has(count)) {
    return phrase("asks.none", { counted: countedPhrase(count, "0", wording) });
  }
  if ((count === "call" || count === "ballot") && relation === "at_least" && typeof than === "number") {
    return phrase(`asks.${count}_from`, { n: than });
  }
  const what = amountPhrase(count, "name", wording);
  const bound = relationPhrase(relation, { than, share: null }, wording);
  return phrase(`asks.${isSingular(count) ? "one" : "many"}${share ? "_share" : ""}`, {
    what,
    relation: bound,
  });
}

export function namesPhrase(names: readonly string[]): PhraseValue {
  return { list: names.map((name) => ({ name })), joined: "or" };
}

/** A condition within a sentence, without a list of its own. */
export function inOneBreath(condition: Condition, wording: Wording): Phrase {
  const list = (parts: readonly Condition[], joined: "and" | "or") =>
    phrase("inline", { list: { list: parts.map((part) => inOneBreath(part, wording)), joined } });
  if ("all" in condition) return list(condition.all, "and");
  if ("any" in condition) return list(condition.any, "or");
  if ("not" in condition) return phrase("asks.not", { condition: inOneBreath(condition.not, wording) });
  if ("weighed" in condition) {
    const { weighed, holds } = condition;
    return phrase("asks.weighed", { by: { name: weighed }, condition: inOneBreath(holds, wording) });
  }
  if ("days" in condition) {
    const { days, since, by = "now" } = condition;
    return phrase(`asks.days_${by}`, { days, since: phrase(`${by === "now" ? "since" : "after"}.${since}`) });
  }
  if ("proposedBy" in condition) {
    return phrase("asks.proposed_by", { list: namesPhrase(condition.proposedBy) });
  }
  return askedPhrase(condition, wording);
}
