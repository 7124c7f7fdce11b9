// Reading agreements: for their two sides, and for whoever mediates a dispute of theirs.
// Invariant: to everybody else an agreement is not there.
import { sql } from "kysely";
import { type ObligationPayment, paymentsOf } from "#clearing";
import { may, type OrganizationId } from "#confederation";
import { type Account, accountsOf, type Unit } from "#ledger";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { dueWith, isPaidOnReceipt } from "./agreements.rules.ts";
import {
  agreementColumns,
  type Agreement,
  type Line,
  listLines,
  listTerms,
  type Terms,
} from "./agreements.store.ts";
import { denominationKey, readUnits } from "./currencies.ts";
import { type Delivery, listDeliveries } from "./deliveries.store.ts";
import { mediates } from "./disputes.service.ts";
import { type Dispute, listDisputes } from "./disputes.store.ts";
import { type ActingFor, actsFor } from "./members.policy.ts";
import { agreementPath, offerPath } from "./paths.ts";
import type { AgreementId, AgreementState, OfferKind } from "./types.ts";

export type Side = { readonly id: OrganizationId; readonly slug: string; readonly name: Multilingual };

export type AgreementEntry = Agreement & {
  readonly href: string;
  readonly asker: Side;
  readonly holder: Side;
  readonly offer: {
    readonly number: number;
    readonly href: string;
    readonly kind: OfferKind;
    readonly title: Multilingual;
    readonly unit: string;
  };
};

export type LineView = Line & {
  readonly deliveries: readonly Delivery[];
  /** In thousandths: given and not refused, and received. */
  readonly given: bigint;
  readonly received: bigint;
};

export type TermsView = Terms & { readonly priceUnit: Unit | null };

export type StepView = {
  readonly what: string;
  readonly by: Side | null;
  readonly reason: string | null;
  readonly at: Date;
};

export type AgreementView = AgreementEntry & {
  readonly terms: TermsView | null;
  readonly lines: readonly LineView[];
  /** Of what became due by the receipts. */
  readonly payments: readonly ObligationPayment[];
  readonly steps: readonly StepView[];
  readonly disputes: readonly (Dispute & { readonly mediator: Side | null })[];
  /** The sides for which the reader may act. */
  readonly acts: readonly OrganizationId[];
  /** Whether the reader mediates the dispute that is open. */
  readonly mediates: boolean;
};

type Row = Agreement & {
  readonly askerSlug: string;
  readonly askerName: Multilingual;
  readonly holderSlug: string;
  readonly holderName: Multilingual;
  readonly number: number;
  readonly kind: OfferKind;
  readonly title: Multilingual;
  readonly unit: string;
};

const joined = sql`select ${agreementColumns}, s.slug as "askerSlug", s.name as "askerName", h.slug as "holderSlug",
  h.name as "holderName", f.number, f.kind, f.title, f.unit
  from market_agreements a join organizations s on s.id = a.asker_id join organizations h on h.id = a.holder_id
  join market_offers f on f.id = a.offer_id`;

function entryOf({
  askerSlug,
  askerName,
  holderSlug,
  holderName,
  number,
  kind,
  title,
  unit,
  ...agreement
}: Row): AgreementEntry {
  return {
    ...agreement,
    href: agreementPath(agreement.id),
    asker: { id: agreement.askerId, slug: askerSlug, name: askerName },
    holder: { id: agreement.holderId, slug: holderSlug, name: holderName },
    offer: { number, href: offerPath(number), kind, title, unit },
  };
}

/** Undefined also for whoever it does not concern. */
export async function findAgreement(ctx: Ctx, id: AgreementId): Promise<AgreementView | undefined> {
  const { rows } = await sql<Row>`${joined} where a.id = ${id}::uuid`.execute(ctx.db);
  if (!rows[0]) return undefined;
  const entry = entryOf(rows[0]);
  const disputes = await listDisputes(ctx, id);
  const own = await actsFor(ctx, "market.agree");
  const acts = [entry.askerId, entry.holderId].filter((side) => own.some((one) => one.id === side));
  const open = disputes.find(({ outcome }) => outcome === null);
  const mediating = open !== undefined && (await mediates(ctx, entry, open));
  const mediated = await mediatedBefore(ctx, disputes, entry);
  if (acts.length === 0 && !mediating && !mediated && ctx.actor.kind !== "shell") return undefined;
  const [terms] = await listTerms(ctx, id);
  const lines = await linesOf(ctx, entry);
  const receipts = lines.flatMap(({ deliveries }) => deliveries.map(({ receipt }) => receipt));
  return {
    ...entry,
    terms: terms ? { ...terms, priceUnit: await unitOf(ctx, terms) } : null,
    lines,
    payments: await paymentsOf(
      ctx,
      receipts.flatMap((receipt) => receipt?.obligationId ?? []),
    ),
    steps: await listSteps(ctx, entry),
    disputes: await withMediators(ctx, disputes),
    acts,
    mediates: mediating,
  };
}

/** Whoever settled a dispute still sees what came of it. */
async function mediatedBefore(
  ctx: Ctx,
  disputes: readonly Dispute[],
  sides: Pick<Agreement, "askerId" | "holderId">,
): Promise<boolean> {
  for (const dispute of disputes)
    if (dispute.outcome !== null && dispute.outcome !== "taken_back" && (await mediates(ctx, sides, dispute)))
      return true;
  return false;
}

