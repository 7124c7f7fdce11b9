// Organs: those of a congress under its address, those that stand by themselves under /organs.
import { Hono } from "hono";
import {
  changeRules,
  conveneMeeting,
  findOrgan,
  foundOrgan,
  listAffiliatedOf,
  listMeetings,
  listDelegationSeats,
  listOfficers,
  listOrgans,
  listRules,
  listSittings,
  type Organ,
  type OrganKind,
  organPath,
  type OrganRules,
} from "#assembly";
import { listMandates, may, type OrganizationId } from "#confederation";
import { type Edition, editionPath, findEditionBySlug, readOrganizations } from "#congress";
import { Refusal } from "#platform/errors";
import { readLanguages } from "#platform/geography/index";
import { newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { type Choice, emptyForm } from "../layout/forms.tsx";
import { askedPage } from "../layout/paging.tsx";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { ChangeRulesPage, ConveneMeetingPage, FoundOrganPage } from "./organ-forms.page.tsx";
import { OrganPage, RulesPage } from "./organ.page.tsx";
import { OrgansPage } from "./organs.page.tsx";
import { shareFrom } from "./words.ts";

/** The congress in the address, null where it names none; refuses where there is no such congress. */
async function editionOf(c: WebContext): Promise<Edition | null> {
  const slug = c.req.param("edition");
  if (slug === undefined) return null;
  const edition = await findEditionBySlug(c.var.ctx.db, slug);
  if (!edition) throw new Refusal("missing", "pageUnknown");
  return edition;
}

async function organOf(c: WebContext): Promise<{ edition: Edition | null; organ: Organ }> {
  const edition = await editionOf(c);
  const organ = await findOrgan(c.var.ctx.db, edition?.id ?? null, c.req.param("organ") ?? "");
  if (!organ) throw new Refusal("missing", "pageUnknown");
  return { edition, organ };
}

const mayDecide = (c: WebContext, { edition, organ }: { edition: Edition | null; organ: Organ }) =>
  may(c.var.ctx, "congress.convene", edition?.convenedBy ?? organ.organizationId);

/** Organisations that an organ can belong to: those for which its founder may convene. */
async function convening(c: WebContext, edition: Edition | null): Promise<Choice[]> {
  const { ctx, page } = c.var;
  if (ctx.actor.kind !== "person") return [];
  if (edition && !(await may(ctx, "congress.convene", edition.convenedBy))) return [];
  const held = await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now);
  const found = new Map<string, string>();
  if (edition) {
    const convener = (await readOrganizations(ctx.db, [edition.convenedBy])).of(edition.convenedBy);
    found.set(convener.id, textIn(convener.name, page.language).text);
  }
  for (const { organizationId, organizationName } of held)
    if (await may(ctx, "congress.convene", organizationId))
      found.set(organizationId, textIn(organizationName, page.language).text);
  return [...found].map(([value, label]) => ({ value, label }));
}

