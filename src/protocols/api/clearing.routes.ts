// Rounds of clearing in the JSON API: what the pages show to a visitor. Nobody reads here who takes part.
import { Hono } from "hono";
import type { z } from "zod";
import {
  countRounds,
  findRound,
  listRounds,
  obligationsArePublic,
  roundPath,
  type RoundView,
} from "#clearing";
import { withoutEmpty } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { amountText } from "./amounts.ts";
import { said } from "./answers.ts";
import type { roundDetail, roundList } from "./clearing.schema.ts";
import { roundPathInput, roundsQuery } from "./clearing.schema.ts";
import { countedIn } from "./denominations.ts";

type RoundAnswer = z.infer<typeof roundDetail>;

function outcomeOf(
  uri: string,
  round: RoundView,
  text: (amount: bigint | null) => string,
): RoundAnswer["outcome"] {
  if (round.state !== "settled") return null;
  const { parties, obligations, total, cleared, clearedOnCredit, netInternalDebt, certificateSha256 } = round;
  return {
    parties: parties ?? 0,
    obligations: obligations ?? 0,
    total: text(total),
    cleared: text(cleared),
    clearedOnCredit: text(clearedOnCredit),
    netInternalDebt: text(netInternalDebt),
    certificateSha256: certificateSha256 ?? "",
    files: obligationsArePublic(round)
      ? { obligations: `${uri}/obligations.csv`, certificate: `${uri}/certificate.json` }
      : null,
  };
}

async function answersOf(ctx: Ctx, rounds: readonly RoundView[]): Promise<RoundAnswer[]> {
  const counted = await countedIn(ctx, rounds);
  return rounds.map((round) => {
    const { number, title, commission, state, lookHours, withCredit, publication } = round;
    const uri = ctx.node.origin + roundPath(number);
    const { unit, ...denomination } = counted(round);
    return {
      uri,
      number,
      title: said(title),
      calledBy: { uri: `${ctx.node.origin}/organizations/${commission.slug}`, name: said(commission.name) },
      ...denomination,
      state,
      deadlineAt: round.deadlineAt.toISOString(),
      lookHours,
      withCredit,
      publication,
      calledAt: round.calledAt.toISOString(),
      endedAt: round.endedAt?.toISOString() ?? null,
      outcome: outcomeOf(uri, round, (amount) => amountText(amount ?? 0n, unit) ?? "0"),
    };
  });
}

export const clearingApiRoutes = new Hono<Env>()
  .get("/api/v1/clearing/rounds", async (c) => {
    const { ctx } = c.var;
    const { page, limit } = parse(roundsQuery, withoutEmpty(c.req.query()));
    const found = await listRounds(ctx.db, { offset: (page - 1) * limit, limit });
    const answer: z.infer<typeof roundList> = {
      total: await countRounds(ctx.db),
      rounds: await answersOf(ctx, found),
    };
    return c.json(answer);
  })
  .get("/api/v1/clearing/rounds/:number", async (c) => {
    const { ctx } = c.var;
    const { number } = parse(roundPathInput, c.req.param());
    const round = await findRound(ctx.db, number);
    if (!round) throw new Refusal("missing", "roundUnknown", { number });
    const [answer] = await answersOf(ctx, [round]);
    return c.json(answer);
  });