async function unitOf(ctx: Ctx, { price }: Terms): Promise<Unit | null> {
  if (!price) return null;
  return (await readUnits(ctx, [price])).get(denominationKey(price)) ?? null;
}

async function linesOf(ctx: Ctx, { id, version }: Agreement): Promise<LineView[]> {
  const [lines, deliveries] = await Promise.all([
    listLines(ctx, id, version),
    listDeliveries(ctx, id, version),
  ]);
  return lines.map((line) => {
    const own = deliveries.filter(({ lineId }) => lineId === line.id);
    const sum = (of: (delivery: Delivery) => bigint) => own.reduce((total, one) => total + of(one), 0n);
    return {
      ...line,
      deliveries: own,
      given: sum(({ quantity, receipt }) => receipt?.quantity ?? quantity),
      received: sum(({ receipt }) => receipt?.quantity ?? 0n),
    };
  });
}

/** From what the reader may pay a receipt as they note it; none where the terms do not say "on receipt". */
export async function accountsToPayFrom(
  ctx: Ctx,
  { terms, receiverId }: AgreementView,
): Promise<readonly Account[]> {
  if (!terms?.price?.currencyId || !isPaidOnReceipt(terms)) return [];
  if (!(await may(ctx, "ledger.transfer", receiverId))) return [];
  const holder = { kind: "organization", organizationId: receiverId } as const;
  return (await accountsOf(ctx, holder, terms.price.currencyId)).filter(({ closedAt }) => closedAt === null);
}

/** What becomes due if so much of a line arrives: nothing by what is given back. */
export function wouldBecomeDue(
  { terms, lines, providerId }: AgreementView,
  line: Pick<Line, "fromId">,
  arrives: bigint,
): bigint {
  if (!terms?.price || line.fromId !== providerId) return 0n;
  const sold = lines
    .filter(({ fromId }) => fromId === providerId)
    .map(({ quantity, received, deliveries }) => ({
      quantity,
      received,
      becameDue: deliveries.reduce((sum, { receipt }) => sum + (receipt?.amount ?? 0n), 0n),
    }));
  return dueWith(terms.price.amount, sold, arrives);
}

const STEPS_SHOWN = 50;

async function listSteps(ctx: Ctx, { id, asker, holder }: AgreementEntry): Promise<StepView[]> {
  const { rows } = await sql<Omit<StepView, "by"> & { organizationId: OrganizationId | null }>`
    select what, organization_id as "organizationId", reason, made_at as at from market_agreement_steps
    where agreement_id = ${id} order by made_at, id limit ${STEPS_SHOWN}`.execute(ctx.db);
  return rows.map(({ organizationId, ...step }) => ({
    ...step,
    by: [asker, holder].find((side) => side.id === organizationId) ?? null,
  }));
}

async function withMediators(ctx: Ctx, disputes: readonly Dispute[]) {
  const named = disputes.flatMap(({ namedByProvider, namedByReceiver }) => [
    namedByProvider,
    namedByReceiver,
  ]);
  const { rows } = await sql<Side>`
    select id, slug, name from organizations where id = any(${named.filter((id) => id !== null)}::uuid[])`.execute(
    ctx.db,
  );
  const find = (id: OrganizationId | null) => rows.find((side) => side.id === id) ?? null;
  return disputes.map((dispute) => ({
    ...dispute,
    mediator: dispute.namedByProvider === dispute.namedByReceiver ? find(dispute.namedByProvider) : null,
  }));
}

/** Those whose next step may be the reader's come first. */
const OPEN: readonly AgreementState[] = ["asked", "proposed", "agreed", "disputed"];

/** How many agreements the reader's organisations have: those that run, or those that are over. */
export async function countOwnAgreements(ctx: Ctx, over: boolean): Promise<number> {
  const own = await actsFor(ctx, "market.agree");
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from market_agreements a where ${ofThese(own, over)}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** A page of them, the latest first; null: both those that run and those that are over. */
export async function listOwnAgreements(
  ctx: Ctx,
  over: boolean | null,
  page: { readonly offset: number; readonly limit: number },
): Promise<AgreementEntry[]> {
  const own = await actsFor(ctx, "market.agree");
  const { rows } = await sql<Row>`
    ${joined} where ${ofThese(own, over)} order by a.state_at desc, a.id desc offset ${page.offset} limit ${page.limit}`.execute(
    ctx.db,
  );
  return rows.map(entryOf);
}

function ofThese(own: readonly ActingFor[], over: boolean | null) {
  const ids = own.map(({ id }) => id);
  const states = sql`a.state = any(${[...OPEN]}::text[])`;
  const which = over === null ? sql`true` : over ? sql`not ${states}` : states;
  return sql`(a.asker_id = any(${ids}::uuid[]) or a.holder_id = any(${ids}::uuid[])) and ${which}`;
}

/** Disputes that wait for the reader as a mediator, the oldest first. */
export async function listToMediate(ctx: Ctx, limit: number): Promise<AgreementEntry[]> {
  const { rows } = await sql<Row>`
    ${joined} where a.state = 'disputed' order by a.state_at, a.id limit 200`.execute(ctx.db);
  const found: AgreementEntry[] = [];
  for (const row of rows) {
    const [dispute] = await listDisputes(ctx, row.id);
    if (dispute && (await mediates(ctx, row, dispute))) found.push(entryOf(row));
    if (found.length === limit) break;
  }
  return found;
}
