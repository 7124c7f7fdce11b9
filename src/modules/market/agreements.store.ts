// The only SQL that writes agreements, their terms, confirmations and steps.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { tellOfItLater } from "./agreement-mails.service.ts";
import type {
  AgreementId,
  AgreementState,
  CommitmentLineId,
  Denomination,
  OfferId,
  Price,
  RingId,
  Transport,
} from "./types.ts";

export type Agreement = {
  readonly id: AgreementId;
  readonly offerId: OfferId;
  readonly askerId: OrganizationId;
  readonly holderId: OrganizationId;
  readonly providerId: OrganizationId;
  readonly receiverId: OrganizationId;
  readonly message: string;
  readonly wantedQuantity: bigint | null;
  readonly state: AgreementState;
  readonly version: number;
  readonly endAskedBy: OrganizationId | null;
  /** The barter ring that it is a step of. */
  readonly ringId: RingId | null;
  readonly askedAt: Date;
  readonly stateAt: Date;
};

export type Terms = {
  readonly version: number;
  readonly price: Price | null;
  readonly payDays: number;
  readonly transport: Transport;
  readonly note: string | null;
  readonly proposedBy: OrganizationId;
  readonly proposedAt: Date;
};

export type Line = {
  readonly id: CommitmentLineId;
  readonly position: number;
  readonly fromId: OrganizationId;
  readonly toId: OrganizationId;
  readonly title: Multilingual;
  readonly category: string;
  /** UCUM. */
  readonly unit: string;
  readonly quantity: bigint;
  readonly dueOn: string | null;
};

/** Columns of `market_agreements a` as an Agreement. */
export const agreementColumns = sql`a.id, a.offer_id as "offerId", a.asker_id as "askerId", a.holder_id as "holderId",
  a.provider_id as "providerId", a.receiver_id as "receiverId", a.message, a.wanted_quantity as "wantedQuantity", a.state,
  a.version, a.end_asked_by as "endAskedBy", a.ring_id as "ringId", a.asked_at as "askedAt", a.state_at as "stateAt"`;

export async function findAgreementByRequest(tx: Ctx, requestKey: string): Promise<AgreementId | undefined> {
  const { rows } = await sql<{ id: AgreementId }>`
    select id from market_agreements where request_key = ${requestKey}`.execute(tx.db);
  return rows[0]?.id;
}

export async function lockAgreement(tx: Ctx, id: AgreementId): Promise<Agreement | undefined> {
  const { rows } = await sql<Agreement>`
    select ${agreementColumns} from market_agreements a where a.id = ${id} for update`.execute(tx.db);
  return rows[0];
}

type TermsRow = Omit<Terms, "price"> & {
  readonly priceAmount: bigint | null;
  readonly priceCurrencyId: string | null;
  readonly priceOfficialCode: string | null;
};

/** All versions of an agreement's terms, the latest first. */
export async function listTerms(ctx: Pick<Ctx, "db">, id: AgreementId): Promise<Terms[]> {
  const { rows } = await sql<TermsRow>`
    select version, price_amount as "priceAmount", price_currency_id as "priceCurrencyId",
      price_official_code as "priceOfficialCode", pay_days as "payDays", transport, note, proposed_by as "proposedBy",
      proposed_at as "proposedAt"
    from market_terms where agreement_id = ${id} order by version desc`.execute(ctx.db);
  return rows.map(
    ({ priceAmount: amount, priceCurrencyId: currencyId, priceOfficialCode: officialCode, ...rest }) => ({
      ...rest,
      price: amount === null ? null : ({ amount, currencyId, officialCode } as Price),
    }),
  );
}

