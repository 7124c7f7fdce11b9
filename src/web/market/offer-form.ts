// From the fields of a form to an offer, and from an offer back to the fields.
import {
  type CategoryKey,
  denominationKey,
  isCategory,
  labelKeys,
  MOST_PHOTOGRAPHS,
  type OfferView,
  parseQuantity,
  type PublishOfferInput,
  writtenQuantity,
} from "#market";
import { parseAmount, type Unit, writtenAmount } from "#ledger";
import { type FieldRefusal, Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { wordsInLanguages } from "../layout/in-languages.tsx";
import type { FormBody } from "../request.ts";

export const PHOTOGRAPHS_OFFERED = Math.min(2, MOST_PHOTOGRAPHS);

export type FactsInput = Omit<PublishOfferInput, "requestKey" | "kind" | "organizationId">;

const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

/** Collects what each field was refused for, so that a form says all of it at once. */
export class Fields {
  readonly refusals: FieldRefusal[] = [];

  read<Value>(field: string, reading: () => Value): Value | null {
    try {
      return reading();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusals.push({ field, reason: error.reason, facts: error.facts });
      return null;
    }
  }

  refuse(field: string, reason: string): null {
    this.refusals.push({ field, reason, facts: {} });
    return null;
  }
}

/** `units` are the currencies that the form offered, by their keys. Refuses field by field what cannot be read. */
export async function factsFrom(
  body: FormBody,
  language: string,
  units: ReadonlyMap<string, Unit>,
): Promise<FactsInput> {
  const fields = new Fields();
  const source = body.get("source") || language;
  const description = orNull(body.get("description"));
  const typedQuantity = orNull(body.get("quantity"));
  const input = {
    title: wordsInLanguages(body, "title"),
    description: description === null ? null : inOneLanguage(source, description),
    category: body.get("category") as FactsInput["category"],
    unit: unitFrom(body),
    quantity:
      typedQuantity === null ? null : fields.read("quantity", () => parseQuantity(language, typedQuantity)),
    months: Array.from({ length: 12 }, (_, index) => index + 1).filter(
      (month) => body.get(`month-${month}`) === "yes",
    ),
    startsOn: orNull(body.get("startsOn")),
    endsOn: orNull(body.get("endsOn")),
    country: body.get("country"),
    place: orNull(body.get("place")),
    price: priceFrom(body, language, units, fields),
    wanted: wantedFrom(body, source, fields),
    isGift: body.get("isGift") === "yes",
    labels: labelKeys.filter((label) => body.get(`label-${label}`) === "yes"),
    membersOnly: body.get("membersOnly") === "yes",
    photographs: await photographsFrom(body, source, fields),
  };
  if (fields.refusals.length > 0) throw new Refusal("invalid", "inputInvalid", {}, fields.refusals);
  return input;
}

/** A unit of the list, or pieces that somebody names themselves. */
function unitFrom(body: FormBody): string {
  const own = body.get("ownUnit").trim();
  if (!own) return body.get("unit");
  return `{${own.normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, "_")}}`;
}

function priceFrom(body: FormBody, language: string, units: ReadonlyMap<string, Unit>, fields: Fields) {
  const typed = orNull(body.get("price"));
  if (typed === null) return null;
  const key = body.get("currency");
  const unit = units.get(key);
  if (!unit) return fields.refuse("currency", "currencyUnknown");
  const amount = fields.read("price", () => parseAmount(language, typed, unit));
  if (amount === null) return null;
  return isId(key)
    ? { amount, currencyId: key, officialCode: null }
    : { amount, currencyId: null, officialCode: key };
}

function wantedFrom(body: FormBody, source: string, fields: Fields) {
  const [category, words] = [body.get("wantedCategory"), orNull(body.get("wanted"))];
  if (category === "" && words === null) return null;
  if (!isCategory(category)) return fields.refuse("wantedCategory", "categoryUnknown");
  if (words === null) return fields.refuse("wanted", "textIsEmpty");
  return { category: category as CategoryKey, words: inOneLanguage(source, words) };
}

async function photographsFrom(body: FormBody, language: string, fields: Fields) {
  const photographs: NonNullable<FactsInput["photographs"]> = [];
  for (let position = 0; position < PHOTOGRAPHS_OFFERED; position++) {
    const file = body.raw.get(`photograph-${position}`);
    const alt = body.get(`alt-${position}`).trim();
    if (!(file instanceof File) || file.size === 0) continue;
    if (!alt) fields.refuse(`alt-${position}`, "photographNeedsWords");
    else
      photographs.push({
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
        alt: inOneLanguage(language, alt),
      });
  }
  return photographs;
}

/** The form's field for a path of the schema. */
export function offerField(body: FormBody): (path: string) => string {
  return (path) => {
    const [field = path, part, tag] = path.split(".");
    if (field === "title") return `title-${part === "texts" && tag ? tag : body.get("source")}`;
    if (field === "price") return part === undefined || part === "amount" ? "price" : "currency";
    if (field === "wanted") return part === "category" ? "wantedCategory" : "wanted";
    if (field === "return") return "price";
    if (field === "unit" && body.get("ownUnit").trim()) return "ownUnit";
    return field;
  };
}

/** What the form shows of an offer that is to be changed. */
export function typedOf(offer: OfferView, language: string): Record<string, string> {
  const { price, priceUnit, wanted, description } = offer;
  const said = (field: { texts: Readonly<Record<string, string>>; source: string }) =>
    field.texts[offer.title.source] ?? field.texts[field.source] ?? "";
  return {
    source: offer.title.source,
    revision: String(offer.revision),
    description: description ? said(description) : "",
    category: offer.category,
    unit: offer.unit,
    quantity: offer.quantity === null ? "" : localised(writtenQuantity(offer.quantity), language),
    startsOn: offer.startsOn ?? "",
    endsOn: offer.endsOn ?? "",
    country: offer.country,
    place: offer.place ?? "",
    price: price && priceUnit ? localised(writtenAmount(price.amount, priceUnit.scale), language) : "",
    currency: price ? denominationKey(price) : "",
    wantedCategory: wanted?.category ?? "",
    wanted: wanted ? said(wanted.words) : "",
    isGift: offer.isGift ? "yes" : "",
    membersOnly: offer.membersOnly ? "yes" : "",
    ...Object.fromEntries(offer.months.map((month) => [`month-${month}`, "yes"])),
    ...Object.fromEntries(offer.labels.map((label) => [`label-${label}`, "yes"])),
  };
}

/** A decimal number with the reader's own decimal sign, so that it reads back as the same. */
export const localised = (written: string, language: string) =>
  language.split("-")[0] === "en" ? written : written.replace(".", ",");
