// From the fields of a form to terms, and from what was asked, or the terms that stand, back to the fields.
import {
  type AgreementView,
  type CategoryKey,
  denominationKey,
  type OfferView,
  parseQuantity,
  type ProposeTermsInput,
  type Transport,
  writtenQuantity,
} from "#market";
import { parseAmount, type Unit, writtenAmount } from "#ledger";
import { Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import type { FormBody } from "../request.ts";
import { Fields, localised } from "./offer-form.ts";

export const PARTS_OFFERED = 4;
export const BACK_OFFERED = 2;
const rows = (count: number) => Array.from({ length: count }, (_, index) => index);

export type TermsInput = Omit<ProposeTermsInput, "agreementId">;

/** `units` are the currencies that the form offered, by their keys. Refuses field by field what cannot be read. */
export function termsFrom(body: FormBody, language: string, units: ReadonlyMap<string, Unit>): TermsInput {
  const fields = new Fields();
  const typed = (name: string) => body.get(name).trim();
  const quantityOf = (name: string) => fields.read(name, () => parseQuantity(language, typed(name))) ?? 1n;
  const parts = rows(PARTS_OFFERED)
    .filter((row) => typed(`part-${row}`) !== "")
    .map((row) => ({ quantity: quantityOf(`part-${row}`), dueOn: typed(`due-${row}`) || null }));
  const back = rows(BACK_OFFERED)
    .filter((row) => typed(`back-${row}`) !== "")
    .map((row) => ({
      title: inOneLanguage(language, typed(`back-${row}`)),
      category: typed(`backCategory-${row}`) as CategoryKey,
      unit: typed(`backUnit-${row}`),
      quantity: quantityOf(`backQuantity-${row}`),
      dueOn: typed(`backDue-${row}`) || null,
    }));
  const input = {
    organizationId: body.get("organizationId"),
    version: Number(body.get("version")),
    parts,
    back,
    price: priceFrom(body, language, units, fields),
    payDays: typed("payDays") === "" ? 0 : Number(typed("payDays")),
    transport: body.get("transport") as Transport,
    note: typed("note") || null,
  };
  if (fields.refusals.length > 0) throw new Refusal("invalid", "inputInvalid", {}, fields.refusals);
  return input;
}

function priceFrom(body: FormBody, language: string, units: ReadonlyMap<string, Unit>, fields: Fields) {
  const typed = body.get("price").trim();
  const key = body.get("currency");
  const unit = units.get(key);
  if (typed === "") return null;
  if (!unit) return fields.refuse("currency", "currencyUnknown");
  const amount = fields.read("price", () => parseAmount(language, typed, unit));
  if (amount === null) return null;
  const denomination = isId(key)
    ? { currencyId: key, officialCode: null }
    : { currencyId: null, officialCode: key };
  return { amount, denomination };
}

const NAMES: Readonly<Record<string, string>> = {
  title: "back",
  category: "backCategory",
  unit: "backUnit",
  quantity: "backQuantity",
  dueOn: "backDue",
};

/** The form's field for a path of the schema: `parts.1.dueOn` is `due-1`. */
export function termsField(path: string): string {
  const [field = path, index, part = ""] = path.split(".");
  if (field === "parts") return `${part === "dueOn" ? "due" : "part"}-${index ?? 0}`;
  if (field === "back") return `${NAMES[part] ?? "back"}-${index ?? 0}`;
  if (field === "price") return index === "denomination" ? "currency" : "price";
  return field;
}

/** What the form begins with: the terms that stand, or what was asked for at the price of the offer. */
export function typedTerms(agreement: AgreementView, offer: OfferView | undefined, language: string) {
  const { terms, wantedQuantity, lines } = agreement;
  const number = (quantity: bigint) => localised(writtenQuantity(quantity), language);
  const forward = lines.filter(({ fromId }) => fromId === agreement.providerId);
  const backward = lines.filter(({ fromId }) => fromId !== agreement.providerId);
  const typed: Record<string, string> = { payDays: "30", transport: "provider" };
  if (terms) {
    typed["payDays"] = String(terms.payDays);
    typed["transport"] = terms.transport;
    typed["note"] = terms.note ?? "";
    if (terms.price && terms.priceUnit) {
      typed["price"] = localised(writtenAmount(terms.price.amount, terms.priceUnit.scale), language);
      typed["currency"] = denominationKey(terms.price);
    }
    for (const [row, line] of forward.entries()) {
      typed[`part-${row}`] = number(line.quantity);
      typed[`due-${row}`] = line.dueOn ?? "";
    }
    for (const [row, line] of backward.entries()) {
      typed[`back-${row}`] = line.title.texts[line.title.source] ?? "";
      typed[`backCategory-${row}`] = line.category;
      typed[`backUnit-${row}`] = line.unit;
      typed[`backQuantity-${row}`] = number(line.quantity);
      typed[`backDue-${row}`] = line.dueOn ?? "";
    }
    return typed;
  }
  if (wantedQuantity !== null) typed["part-0"] = number(wantedQuantity);
  if (offer?.price && offer.priceUnit) {
    typed["currency"] = denominationKey(offer.price);
    // The whole price, where it comes out in whole minor units; else somebody has to say it.
    const whole = offer.price.amount * (wantedQuantity ?? 0n);
    if (whole > 0n && whole % 1_000n === 0n)
      typed["price"] = localised(writtenAmount(whole / 1_000n, offer.priceUnit.scale), language);
  }
  return typed;
}
