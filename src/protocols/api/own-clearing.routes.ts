// Obligations in the JSON API, and an organisation's part in a round, for its own people: their session's cookie, from this
// node's own origin. Whoever speaks for neither side of an obligation is told that there is none.
import { Hono } from "hono";
import type { z } from "zod";
import {
  acknowledgeObligation,
  contestObligation,
  countObligations,
  enterObligation,
  findObligation,
  findOwnPart,
  findPreview,
  findRound,
  maySee,
  type ObligationEntry,
  type ObligationId,
  obligationsOf,
  roundPath,
} from "#clearing";
import { findOrganizationId, type OrganizationId, withoutEmpty } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { amountOf, amountText } from "./amounts.ts";
import { said } from "./answers.ts";
import type { obligationDetail, obligationList, roundPreview } from "./clearing.schema.ts";
import {
  obligationAnswerBody,
  obligationBody,
  obligationPathInput,
  obligationsQuery,
  ownQuery,
  roundPathInput,
} from "./clearing.schema.ts";
import { countedIn, namedDenomination } from "./denominations.ts";
import { holdSignedIn, keyOf, readBody } from "./writes.ts";

type ObligationAnswer = z.infer<typeof obligationDetail>;

/** An organisation whose books the actor keeps. */
async function ownOrganization(ctx: Ctx, slug: string): Promise<OrganizationId> {
  holdSignedIn(ctx);
  const id = await findOrganizationId(ctx.db, slug);
  if (!id || !(await maySee(ctx, id)))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "clearing.record" });
  return id;
}

const briefOf = (ctx: Ctx, { slug, name }: { readonly slug: string; readonly name: Multilingual }) => ({
  uri: `${ctx.node.origin}/organizations/${slug}`,
  name: said(name),
});

async function answersOf(ctx: Ctx, entries: readonly ObligationEntry[]): Promise<ObligationAnswer[]> {
  const counted = await countedIn(ctx, entries);
  return entries.map((entry) => {
    const { id, state, recordedBy, sinceOn, dueOn, text, inRound } = entry;
    const { unit, ...denomination } = counted(entry);
    return {
      uri: `${ctx.node.origin}/obligations/${id}`,
      id,
      debtor: briefOf(ctx, entry.debtor),
      creditor: briefOf(ctx, entry.creditor),
      ...denomination,
      amount: amountText(entry.amount, unit) ?? "0",
      open: amountText(entry.openAmount, unit) ?? "0",
      state,
      enteredBy: recordedBy,
      sinceOn,
      dueOn,
      text,
      inRound,
    };
  });
}

async function ownObligation(ctx: Ctx, id: ObligationId): Promise<ObligationEntry> {
  const found = await findObligation(ctx, id);
  if (!found) throw new Refusal("missing", "obligationUnknown");
  return found;
}

async function answerOf(ctx: Ctx, id: ObligationId): Promise<ObligationAnswer> {
  const [answer] = await answersOf(ctx, [await ownObligation(ctx, id)]);
  return answer as ObligationAnswer;
}

async function enterFrom(ctx: Ctx, requestKey: string, body: unknown): Promise<ObligationId> {
  const { organization, counterparty, currency, officialCode, amount, ...facts } = parse(
    obligationBody,
    body,
  );
  const organizationId = await ownOrganization(ctx, organization);
  const counterpartyId = await findOrganizationId(ctx.db, counterparty);
  if (!counterpartyId) throw new Refusal("missing", "organizationUnknown");
  const { denomination, unit } = await namedDenomination(ctx, { currency, officialCode });
  return enterObligation(ctx, {
    ...facts,
    requestKey,
    organizationId,
    counterpartyId,
    denomination: denomination as never,
    amount: amountOf(amount, unit),
  });
}

async function previewOf(ctx: Ctx, number: number, slug: string): Promise<z.infer<typeof roundPreview>> {
  const organizationId = await ownOrganization(ctx, slug);
  const round = await findRound(ctx.db, number);
  if (!round) throw new Refusal("missing", "roundUnknown", { number });
  const part = await findOwnPart(ctx, round.id, organizationId);
  const preview = part && (await findPreview(ctx, round.id, organizationId));
  if (!preview || round.state === "called") throw new Refusal("missing", "roundNotJoined");
  const { unit } = (await countedIn(ctx, [round]))(round);
  const text = (amount: bigint) => amountText(amount, unit) ?? "0";
  return {
    round: ctx.node.origin + roundPath(number),
    state: round.state,
    attempt: round.attempt,
    settleFromAt: round.settleFromAt?.toISOString() ?? null,
    number: part.number,
    owing: text(preview.owing),
    owingCleared: text(preview.owingCleared),
    owed: text(preview.owed),
    owedCleared: text(preview.owedCleared),
    movement: text(preview.movement),
    obligations: preview.lines.map(({ obligationId, side, counterparty, amount, cleared, dueOn }) => ({
      id: obligationId,
      side,
      counterparty: briefOf(ctx, counterparty),
      amount: text(amount),
      cleared: text(cleared),
      dueOn,
    })),
  };
}

export const ownClearingRoutes = new Hono<Env>()
  .get("/api/v1/obligations", async (c) => {
    const { ctx } = c.var;
    holdSignedIn(ctx);
    const { organization, page, limit, side, state } = parse(obligationsQuery, withoutEmpty(c.req.query()));
    const id = await ownOrganization(ctx, organization);
    const filter = { ...(side && { side }), ...(state && { states: [state] }) };
    const entries = await obligationsOf(ctx, id, filter, { offset: (page - 1) * limit, limit });
    const answer: z.infer<typeof obligationList> = {
      total: await countObligations(ctx, id, filter),
      obligations: await answersOf(ctx, entries),
    };
    return c.json(answer);
  })
  .post("/api/v1/obligations", async (c) => {
    const { ctx } = c.var;
    holdSignedIn(ctx);
    const id = await enterFrom(ctx, keyOf(c), await readBody(c));
    return c.json(await answerOf(ctx, id), 201);
  })
  .get("/api/v1/obligations/:id", async (c) => {
    const { ctx } = c.var;
    holdSignedIn(ctx);
    const { id } = parse(obligationPathInput, c.req.param());
    return c.json(await answerOf(ctx, id as ObligationId));
  })
  // What was answered so already is left as it is: sending it twice does it once, without a key.
  .post("/api/v1/obligations/:id/answer", async (c) => {
    const { ctx } = c.var;
    holdSignedIn(ctx);
    const { id } = parse(obligationPathInput, c.req.param());
    const body = parse(obligationAnswerBody, await readBody(c));
    const obligationId = id as ObligationId;
    const { state } = await ownObligation(ctx, obligationId);
    if (state !== body.answer) {
      if (body.answer === "acknowledged") await acknowledgeObligation(ctx, obligationId);
      else await contestObligation(ctx, { obligationId, reason: body.reason });
    }
    return c.json(await answerOf(ctx, obligationId));
  })
  .get("/api/v1/clearing/rounds/:number/preview", async (c) => {
    const { ctx } = c.var;
    holdSignedIn(ctx);
    const { number } = parse(roundPathInput, { number: c.req.param("number") });
    const { organization } = parse(ownQuery, c.req.query());
    return c.json(await previewOf(ctx, number, organization));
  });
