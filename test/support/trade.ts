// Agreements for tests: asked for, written, confirmed and delivered through the real use-cases.
import { obligationsOf } from "#clearing";
import {
  type AgreementId,
  type AgreementView,
  ask,
  confirmTerms,
  findAgreement,
  give,
  proposeTerms,
  type ProposeTermsInput,
  receive,
} from "#market";
import { newId } from "../../src/platform/ids.ts";
import { publish, type Trader } from "./market.ts";

export const today = new Date().toISOString().slice(0, 10);

export const usd = (amount: bigint) => ({ amount, denomination: { currencyId: null, officialCode: "USD" } });

export type Trade = { readonly seller: Trader; readonly buyer: Trader };

/** Somebody asks for four kilograms of what the seller offers. */
export async function asked(
  { seller, buyer }: Trade,
  more: Parameters<typeof publish>[1] = {},
  who = buyer,
): Promise<AgreementId> {
  const number = await publish(seller, more);
  return ask(who.ctx, {
    requestKey: newId(),
    number,
    organizationId: who.id,
    quantity: 4_000n,
    message: "Four kilograms for our bakery, please.",
  });
}

/** Three kilograms and one, for 10.01 dollars within thirty days, unless told. */
export const termsOf = (
  { seller }: Pick<Trade, "seller">,
  agreementId: AgreementId,
  more: Partial<ProposeTermsInput> = {},
): ProposeTermsInput => ({
  agreementId,
  organizationId: seller.id,
  version: 0,
  parts: [
    { quantity: 3_000n, dueOn: null },
    { quantity: 1_000n, dueOn: "2199-01-01" },
  ],
  price: usd(1_001n),
  payDays: 30,
  transport: "provider",
  note: null,
  ...more,
});

export async function agreed(
  trade: Trade,
  more: Partial<ProposeTermsInput> = {},
  offer: Parameters<typeof publish>[1] = {},
): Promise<AgreementId> {
  const { seller, buyer } = trade;
  const id = await asked(trade, offer);
  await proposeTerms(seller.ctx, termsOf(trade, id, more));
  await confirmTerms(buyer.ctx, { agreementId: id, organizationId: buyer.id, version: 1 });
  return id;
}

export async function viewOf(
  { seller }: Pick<Trade, "seller">,
  id: AgreementId,
  ctx = seller.ctx,
): Promise<AgreementView> {
  const found = await findAgreement(ctx, id);
  if (!found) throw new Error("there is no such agreement for whoever asks");
  return found;
}

/** What is given of a line, and what arrives of it. */
export async function deliver(
  trade: Trade,
  id: AgreementId,
  line: number,
  quantity: bigint,
  arrives = quantity,
  quality: string | null = null,
): Promise<void> {
  const { seller, buyer } = trade;
  const found = (await viewOf(trade, id)).lines[line];
  const [giver, taker] = found?.fromId === buyer.id ? [buyer, seller] : [seller, buyer];
  const giving = {
    requestKey: newId(),
    agreementId: id,
    lineId: found?.id ?? "",
    quantity,
    givenOn: today,
    note: null,
  };
  const deliveryId = await give(giver.ctx, giving);
  await receive(taker.ctx, { agreementId: id, deliveryId, quantity: arrives, receivedOn: today, quality });
}

/** What is owed on this agreement, to or by somebody. */
export async function owedOn(id: AgreementId, of: Trader) {
  const all = await obligationsOf(of.ctx, of.id);
  return all.filter(({ about }) => about === `/market/agreements/${id}`);
}
