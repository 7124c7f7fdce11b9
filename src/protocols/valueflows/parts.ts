// Parts that flows share: agents, measures, places, texts in several languages.
import {
  categoryElsewhere,
  type CategoryKey,
  type Denomination,
  type Holder,
  type Offer,
  om2Unit,
  unitName,
  writtenQuantity,
} from "#market";
import { type Unit, writtenAmount } from "#ledger";
import { countryName } from "#platform/geography/index";
import type { Multilingual } from "#platform/multilingual";

export function textsOf(field: Multilingual): Readonly<Record<string, string>> {
  return field.texts;
}

export function agentOf(origin: string, { slug, name }: Pick<Holder, "slug" | "name">) {
  return { id: `${origin}/organizations/${slug}`, type: "Organization", name: textsOf(name) };
}

/** A quantity in thousandths of a UCUM unit. */
export function measureOf(quantity: bigint, unit: string) {
  const value = writtenQuantity(quantity);
  return {
    type: "Measure",
    hasNumericalValue: value,
    hasUnit: {
      id: `om2:${om2Unit(unit)}`,
      type: "Unit",
      omUnitIdentifier: om2Unit(unit),
      symbol: unitName(unit, "en"),
    },
    ucum: `${value} ${unit}`,
  };
}

/** Money is a resource of its own: so many of what its currency is. */
export function moneyOf(origin: string, amount: bigint, denomination: Denomination, unit: Unit) {
  return {
    resourceConformsTo: currencyUri(origin, denomination, unit),
    resourceQuantity: {
      type: "Measure",
      hasNumericalValue: writtenAmount(amount, unit.scale),
      hasUnit: { id: "om2:one", type: "Unit", omUnitIdentifier: "one", symbol: unit.code },
    },
  };
}

/** Official currencies by the authority table of the EU's Publications Office; those of this node at their own address. */
function currencyUri(origin: string, { officialCode }: Denomination, unit: Unit): string {
  return officialCode === null
    ? `${origin}/economy/currencies/${unit.code.toLowerCase()}`
    : `http://publications.europa.eu/resource/authority/currency/${officialCode}`;
}

/** A category of this node, and the same idea elsewhere. */
export function categoriesOf(origin: string, category: CategoryKey): readonly string[] {
  return [`${origin}/market?category=${category}`, ...categoryElsewhere(category)];
}

export function locationOf({ place, country }: Pick<Offer, "place" | "country">) {
  const address = [place, countryName(country, "en")].filter(Boolean).join(", ");
  return { type: "SpatialThing", mappableAddress: address, country };
}
