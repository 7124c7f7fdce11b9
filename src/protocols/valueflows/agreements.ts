// An agreement as ValueFlows: its commitments are what is to be given part by part, its events what arrived. For its two sides and
// whoever mediates alone.
import {
  type AgreementView,
  categoryPath,
  type Delivery,
  isCategory,
  type LineView,
  type Side,
} from "#market";
import { agentOf, categoriesOf, measureOf, moneyOf, textsOf } from "./parts.ts";

type Context = { readonly origin: string; readonly agreement: AgreementView };

const uriOf = ({ origin, agreement }: Context) => origin + agreement.href;
const lineUri = (at: Context, { id }: LineView) => `${uriOf(at)}#line-${id}`;

function agents({ origin, agreement }: Context, fromId: string) {
  const { asker, holder } = agreement;
  const [from, to]: [Side, Side] = fromId === asker.id ? [asker, holder] : [holder, asker];
  return { provider: agentOf(origin, from), receiver: agentOf(origin, to) };
}

function whatOf({ origin }: Context, { category, title }: LineView) {
  if (!isCategory(category)) return { action: "transfer", name: textsOf(title) };
  const action = categoryPath(category)[0] === "services" ? "deliverService" : "transfer";
  return { action, name: textsOf(title), resourceClassifiedAs: categoriesOf(origin, category) };
}

function commitmentOf(at: Context, line: LineView) {
  const { origin, agreement } = at;
  return {
    id: lineUri(at, line),
    type: "Commitment",
    ...whatOf(at, line),
    ...agents(at, line.fromId),
    resourceQuantity: measureOf(line.quantity, line.unit),
    ...(line.dueOn && { due: line.dueOn }),
    ...(line.fromId === agreement.providerId && { satisfies: `${origin}${agreement.offer.href}#primary` }),
    finished: agreement.state !== "agreed" || line.received >= line.quantity,
  };
}

/** What is to be paid, as the counterpart of all that is sold. */
function paymentOf(at: Context): object[] {
  const { origin, agreement } = at;
  const { terms } = agreement;
  if (!terms?.price || !terms.priceUnit) return [];
  return [
    {
      id: `${uriOf(at)}#payment`,
      type: "Commitment",
      action: "transfer",
      ...agents(at, agreement.receiverId),
      ...moneyOf(origin, terms.price.amount, terms.price, terms.priceUnit),
    },
  ];
}

/** What was paid of it, by whatever way: the two sides read the entry of the ledger on their own accounts. */
function paymentEventsOf(at: Context): object[] {
  const { origin, agreement } = at;
  const { terms, payments } = agreement;
  const { price, priceUnit } = terms ?? {};
  if (!price || !priceUnit) return [];
  return payments.map(({ obligationId, amount, at: paidAt }, index) => ({
    id: `${uriOf(at)}#payment-${obligationId}-${index + 1}`,
    type: "EconomicEvent",
    action: "transfer",
    ...agents(at, agreement.receiverId),
    ...moneyOf(origin, amount, price, priceUnit),
    hasPointInTime: paidAt.toISOString(),
    fulfills: `${uriOf(at)}#payment`,
  }));
}

/** Nothing has happened until it was received: what was refused is no event. */
function eventsOf(at: Context, line: LineView): object[] {
  return line.deliveries.flatMap(({ id, receipt }: Delivery) =>
    receipt === null || receipt.quantity === 0n
      ? []
      : [
          {
            id: `${uriOf(at)}#delivery-${id}`,
            type: "EconomicEvent",
            ...whatOf(at, line),
            ...agents(at, line.fromId),
            resourceQuantity: measureOf(receipt.quantity, line.unit),
            hasPointInTime: receipt.receivedOn,
            fulfills: lineUri(at, line),
            ...(receipt.quality && { note: receipt.quality }),
          },
        ],
  );
}

export function agreementAsFlows(origin: string, agreement: AgreementView) {
  const at = { origin, agreement };
  const primary = agreement.lines.filter(({ fromId }) => fromId === agreement.providerId);
  const back = agreement.lines.filter(({ fromId }) => fromId !== agreement.providerId);
  // Terms that both have not confirmed promise nothing yet.
  const stands = ["agreed", "disputed", "fulfilled"].includes(agreement.state);
  return {
    id: uriOf(at),
    type: "Agreement",
    name: textsOf(agreement.offer.title),
    created: agreement.askedAt.toISOString(),
    ...(stands && {
      stipulates: primary.map((line) => commitmentOf(at, line)),
      stipulatesReciprocal: [...back.map((line) => commitmentOf(at, line)), ...paymentOf(at)],
    }),
    realizes: primary.flatMap((line) => eventsOf(at, line)),
    realizesReciprocal: [...back.flatMap((line) => eventsOf(at, line)), ...paymentEventsOf(at)],
  };
}
