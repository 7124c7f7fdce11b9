// Rules of operation: everybody reads them; whoever presides sets the first ones, and delegations propose others.
import { Hono } from "hono";
import { canonicalJson } from "#algorithms/transparency";
import { readRules, type Rules } from "#algorithms/rules";
import {
  type EditionView,
  findEdition,
  findMotionDetail,
  findProposedRules,
  listEditionRules,
  listMotions,
  motionPath,
  proposeEditionRules,
  rulesOfBeginning,
  type RulesNow,
  rulesPath,
  setFirstRules,
  simulateRules,
  standingAt,
} from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { faultSentence } from "#platform/rule-sentences";
import type { FormState } from "../../layout/forms.tsx";
import { askedPage, pageOf } from "../../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../../request.ts";
import { delegationsOf } from "../acting/text-at-hand.ts";
import { ComposePage, type ComposeProps } from "./compose.page.tsx";
import { rulesOfForm, startingFrom, type Typed } from "./rules-form.ts";
import { ProposedRulesPage, RulesPage, RuleVersionPage } from "./rules.page.tsx";
import { ruleTemplates } from "./templates.ts";

const RULES = "/congress/:edition/rules";
const VERSION = `${RULES}/:number{[0-9]{1,6}}` as const;
const PROPOSED = "/congress/:edition/motions/:number{[1-9][0-9]{0,5}}/rules" as const;
const VERSIONS_A_PAGE = 40;
const MOST_PROPOSALS = 40;

type Status = 200 | 403 | 409 | 413 | 422;
type As = "first" | "proposal";

async function readEdition(c: WebContext): Promise<EditionView> {
  const edition = await findEdition(c.var.ctx.db, c.req.param("edition") ?? "");
  if (!edition) throw new Refusal("missing", "pageUnknown");
  return edition;
}

/** The version that an address names; 0 is what every congress begins with. */
async function readVersion(c: WebContext, edition: EditionView) {
  const versions = await listEditionRules(c.var.ctx.db, edition);
  const number = Number(c.req.param("number"));
  const version = versions.find((one) => one.number === number) ?? null;
  const rules: RulesNow | null = number === 0 ? rulesOfBeginning(edition) : version;
  if (!rules) throw new Refusal("missing", "pageUnknown");
  return { version, rules };
}

async function readProposed(c: WebContext, edition: EditionView) {
  const { db } = c.var.ctx;
  const number = Number(c.req.param("number"));
  const proposal = await findProposedRules(db, edition, number);
  const motion = proposal && (await findMotionDetail(db, edition.slug, number));
  if (!proposal || !motion) throw new Refusal("missing", "pageUnknown");
  return { proposal, motion };
}

/** Byte by byte as hashed: whoever parses and writes it again may get another hash. */
function asData(c: WebContext, rules: Rules) {
  return c.body(new Uint8Array(canonicalJson(rules)), 200, { "Content-Type": "application/json" });
}

async function showRules(c: WebContext) {
  const { ctx, page } = c.var;
  const edition = await readEdition(c);
  const versions = await listEditionRules(ctx.db, edition);
  const standing = await standingAt(ctx, edition);
  return c.html(
    <RulesPage
      page={page}
      edition={edition}
      now={versions.at(-1) ?? rulesOfBeginning(edition)}
      versions={pageOf(versions.toReversed(), askedPage(c), VERSIONS_A_PAGE)}
      proposals={await listMotions(ctx.db, edition, { kind: "rules", limit: MOST_PROPOSALS })}
      may={{
        found: standing.presides && versions.length === 0,
        propose: standing.delegations.some(({ mayPropose }) => mayPropose),
      }}
    />,
  );
}

type Shown = { readonly form: FormState; readonly preview?: Rules; readonly faults?: readonly string[] };

async function showForm(c: WebContext, as: As, { form, preview, faults = [] }: Shown, status: Status = 200) {
  const { ctx, page } = c.var;
  const edition = await readEdition(c);
  const standing = await standingAt(ctx, edition);
  const delegations = delegationsOf({ standing }, page.language, "mayPropose");
  const may = as === "first" ? standing.presides : delegations.length > 0;
  const capability = as === "first" ? "congress.preside" : "congress.propose";
  if (!may && status === 200) throw new Refusal("forbidden", "noMandateForThis", { capability });
  const shown: ComposeProps["preview"] = preview
    ? { rules: preview, simulation: await simulateRules(ctx.db, edition, preview) }
    : null;
  return c.html(
    <ComposePage
      page={page}
      edition={edition}
      form={form}
      freshKey={newId()}
      delegations={as === "first" ? null : delegations}
      templates={templatesIn(c)}
      preview={shown}
      faults={faults}
    />,
    status,
  );
}

