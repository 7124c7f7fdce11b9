// A market for tests: organisations with people who may act for them, and offers made through the real use-cases.
import { createOrganization, type OrganizationId } from "#confederation";
import { publishOffer, type PublishOfferInput } from "#market";
import type { Ctx } from "../../src/platform/context.ts";
import { newId } from "../../src/platform/ids.ts";
import type { Multilingual } from "../../src/platform/multilingual.ts";
import { personWithOffice, type TestNode } from "./node.ts";

export type Trader = { readonly id: OrganizationId; readonly ctx: Ctx; readonly personId: string };

export const said = (en: string, more: Record<string, string> = {}): Multilingual => ({
  source: "en",
  texts: { en, ...more },
});

/** An organisation, and somebody who speaks for it. */
export async function trader(node: TestNode, name: string, country = "VE"): Promise<Trader> {
  const { id } = await createOrganization(node.operator, {
    name: said(name),
    kind: "cooperative",
    country,
    languages: ["es"],
  } as never);
  const { ctx, personId } = await personWithOffice(node, id, "spokesperson");
  return { id, ctx, personId };
}

/** Ten kilograms of coffee at two dollars, unless told. */
export function offerOf(
  seller: Pick<Trader, "id">,
  more: Partial<PublishOfferInput> = {},
): PublishOfferInput {
  return {
    requestKey: newId(),
    kind: "offer",
    organizationId: seller.id,
    title: said("Coffee in beans", { es: "Café en grano" }),
    description: null,
    category: "coffee_and_cocoa",
    unit: "kg",
    quantity: 10_000n,
    months: [],
    startsOn: null,
    endsOn: null,
    country: "VE",
    place: "Sanare",
    price: { amount: 200n, currencyId: null, officialCode: "USD" },
    wanted: null,
    isGift: false,
    labels: ["agroecological"],
    membersOnly: false,
    ...more,
  };
}

export function publish(seller: Trader, more: Partial<PublishOfferInput> = {}): Promise<number> {
  return publishOffer(seller.ctx, offerOf(seller, more));
}
