// The analysis of barter: everybody reads what was kept on Monday, the commission how it stands now.
import { Hono } from "hono";
import {
  allowName,
  analyseNow,
  type Denomination,
  denominationKey,
  listKeptAnalyses,
  listOwedDenominations,
  unitsOf,
} from "#clearing";
import { may } from "#confederation";
import { whatIsMissing } from "#market";
import { type Env, readForm, signedIn } from "../request.ts";
import { AnalysisPage } from "./analysis.page.tsx";
import { actingFor, chosen as chosenOrganization } from "./acting-for.ts";
import { CLEARING, OBLIGATIONS } from "./words.tsx";

export const analysisRoutes = new Hono<Env>()
  .get(`${CLEARING}/analysis`, async (c) => {
    const { ctx, page } = c.var;
    const analyses = await may(ctx, "clearing.analyse", null);
    const kept = await listKeptAnalyses(ctx);
    const counted = analyses ? await listOwedDenominations(ctx) : (kept as unknown as Denomination[]);
    const choices = counted.map((one) => ({ key: denominationKey(one), counted: one }));
    const asked = c.req.query("currency");
    const chosen = choices.find(({ key }) => key === asked) ?? choices[0];
    return c.html(
      <AnalysisPage
        page={page}
        units={await unitsOf(ctx, counted)}
        choices={choices}
        chosen={chosen}
        kept={kept.find((one) => denominationKey(one as unknown as Denomination) === chosen?.key)}
        full={analyses && chosen ? await analyseNow(ctx, chosen.counted) : undefined}
        missing={await whatIsMissing(ctx)}
      />,
    );
  })
  .post(`${OBLIGATIONS}/name`, signedIn, async (c) => {
    const body = await readForm(c);
    const organization = chosenOrganization(
      await actingFor(c.var.ctx, "clearing.join"),
      c.req.query("organization"),
    );
    await allowName(c.var.ctx, {
      organizationId: organization.id,
      allowed: body.get("allowed") === "yes",
    });
    return c.redirect(`${OBLIGATIONS}?organization=${organization.slug}#name`, 303);
  });