export async function listLines(ctx: Pick<Ctx, "db">, id: AgreementId, version: number): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select id, position, from_id as "fromId", to_id as "toId", title, category, unit, quantity, due_on as "dueOn"
    from market_lines where agreement_id = ${id} and version = ${version} order by position`.execute(ctx.db);
  return rows;
}

export type NewAgreement = Pick<
  Agreement,
  "offerId" | "askerId" | "holderId" | "providerId" | "receiverId" | "message" | "wantedQuantity"
> & { readonly requestKey: string; readonly mandateId: MandateId | null };

export async function insertAgreement(tx: Ctx, wanted: NewAgreement): Promise<AgreementId> {
  const id = tx.newId() as AgreementId;
  await sql`
    insert into market_agreements (id, request_key, offer_id, asker_id, holder_id, provider_id, receiver_id, message,
      wanted_quantity, state, asked_at, state_at)
    values (${id}, ${wanted.requestKey}, ${wanted.offerId}, ${wanted.askerId}, ${wanted.holderId}, ${wanted.providerId},
      ${wanted.receiverId}, ${wanted.message}, ${wanted.wantedQuantity}, 'asked', ${tx.now}, ${tx.now})`.execute(
    tx.db,
  );
  await recordStep(tx, id, { what: "asked", to: "asked", by: wanted.askerId, mandateId: wanted.mandateId });
  return id;
}

export type StepMade = {
  readonly what:
    | "asked"
    | "proposed"
    | "confirmed"
    | "declined"
    | "withdrawn"
    | "end_asked"
    | "ended"
    | "completed"
    | "disputed"
    | "dispute_taken_back"
    | "settled";
  readonly to: AgreementState;
  readonly by: OrganizationId | null;
  readonly mandateId: MandateId | null;
  readonly reason?: string | null;
};

/** Here, so that no step is made of which the other side is not told. */
async function recordStep(tx: Ctx, id: AgreementId, step: StepMade): Promise<void> {
  const stepId = tx.newId();
  await sql`
    insert into market_agreement_steps (id, agreement_id, what, to_state, organization_id, reason, mandate_id, made_at)
    values (${stepId}, ${id}, ${step.what}, ${step.to}, ${step.by}::uuid, ${step.reason ?? null}::text,
      ${step.mandateId}::uuid, ${tx.now})`.execute(tx.db);
  await tellOfItLater(tx, "step", stepId);
}

/** Moves it, or notes that one side wants to end it; with what happened in its history. */
export async function moveAgreement(
  tx: Ctx,
  id: AgreementId,
  step: StepMade & { readonly endAskedBy?: OrganizationId | null },
): Promise<void> {
  await sql`
    update market_agreements set state = ${step.to}, state_at = ${tx.now}, end_asked_by = ${step.endAskedBy ?? null}::uuid
    where id = ${id}`.execute(tx.db);
  await recordStep(tx, id, step);
}

export type NewTerms = Omit<Terms, "proposedAt" | "price"> & {
  readonly price: { readonly amount: bigint; readonly denomination: Denomination } | null;
  readonly mandateId: MandateId | null;
  readonly lines: readonly Omit<Line, "id" | "position">[];
};

/** New terms, which whoever proposes them has confirmed by that. */
export async function insertTerms(tx: Ctx, id: AgreementId, terms: NewTerms): Promise<void> {
  const { version, price, lines } = terms;
  await sql`
    insert into market_terms (agreement_id, version, price_amount, price_currency_id, price_official_code, pay_days, transport,
      note, proposed_by, mandate_id, proposed_at)
    values (${id}, ${version}, ${price?.amount ?? null}::bigint, ${price?.denomination.currencyId ?? null}::uuid,
      ${price?.denomination.officialCode ?? null}::text, ${terms.payDays}, ${terms.transport}, ${terms.note}::text,
      ${terms.proposedBy}, ${terms.mandateId}::uuid, ${tx.now})`.execute(tx.db);
  for (const [index, line] of lines.entries())
    await sql`
      insert into market_lines (id, agreement_id, version, position, from_id, to_id, title, category, unit, quantity, due_on)
      values (${tx.newId()}, ${id}, ${version}, ${index + 1}, ${line.fromId}, ${line.toId},
        ${JSON.stringify(line.title)}::jsonb, ${line.category}, ${line.unit}, ${line.quantity}, ${line.dueOn}::date)`.execute(
      tx.db,
    );
  await sql`
    update market_agreements set version = ${version}, state = 'proposed', state_at = ${tx.now} where id = ${id}`.execute(
    tx.db,
  );
  await insertConfirmation(tx, id, version, terms.proposedBy, terms.mandateId);
  await recordStep(tx, id, {
    what: "proposed",
    to: "proposed",
    by: terms.proposedBy,
    mandateId: terms.mandateId,
  });
}

export async function insertConfirmation(
  tx: Ctx,
  id: AgreementId,
  version: number,
  organizationId: OrganizationId,
  mandateId: MandateId | null,
): Promise<void> {
  await sql`
    insert into market_confirmations (agreement_id, version, organization_id, mandate_id, confirmed_at)
    values (${id}, ${version}, ${organizationId}, ${mandateId}::uuid, ${tx.now})`.execute(tx.db);
}

/** In thousandths: what agreements in force have taken of an offer. */
export async function takenOf(ctx: Pick<Ctx, "db">, offerId: OfferId): Promise<bigint> {
  const { rows } = await sql<{ taken: bigint }>`select market_taken(${offerId}::uuid) as taken`.execute(
    ctx.db,
  );
  return rows[0]?.taken ?? 0n;
}
