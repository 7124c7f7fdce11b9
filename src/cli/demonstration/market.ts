// The example's market, all invented: what organisations offer and need, three agreements in different states, and a fair. Dates
// move with the day of loading.
import {
  type AgreementId,
  ask,
  callFair,
  confirmTerms,
  findAgreement,
  give,
  isCategory,
  joinFair,
  lookForRings,
  officialUnit,
  parseQuantity,
  type PublishOfferInput,
  proposeTerms,
  publishOffer,
  receive,
  type Transport,
} from "#market";
import { parseAmount } from "#ledger";
import type { Ctx } from "#platform/context";
import {
  type DemoAgreement,
  type DemoFair,
  type DemoGiven,
  type DemoMarket,
  type DemoOffer,
  readMarket,
} from "./market-data.ts";
import type { Cast } from "./people.ts";

/** Speaks for three of those that offer something for barter. */
const LOOKS_FOR_RINGS = "ve-red";
const DAY_MS = 86_400_000;
/** Amounts and quantities in the data are written with a point. */
const WRITTEN = "en";

type Market = { readonly cast: Cast; readonly at: (days: number) => Date };

const official = (currency: string) => ({ currencyId: null, officialCode: currency });
const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);

export async function loadMarket(shell: Ctx, cast: Cast): Promise<void> {
  const data = readMarket();
  const market = { cast, at: (days: number) => new Date(shell.now.getTime() + days * DAY_MS) };
  const numbers = new Map<string, number>();
  for (const offer of data.offers) {
    const ctx = cast.acting(cast.spokesperson(offer.by), market.at(-offer.days_ago));
    numbers.set(offer.title.texts["es"] ?? "", await publishOffer(ctx, inputOf(offer, ctx, cast)));
  }
  for (const agreement of data.agreements) await agree(agreement, data, numbers, market);
  await hold(data.fair, numbers, market);
  const looking = cast.acting(cast.spokesperson(LOOKS_FOR_RINGS), shell.now);
  await lookForRings(looking, { organizationId: cast.organization(LOOKS_FOR_RINGS) });
}

function leaf(key: string): PublishOfferInput["category"] {
  if (isCategory(key)) return key as PublishOfferInput["category"];
  throw new Error(`the demonstration's market has no category '${key}'`);
}

function inputOf(offer: DemoOffer, ctx: Ctx, cast: Cast): PublishOfferInput {
  const { price, wanted } = offer;
  return {
    requestKey: ctx.newId(),
    kind: offer.kind,
    organizationId: cast.organization(offer.organization),
    title: offer.title,
    description: offer.description ?? null,
    category: leaf(offer.category),
    unit: offer.unit,
    quantity: parseQuantity(WRITTEN, offer.quantity),
    months: offer.months ?? [],
    startsOn: null,
    endsOn: null,
    country: offer.country,
    place: offer.place,
    price: price
      ? {
          amount: parseAmount(WRITTEN, price.amount, officialUnit(price.currency)),
          ...official(price.currency),
        }
      : null,
    wanted: wanted ? { category: leaf(wanted.category), words: wanted.words } : null,
    isGift: offer.gift === true,
    labels: (offer.labels ?? []) as PublishOfferInput["labels"],
    membersOnly: offer.members_only === true,
  };
}

/** Asked a month ago at most; its terms are written by whoever offers, a day after. */
async function agree(
  agreement: DemoAgreement,
  data: DemoMarket,
  numbers: ReadonlyMap<string, number>,
  { cast, at }: Market,
): Promise<void> {
  const offer = data.offers.find(({ title }) => title.texts["es"] === agreement.offer);
  if (!offer) throw new Error(`the demonstration's market does not offer '${agreement.offer}'`);
  // Nobody asks for what was not published yet.
  const begun = -offer.days_ago;
  const asks = (days: number) => cast.acting(cast.spokesperson(agreement.by), at(days));
  const offers = (days: number) => cast.acting(cast.spokesperson(offer.by), at(days));
  const [askerId, holderId] = [cast.organization(agreement.asker), cast.organization(offer.organization)];
  const asking = asks(begun + 0.2);
  const id = await ask(asking, {
    requestKey: asking.newId(),
    number: numbers.get(agreement.offer) ?? 0,
    organizationId: askerId,
    quantity: parseQuantity(WRITTEN, agreement.quantity),
    message: agreement.message,
  });
  if (agreement.parts.length === 0) return;
  const currency = offer.price?.currency ?? "USD";
  await proposeTerms(offers(begun + 0.4), {
    agreementId: id,
    organizationId: holderId,
    version: 0,
    parts: agreement.parts.map(({ quantity, days }) => ({
      quantity: parseQuantity(WRITTEN, quantity),
      dueOn: dayOf(at(days)),
    })),
    price: agreement.total
      ? {
          amount: parseAmount(WRITTEN, agreement.total, officialUnit(currency)),
          denomination: official(currency),
        }
      : null,
    payDays: agreement.pay_days ?? 0,
    transport: (agreement.transport ?? "provider") as Transport,
    note: null,
  });
  if (!agreement.confirmed) return;
  await confirmTerms(asks(begun + 0.6), { agreementId: id, organizationId: askerId, version: 1 });
  for (const given of agreement.given ?? []) await deliver(given, id, { asks, offers, at });
}

type Acting = {
  readonly asks: (days: number) => Ctx;
  readonly offers: (days: number) => Ctx;
  readonly at: Market["at"];
};

async function deliver(
  given: DemoGiven,
  agreementId: AgreementId,
  { asks, offers, at }: Acting,
): Promise<void> {
  const giver = offers(given.days);
  const found = await findAgreement(giver, agreementId);
  const deliveryId = await give(giver, {
    requestKey: giver.newId(),
    agreementId,
    lineId: found?.lines[given.part - 1]?.id ?? "",
    quantity: parseQuantity(WRITTEN, given.quantity),
    givenOn: dayOf(at(given.days)),
    note: null,
  });
  await receive(asks(given.on), {
    agreementId,
    deliveryId,
    quantity: parseQuantity(WRITTEN, given.arrived),
    receivedOn: dayOf(at(given.on)),
    quality: given.quality ?? null,
  });
}

async function hold(fair: DemoFair, numbers: ReadonlyMap<string, number>, { cast, at }: Market) {
  const caller = cast.acting(fair.by, at(-1));
  const day = dayOf(at(fair.days));
  const number = await callFair(caller, {
    requestKey: caller.newId(),
    organizationId: cast.organization(fair.organization),
    title: fair.title,
    about: fair.about,
    country: fair.country,
    city: fair.city,
    address: fair.address,
    zone: fair.zone,
    startsLocal: `${day}T${fair.starts}`,
    endsLocal: `${day}T${fair.ends}`,
    link: null,
  });
  for (const { by, organization, offers, note = null } of fair.stalls)
    await joinFair(cast.acting(cast.spokesperson(by), at(-0.5)), {
      number,
      organizationId: cast.organization(organization),
      note,
      offers: offers.map((title) => numbers.get(title) ?? 0),
    });
}
