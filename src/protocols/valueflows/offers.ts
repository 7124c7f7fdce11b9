// An offer or a need as ValueFlows: a proposal at its URI that publishes an intent, with what is given in return as reciprocal
// intents. Where either money or barter will do, each way is a proposal of its own on the same thing.
import { categoryPath, type OfferEntry, ONE_UNIT, photographPath, type PhotographView } from "#market";
import { agentOf, categoriesOf, locationOf, measureOf, moneyOf, textsOf } from "./parts.ts";

type Proposal = { readonly id: string; readonly type: string };
type Described = Omit<OfferEntry, "photograph"> & { readonly photographs?: readonly PhotographView[] };

/** Services are rendered, all else changes hands. */
function actionOf({ category }: Described): "deliverService" | "transfer" {
  return categoryPath(category)[0] === "services" ? "deliverService" : "transfer";
}

/** Whoever offers provides; whoever needs receives; and in return the other way round. */
function sides(origin: string, offer: Described, reciprocal: boolean) {
  const agent = agentOf(origin, offer.organization);
  const provides = (offer.kind === "offer") !== reciprocal;
  return provides ? { provider: agent } : { receiver: agent };
}

function primary(origin: string, offer: Described, id: string, perUnit: boolean) {
  const { quantity, unit, months } = offer;
  const images = (offer.photographs ?? []).map(({ hash }) => origin + photographPath(hash));
  return {
    id,
    type: "Intent",
    action: actionOf(offer),
    name: textsOf(offer.title),
    ...(offer.description && { note: textsOf(offer.description) }),
    ...sides(origin, offer, false),
    resourceClassifiedAs: categoriesOf(origin, offer.category),
    ...(perUnit
      ? { resourceQuantity: measureOf(ONE_UNIT, unit) }
      : quantity !== null && { resourceQuantity: measureOf(quantity, unit) }),
    ...(quantity !== null && { availableQuantity: measureOf(quantity, unit) }),
    ...(offer.startsOn && { hasBeginning: offer.startsOn }),
    ...(offer.endsOn && { hasEnd: offer.endsOn }),
    ...(months.length > 0 && { season: { type: "Schedule", byMonth: months, repeatFrequency: "P1Y" } }),
    atLocation: locationOf(offer),
    ...(images.length > 0 && { image: images[0], imageList: images }),
    finished: offer.state !== "open",
  };
}

/** The proposals of one offer, each whole in itself. */
export function offerAsProposals(origin: string, offer: Described): Proposal[] {
  const uri = origin + offer.href;
  const { price, priceUnit, wanted } = offer;
  const proposal = (part: string, perUnit: boolean, reciprocal: readonly object[]) => ({
    id: uri + part,
    type: "Proposal",
    purpose: offer.kind === "offer" ? "vf:offer" : "vf:request",
    name: textsOf(offer.title),
    created: offer.publishedAt.toISOString(),
    unitBased: perUnit,
    publishes: primary(origin, offer, `${uri}${part || "#"}${part ? "-primary" : "primary"}`, perUnit),
    ...(reciprocal.length > 0 && { reciprocal }),
  });
  const proposals: Proposal[] = [];
  const nextPart = () => (proposals.length === 0 ? "" : "#barter");
  if (price && priceUnit)
    proposals.push(
      proposal(nextPart(), true, [
        {
          id: `${uri}#reciprocal`,
          type: "Intent",
          action: "transfer",
          ...sides(origin, offer, true),
          ...moneyOf(origin, price.amount, price, priceUnit),
        },
      ]),
    );
  if (wanted) {
    const part = nextPart();
    proposals.push(
      proposal(part, false, [
        {
          id: part ? `${uri}${part}-reciprocal` : `${uri}#reciprocal`,
          type: "Intent",
          action: "transfer",
          name: textsOf(wanted.words),
          ...sides(origin, offer, true),
          resourceClassifiedAs: categoriesOf(origin, wanted.category),
        },
      ]),
    );
  }
  return proposals.length > 0 ? proposals : [proposal("", false, [])];
}

/** What stays of one that was withdrawn (Activity Vocabulary, Tombstone). */
export function tombstoneOf(origin: string, { href, changedAt }: Pick<OfferEntry, "href" | "changedAt">) {
  return {
    "@context": ["https://www.w3.org/ns/activitystreams", { vf: "https://w3id.org/valueflows/ont/vf#" }],
    id: origin + href,
    type: "Tombstone",
    formerType: "vf:Proposal",
    deleted: changedAt.toISOString(),
  };
}