const templatesIn = ({ var: { page } }: WebContext) => [
  { value: "in-force", label: page.t("rulebook.template.inForce") },
  { value: "begin", label: page.t("rulebook.template.begin") },
  ...ruleTemplates().map(({ name, rules }) => ({
    value: name,
    label: textIn(rules.face.name, page.language).text,
  })),
];

/** A form starts from what is in force unless the address names something else. */
async function startOf(c: WebContext): Promise<FormState> {
  const edition = await readEdition(c);
  const { language } = c.var.page;
  const from = c.req.query("from") ?? "in-force";
  const template = ruleTemplates().find(({ name }) => name === from)?.rules;
  const versions = template || from === "begin" ? [] : await listEditionRules(c.var.ctx.db, edition);
  const rules = template ?? (versions.at(-1) ?? rulesOfBeginning(edition)).rules;
  return { typed: startingFrom(rules, language) };
}

/** What a form says: the rules that were given as data, where some were, else those of its fields. */
function typedRules(body: FormBody, typed: Typed): { readonly json: unknown } | null {
  const data = body.get("data").trim();
  if (data === "") return { json: rulesOfForm(typed, body.get("language")) };
  try {
    return { json: JSON.parse(data) as unknown };
  } catch {
    return null;
  }
}

const typedIn = (body: FormBody): Typed =>
  Object.fromEntries([...body.raw].filter((pair): pair is [string, string] => typeof pair[1] === "string"));

async function send(c: WebContext, as: As, body: FormBody, rules: Rules): Promise<string> {
  const edition = c.req.param("edition") ?? "";
  const [language, requestKey] = [body.get("language"), body.get("requestKey")];
  if (as === "first") {
    await setFirstRules(c.var.ctx, { edition, rules, requestKey });
    return rulesPath(edition);
  }
  const number = await proposeEditionRules(c.var.ctx, {
    edition,
    title: inOneLanguage(language, body.get("title")),
    reason: inOneLanguage(language, body.get("reason")),
    language,
    rules,
    organizationId: body.get("organizationId"),
    requestKey,
  });
  return motionPath(edition, number);
}

/** First what it means is shown, then it can be sent. */
async function take(c: WebContext, as: As) {
  const body = await readForm(c);
  const typed = typedIn(body);
  const given = typedRules(body, typed);
  const { language } = c.var.page;
  const { rules, faults } = given ? readRules(given.json) : { rules: null, faults: [] };
  if (!rules) {
    const refusal = new Refusal("invalid", given ? "rulesUnreadable" : "rulesAreNoJson");
    const said = faults.slice(0, 8).map((fault) => faultSentence(fault, language));
    return showForm(c, as, { form: { typed, refusal }, faults: said }, 422);
  }
  if (body.get("step") !== "send") return showForm(c, as, { form: { typed }, preview: rules });
  try {
    return c.redirect(await send(c, as, body, rules), 303);
  } catch (error) {
    const { form, status } = refusedAct(error, body, ofLongForms);
    return showForm(c, as, { form, preview: rules }, status as Status);
  }
}

export const rulesRoutes = new Hono<Env>()
  .get(RULES, (c) => showRules(c))
  .get(`${RULES}/first`, signedIn, async (c) => showForm(c, "first", { form: await startOf(c) }))
  .post(`${RULES}/first`, signedIn, (c) => take(c, "first"))
  .get(`${RULES}/new`, signedIn, async (c) => showForm(c, "proposal", { form: await startOf(c) }))
  .post(`${RULES}/new`, signedIn, (c) => take(c, "proposal"))
  .get(VERSION, async (c) => {
    const edition = await readEdition(c);
    return c.html(<RuleVersionPage page={c.var.page} edition={edition} {...await readVersion(c, edition)} />);
  })
  .get(`${VERSION}/rules.json`, async (c) =>
    asData(c, (await readVersion(c, await readEdition(c))).rules.rules),
  )
  .get(PROPOSED, async (c) => {
    const edition = await readEdition(c);
    const { proposal, motion } = await readProposed(c, edition);
    const simulation = await simulateRules(c.var.ctx.db, edition, proposal.rules);
    const { page } = c.var;
    return c.html(<ProposedRulesPage {...{ page, edition, motion, proposal, simulation }} />);
  })
  .get(`${PROPOSED}/rules.json`, async (c) =>
    asData(c, (await readProposed(c, await readEdition(c))).proposal.rules),
  );