async function showFound(c: WebContext, { form, status }: RefusedForm) {
  const edition = await editionOf(c);
  const organizations = await convening(c, edition);
  if (organizations.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.convene" });
  return c.html(
    <FoundOrganPage
      page={c.var.page}
      form={form}
      freshKey={newId()}
      edition={edition}
      organizations={organizations}
    />,
    status,
  );
}

const numberOrNull = (typed: string): number | null => (typed.trim() === "" ? null : Number(typed));

function rulesFrom(body: FormBody): OrganRules {
  return {
    quorum: {
      of: body.get("quorumOf") as OrganRules["quorum"]["of"],
      share: shareFrom(body.get("share")),
    },
    speaking: {
      firstTimeFirst: body.get("firstTimeFirst") === "yes",
      alternation: body.get("alternation") as OrganRules["speaking"]["alternation"],
      seconds: numberOrNull(body.get("seconds")),
      timesPerItem: numberOrNull(body.get("timesPerItem")),
      namesPublic: body.get("namesPublic") === "yes",
    },
  };
}

const languagesFrom = (body: FormBody) => readLanguages(body.get("languages"));

/** `rules.speaking.seconds` is `seconds` in the form, `languages.0` is `languages`. */
function fieldOfOrgan(path: string): string {
  const parts = path.split(".");
  if (parts[0] !== "rules") return parts[0] ?? path;
  if (parts[1] === "quorum") return parts[2] === "of" ? "quorumOf" : "share";
  return parts[2] ?? path;
}

async function found(c: WebContext) {
  const body = await readForm(c);
  const edition = c.req.param("edition") ?? null;
  const slug = body.get("slug").trim();
  try {
    await foundOrgan(c.var.ctx, {
      edition,
      slug,
      kind: body.get("kind") as OrganKind,
      name: inOneLanguage(body.get("language"), body.get("name")),
      organizationId: body.get("organizationId"),
      region: body.get("region") || null,
      languages: languagesFrom(body),
      rules: rulesFrom(body),
      cycleMonths: numberOrNull(body.get("cycleMonths")),
      cycleFrom: body.get("cycleFrom") || null,
      requestKey: body.get("requestKey"),
    });
  } catch (error) {
    return showFound(c, refusedAct(error, body, ofLongForms, fieldOfOrgan));
  }
  return c.redirect(organPath(edition, slug), 303);
}

async function showOrgan(c: WebContext) {
  const { ctx, page } = c.var;
  const { edition, organ } = await organOf(c);
  const organizations = await readOrganizations(ctx.db, [organ.organizationId]);
  const [rules] = await listRules(ctx.db, organ.id);
  return c.html(
    <OrganPage
      page={page}
      edition={edition}
      organ={organ}
      organization={organizations.of(organ.organizationId)}
      officers={await listOfficers(ctx.db, organ, ctx.now)}
      rules={rules}
      sittings={await listSittings(ctx.db, { organId: organ.id })}
      meetings={await listMeetings(ctx.db, organ.id)}
      delegations={edition && organ.kind === "plenary" ? await listDelegationSeats(ctx.db, edition) : []}
      mayDecide={await mayDecide(c, { edition, organ })}
      asked={askedPage(c)}
    />,
  );
}

async function showRules(c: WebContext) {
  const { edition, organ } = await organOf(c);
  const history = await listRules(c.var.ctx.db, organ.id);
  return c.html(
    <RulesPage page={c.var.page} edition={edition} organ={organ} history={history} asked={askedPage(c)} />,
  );
}

async function showChange(c: WebContext, { form, status }: RefusedForm) {
  const at = await organOf(c);
  if (!(await mayDecide(c, at)))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.convene" });
  return c.html(<ChangeRulesPage page={c.var.page} form={form} freshKey={newId()} {...at} />, status);
}

async function change(c: WebContext) {
  const body = await readForm(c);
  const address = { edition: c.req.param("edition") ?? null, organ: c.req.param("organ") ?? "" };
  try {
    await changeRules(c.var.ctx, {
      ...address,
      rules: rulesFrom(body),
      languages: languagesFrom(body),
      decision: inOneLanguage(body.get("language"), body.get("decision")),
      requestKey: body.get("requestKey"),
    });
  } catch (error) {
    return showChange(c, refusedAct(error, body, ofLongForms, fieldOfOrgan));
  }
  return c.redirect(organPath(address.edition, address.organ), 303);
}

async function showConvene(c: WebContext, { form, status }: RefusedForm) {
  const at = await organOf(c);
  if (!(await mayDecide(c, at)))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.convene" });
  return c.html(
    <ConveneMeetingPage page={c.var.page} form={form} freshKey={newId()} organ={at.organ} />,
    status,
  );
}

/** A regional meeting calls the affiliated organisations of its region; any other organ all of them. */
async function calledBy(c: WebContext, organ: Organ): Promise<OrganizationId[] | "all_affiliated"> {
  if (organ.region === null) return "all_affiliated";
  const own = await listAffiliatedOf(c.var.ctx.db, organ.region);
  return own.length > 0 ? own : [organ.organizationId];
}

async function conveneFrom(c: WebContext) {
  const body = await readForm(c);
  const { organ } = await organOf(c);
  const slug = body.get("slug").trim();
  try {
    await conveneMeeting(c.var.ctx, {
      organ: organ.slug,
      slug,
      title: inOneLanguage(body.get("language"), body.get("title")),
      hostCity: body.get("hostCity"),
      zone: body.get("zone"),
      country: body.get("country"),
      startsOn: body.get("startsOn"),
      endsOn: body.get("endsOn"),
      called: await calledBy(c, organ),
      requestKey: body.get("requestKey"),
    });
  } catch (error) {
    return showConvene(c, refusedAct(error, body, ofLongForms));
  }
  return c.redirect(editionPath(slug), 303);
}

async function showList(c: WebContext) {
  const { ctx, page } = c.var;
  const edition = await editionOf(c);
  const mayFound = edition
    ? await may(ctx, "congress.convene", edition.convenedBy)
    : (await convening(c, null)).length > 0;
  const organs = await listOrgans(ctx.db, edition?.id ?? null);
  return c.html(
    <OrgansPage page={page} edition={edition} organs={organs} mayFound={mayFound} asked={askedPage(c)} />,
  );
}

const fresh: RefusedForm = { form: emptyForm, status: 200 };

function routesAt(base: "" | "/congress/:edition") {
  return new Hono<Env>()
    .get(`${base}/organs`, (c) => showList(c))
    .get(`${base}/organs/new`, signedIn, (c) => showFound(c, fresh))
    .post(`${base}/organs/new`, signedIn, (c) => found(c))
    .get(`${base}/organs/:organ`, (c) => showOrgan(c))
    .get(`${base}/organs/:organ/rules`, (c) => showRules(c))
    .get(`${base}/organs/:organ/rules/change`, signedIn, (c) => showChange(c, fresh))
    .post(`${base}/organs/:organ/rules/change`, signedIn, (c) => change(c));
}

export const organRoutes = new Hono<Env>()
  .route("/", routesAt("/congress/:edition"))
  .route("/", routesAt(""))
  .get("/organs/:organ/meetings/new", signedIn, (c) => showConvene(c, fresh))
  .post("/organs/:organ/meetings/new", signedIn, (c) => conveneFrom(c));
