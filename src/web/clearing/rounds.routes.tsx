// Rounds of clearing: everybody reads that there are some and what came of them; an organisation's part is for its people alone.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  abandonRound,
  callRound,
  countRounds,
  type Denomination,
  denominationKey,
  denominationOf,
  findOwnPart,
  findPreview,
  findRound,
  joinedOf,
  joinRound,
  leaveRound,
  listDenominations,
  listOfferable,
  listRounds,
  mayReadObligations,
  type ObligationId,
  type Publication,
  roundFiles,
  type RoundView,
  settleRound,
  solveAgain,
  unitsOf,
  withdrawFromRound,
} from "#clearing";
import { may } from "#confederation";
import { accountsOf, parseAnyAmount } from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { isId, newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { type ActingFor, actingFor, bookKeepers, chosen } from "./acting-for.ts";
import { CallPage } from "./call.page.tsx";
import { JoinPage, PreviewPage } from "./own-part.page.tsx";
import { RoundPage } from "./round.page.tsx";
import { RoundsPage } from "./rounds.page.tsx";
import { CLEARING } from "./words.tsx";

const ROUNDS_A_PAGE = 30;
/** More than these a form does not offer: the file and the API do. */
const MOST_OFFERABLE = 300;
const ROUND = `${CLEARING}/rounds/:number{[1-9][0-9]*}`;

type Status = ContentfulStatusCode;

async function readRound(c: WebContext): Promise<RoundView> {
  const number = Number(c.req.param("number"));
  const found = number < 2 ** 31 ? await findRound(c.var.ctx.db, number) : undefined;
  if (!found) throw new Refusal("missing", "roundUnknown", { number });
  return found;
}

async function showRound(c: WebContext, form: FormState = emptyForm, status: Status = 200) {
  const { ctx, page } = c.var;
  const round = await readRound(c);
  const own = await bookKeepers(ctx);
  const joined = await joinedOf(
    ctx,
    round.id,
    own.map(({ id }) => id),
  );
  return c.html(
    <RoundPage
      page={page}
      round={round}
      units={await unitsOf(ctx, [round as unknown as Denomination])}
      now={ctx.now}
      form={form}
      own={await joining(ctx, own)}
      joined={new Set(joined)}
      leads={await may(ctx, "clearing.call", round.commissionId)}
      mayRead={await mayReadObligations(ctx, round)}
    />,
    status,
  );
}

/** Those of the reader's organisations for which they may join. */
async function joining(ctx: Ctx, own: readonly ActingFor[]): Promise<ActingFor[]> {
  const found: ActingFor[] = [];
  for (const one of own) if (await may(ctx, "clearing.join", one.id)) found.push(one);
  return found;
}

async function ownOrganization(c: WebContext): Promise<ActingFor> {
  return chosen(await actingFor(c.var.ctx, "clearing.join"), c.req.query("organization"));
}

async function showJoin(c: WebContext, form: FormState = emptyForm, status: Status = 200) {
  const { ctx, page } = c.var;
  const round = await readRound(c);
  const organization = await ownOrganization(c);
  const holder = { kind: "organization", organizationId: organization.id } as const;
  const accounts = round.currencyId ? await accountsOf(ctx, holder, round.currencyId) : [];
  return c.html(
    <JoinPage
      page={page}
      round={round}
      organization={organization}
      units={await unitsOf(ctx, [round as unknown as Denomination])}
      form={form}
      part={await findOwnPart(ctx, round.id, organization.id)}
      offerable={await listOfferable(ctx, round, organization.id, MOST_OFFERABLE)}
      accounts={accounts.filter(({ closedAt }) => closedAt === null)}
    />,
    status,
  );
}

async function joinFrom(ctx: Ctx, body: FormBody, round: RoundView, organization: ActingFor): Promise<void> {
  const accountId = body.get("account");
  const units = await unitsOf(ctx, [round as unknown as Denomination]);
  const unit = units.get(denominationKey(round as unknown as Denomination));
  const limitIn = (name: string): bigint => {
    const typed = body.get(name).trim();
    if (!typed || !unit) return 0n;
    try {
      return parseAnyAmount(ctx.language, typed, unit);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal("invalid", "inputInvalid", {}, [
        { field: name, reason: error.reason, facts: error.facts },
      ]);
    }
  };
  const offered = [...body.raw.keys()].flatMap((name) =>
    name.startsWith("offer-") && body.get(name) === "yes" ? [name.slice("offer-".length)] : [],
  );
  await joinRound(ctx, {
    number: round.number,
    organizationId: organization.id,
    obligationIds: offered.filter((id) => isId(id)) as ObligationId[],
    account: accountId
      ? { accountId: accountId as never, paysUpTo: limitIn("paysUpTo"), takesUpTo: limitIn("takesUpTo") }
      : null,
  });
}

async function showPreview(c: WebContext, form: FormState = emptyForm, status: Status = 200) {
  const { ctx, page } = c.var;
  const round = await readRound(c);
  const organization = chosen(await bookKeepers(ctx), c.req.query("organization"));
  const part = await findOwnPart(ctx, round.id, organization.id);
  const preview = part && (await findPreview(ctx, round.id, organization.id));
  if (!preview || round.state === "called") throw new Refusal("missing", "roundNotJoined");
  const stands = round.state === "previewed" && round.settleFromAt !== null && ctx.now < round.settleFromAt;
  return c.html(
    <PreviewPage
      page={page}
      round={round}
      organization={organization}
      units={await unitsOf(ctx, [round as unknown as Denomination])}
      form={form}
      part={part}
      preview={preview}
      mayLeave={(stands || round.state === "frozen") && (await may(ctx, "clearing.join", organization.id))}
    />,
    status,
  );
}

async function showCall(c: WebContext, form: FormState = emptyForm, status: Status = 200) {
  const { ctx, page } = c.var;
  const commissions = await actingFor(ctx, "clearing.call");
  if (commissions.length === 0) throw new Refusal("forbidden", "noMandateForThis");
  return c.html(
    <CallPage
      page={page}
      form={form}
      freshKey={newId()}
      commissions={commissions}
      denominations={await listDenominations(ctx)}
    />,
    status,
  );
}

function callFrom(ctx: Ctx, body: FormBody): Promise<number> {
  const { currencyId, officialCode = null } = denominationOf(body.get("denomination"));
  return callRound(ctx, {
    requestKey: body.get("requestKey"),
    commissionId: body.get("commission"),
    currencyId: currencyId as string | null,
    officialCode,
    title: inOneLanguage(body.get("language"), body.get("title")),
    // The form says that it is in universal time.
    deadlineAt: new Date(`${body.get("deadlineAt")}Z`),
    lookHours: Number(body.get("lookHours")),
    withCredit: body.get("withCredit") === "yes",
    publication: body.get("publication") as Publication,
  });
}

const namesOfCall: Readonly<Record<string, string>> = {
  commissionId: "commission",
  currencyId: "denomination",
  officialCode: "denomination",
};

/** Does an act of the commission, and shows the round again with the reason when it is refused. */
async function lead(c: WebContext, work: (body: FormBody, number: number) => Promise<unknown>) {
  const { number } = await readRound(c);
  const body = await readForm(c);
  try {
    await work(body, number);
  } catch (error) {
    const { form, status } = refusedAct(error, body, ofLongForms);
    return showRound(c, form, status);
  }
  return c.redirect(`${CLEARING}/rounds/${number}`, 303);
}

type Showing = (c: WebContext, form: FormState, status: Status) => Response | Promise<Response>;

/** Does an act on the reader's own part, and shows `show` again with the reason when it is refused. */
async function onOwnPart(
  c: WebContext,
  show: Showing,
  work: (body: FormBody, round: RoundView, organization: ActingFor) => Promise<unknown>,
  next: "join" | "",
) {
  const round = await readRound(c);
  const organization = await ownOrganization(c);
  const body = await readForm(c);
  try {
    await work(body, round, organization);
  } catch (error) {
    const { form, status } = refusedAct(error, body, ofLongForms, (path) => path.split(".").at(-1) ?? path);
    return show(c, form, status);
  }
  const at = `${CLEARING}/rounds/${round.number}`;
  return c.redirect(next === "join" ? `${at}/join?organization=${organization.slug}` : at, 303);
}

async function sendFile(c: WebContext, kind: "csv" | "certificate") {
  const { ctx } = c.var;
  const round = await readRound(c);
  if (!(await mayReadObligations(ctx, round))) throw new Refusal("missing", "pageUnknown");
  const files = await roundFiles(ctx.db, round);
  const name = kind === "csv" ? `round-${round.number}.csv` : `round-${round.number}-certificate.json`;
  c.header("Content-Disposition", `attachment; filename="${name}"`);
  c.header("Content-Type", kind === "csv" ? "text/csv; charset=utf-8" : "application/json");
  return c.body(files[kind]);
}

export const roundRoutes = new Hono<Env>()
  .get(CLEARING, async (c) => {
    const { ctx, page } = c.var;
    const range = rangeOf(await countRounds(ctx.db), askedPage(c), ROUNDS_A_PAGE);
    const items = await listRounds(ctx.db, range);
    return c.html(
      <RoundsPage
        page={page}
        rounds={{ ...range, items }}
        units={await unitsOf(ctx, items as unknown as Denomination[])}
        mayCall={(await actingFor(ctx, "clearing.call")).length > 0}
      />,
    );
  })
  .get(`${CLEARING}/rounds/new`, signedIn, (c) => showCall(c))
  .post(`${CLEARING}/rounds/new`, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      return c.redirect(`${CLEARING}/rounds/${await callFrom(c.var.ctx, body)}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, (path) => {
        const name = path.split(".")[0] ?? path;
        return namesOfCall[name] ?? name;
      });
      return showCall(c, form, status);
    }
  })
  .get(ROUND, (c) => showRound(c))
  .get(`${ROUND}/join`, signedIn, (c) => showJoin(c))
  .post(`${ROUND}/join`, signedIn, (c) =>
    onOwnPart(
      c,
      showJoin,
      (body, round, organization) => joinFrom(c.var.ctx, body, round, organization),
      "join",
    ),
  )
  .post(`${ROUND}/withdraw`, signedIn, (c) =>
    onOwnPart(
      c,
      showJoin,
      (_, { number }, { id }) => withdrawFromRound(c.var.ctx, { number, organizationId: id }),
      "",
    ),
  )
  .get(`${ROUND}/preview`, signedIn, (c) => showPreview(c))
  .post(`${ROUND}/leave`, signedIn, (c) =>
    onOwnPart(
      c,
      showPreview,
      (_, { number }, { id }) => leaveRound(c.var.ctx, { number, organizationId: id }),
      "",
    ),
  )
  .post(`${ROUND}/settle`, signedIn, (c) =>
    lead(c, (body, number) => settleRound(c.var.ctx, { number, attempt: Number(body.get("attempt")) })),
  )
  .post(`${ROUND}/solve-again`, signedIn, (c) => lead(c, (_, number) => solveAgain(c.var.ctx, number)))
  .post(`${ROUND}/abandon`, signedIn, (c) =>
    lead(c, (body, number) =>
      abandonRound(c.var.ctx, {
        number,
        reason: inOneLanguage(body.get("language"), body.get("reason")),
      }),
    ),
  )
  .get(`${ROUND}/obligations.csv`, (c) => sendFile(c, "csv"))
  .get(`${ROUND}/certificate.json`, (c) => sendFile(c, "certificate"));
