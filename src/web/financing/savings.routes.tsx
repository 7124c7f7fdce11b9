// Pots and circles: each is there for those who take part in it, and for nobody else.
import {
  agreeToOrder,
  approveWithdrawal,
  cancelWithdrawal,
  type CircleId,
  type CircleMemberId,
  circlePath,
  closePot,
  contributeToPot,
  declineCircle,
  declinePot,
  dissolveCircle,
  findCircle,
  findPot,
  type FoundCircleInput,
  foundCircle,
  guaranteeMember,
  inviteToPot,
  joinCircle,
  joinPot,
  leaveCircle,
  leavePot,
  listCircles,
  listPots,
  openPot,
  type OpenPotInput,
  payCircleDebt,
  type PotId,
  potPath,
  proposeOrder,
  refuseWithdrawal,
  startCircle,
  takeWithdrawal,
  withdrawFromPot,
} from "#financing";
import { Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { Hono } from "hono";
import { type Env, type FormBody, signedIn, type WebContext } from "../request.ts";
import { CirclePage, RotaPage } from "./circle.page.tsx";
import { savingsPath } from "./frame.tsx";
import { PotPage } from "./pot.page.tsx";
import { NewCirclePage, NewPotPage, SavingsPage } from "./savings.page.tsx";
import {
  acting,
  amountFrom,
  chosenAccount,
  currencyOf,
  linesOf,
  orNone,
  ownAccounts,
  type Shown,
  shownFirst,
  whole,
  wholeOrNone,
} from "./typed.ts";

async function readPot(c: WebContext) {
  const id = c.req.param("id") ?? "";
  const pot = isId(id) ? await findPot(c.var.ctx, id as PotId) : undefined;
  if (!pot) throw new Refusal("missing", "potUnknown");
  return { pot, currency: await currencyOf(c, pot.currencyId) };
}

async function readCircle(c: WebContext) {
  const id = c.req.param("id") ?? "";
  const circle = isId(id) ? await findCircle(c.var.ctx, id as CircleId) : undefined;
  if (!circle) throw new Refusal("missing", "circleUnknown");
  return { circle, currency: await currencyOf(c, circle.currencyId) };
}

async function showPot(c: WebContext, { form, freshKey, status }: Shown) {
  return c.html(<PotPage page={c.var.page} {...await readPot(c)} form={form} freshKey={freshKey} />, status);
}

async function showCircle(c: WebContext, { form, freshKey, status }: Shown) {
  const found = await readCircle(c);
  return c.html(<CirclePage page={c.var.page} {...found} form={form} freshKey={freshKey} />, status);
}

async function showNewPot(c: WebContext, { form, freshKey, status }: Shown) {
  const accounts = await ownAccounts(c, "financing.save");
  return c.html(<NewPotPage page={c.var.page} form={form} freshKey={freshKey} accounts={accounts} />, status);
}

async function showNewCircle(c: WebContext, { form, freshKey, status }: Shown) {
  const accounts = await ownAccounts(c, "financing.save");
  return c.html(
    <NewCirclePage page={c.var.page} form={form} freshKey={freshKey} accounts={accounts} />,
    status,
  );
}

async function showSavings(c: WebContext) {
  const { ctx, page } = c.var;
  const pots = await listPots(ctx);
  const circles = await listCircles(ctx);
  const ids = new Set([...pots, ...circles].map(({ currencyId }) => currencyId));
  const currencies = new Map();
  for (const id of ids) currencies.set(id, await currencyOf(c, id));
  const canBegin = (await ownAccounts(c, "financing.save")).length > 0;
  return c.html(
    <SavingsPage page={page} pots={pots} circles={circles} currencies={currencies} canBegin={canBegin} />,
  );
}

async function openFrom(c: WebContext, body: FormBody): Promise<string> {
  const account = chosenAccount(await ownAccounts(c, "financing.save"), body);
  const id = await openPot(c.var.ctx, {
    requestKey: body.get("requestKey"),
    accountId: account.value,
    name: body.get("name"),
    goal: amountFrom(c, body, "goal", account.currency),
    lockedUntil: body.get("lockedUntil"),
    early: body.get("early") as OpenPotInput["early"],
    noticeDays: wholeOrNone(body.get("noticeDays")),
    invite: linesOf(body.get("invite")),
  });
  return potPath(id);
}

async function foundFrom(c: WebContext, body: FormBody): Promise<string> {
  const account = chosenAccount(await ownAccounts(c, "financing.save"), body);
  const id = await foundCircle(c.var.ctx, {
    requestKey: body.get("requestKey"),
    accountId: account.value,
    name: body.get("name"),
    contribution: amountFrom(c, body, "contribution", account.currency),
    rhythm: body.get("rhythm") as FoundCircleInput["rhythm"],
    startsOn: body.get("startsOn"),
    orderedBy: body.get("orderedBy") as FoundCircleInput["orderedBy"],
    lotSource: orNone(body.get("lotSource")),
    graceDays: whole(body.get("graceDays")),
    cover: body.get("cover") as FoundCircleInput["cover"],
    turnRule: body.get("turnRule") as FoundCircleInput["turnRule"],
    putOutAfter: wholeOrNone(body.get("putOutAfter")),
    reserve: orNone(body.get("reserve")) ? amountFrom(c, body, "reserve", account.currency) : 0n,
    invite: linesOf(body.get("invite")),
  });
  return circlePath(id);
}

type PotWork = (c: WebContext, potId: PotId, body: FormBody) => Promise<unknown>;
type CircleWork = (c: WebContext, circleId: CircleId, body: FormBody) => Promise<unknown>;

/** An amount's field has a name of its own on a page with several forms. */
const namedAs = (name: string) => (path: string) => (path === "amount" ? name : (path.split(".")[0] ?? path));

/** A reader who has no part in it any more goes back to their savings. */
const onPot = (work: PotWork, amountName = "amount") =>
  acting(
    showPot,
    async (c, body) => {
      const { pot } = await readPot(c);
      await work(c, pot.id, body);
      return (await findPot(c.var.ctx, pot.id)) ? potPath(pot.id) : savingsPath;
    },
    namedAs(amountName),
  );

const onCircle = (work: CircleWork, amountName = "amount") =>
  acting(
    showCircle,
    async (c, body) => {
      const { circle } = await readCircle(c);
      await work(c, circle.id, body);
      return (await findCircle(c.var.ctx, circle.id)) ? circlePath(circle.id) : savingsPath;
    },
    namedAs(amountName),
  );

const moving = (name: string, move: typeof contributeToPot | typeof withdrawFromPot) =>
  onPot(async (c, potId, body) => {
    const { currency } = await readPot(c);
    const amount = amountFrom(c, body, name, currency);
    await move(c.var.ctx, {
      requestKey: body.get("requestKey"),
      potId,
      accountId: body.get("accountId"),
      amount,
    });
  }, name);

const onWithdrawal = (work: typeof takeWithdrawal) =>
  onPot((c, potId) => work(c.var.ctx, { potId, withdrawalId: c.req.param("withdrawal") ?? "" }));

const POT = `${savingsPath}/pots/:id`;
const CIRCLE = `${savingsPath}/circles/:id`;

const potRoutes = new Hono<Env>()
  .get(`${savingsPath}/pots/new`, signedIn, (c) => showNewPot(c, shownFirst()))
  .post(`${savingsPath}/pots/new`, signedIn, acting(showNewPot, openFrom))
  .get(POT, signedIn, (c) => showPot(c, shownFirst()))
  .post(`${POT}/contribute`, signedIn, moving("contribution", contributeToPot))
  .post(`${POT}/withdraw`, signedIn, moving("withdrawal", withdrawFromPot))
  .post(
    `${POT}/join`,
    signedIn,
    onPot((c, potId, body) => joinPot(c.var.ctx, { potId, accountId: body.get("accountId") })),
  )
  .post(
    `${POT}/decline`,
    signedIn,
    onPot((c, potId, body) => declinePot(c.var.ctx, { potId, accountId: body.get("accountId") })),
  )
  .post(
    `${POT}/leave`,
    signedIn,
    onPot((c, potId, body) => leavePot(c.var.ctx, { potId, accountId: body.get("accountId") })),
  )
  .post(
    `${POT}/invite`,
    signedIn,
    onPot((c, potId, body) => inviteToPot(c.var.ctx, { potId, invite: body.get("invite") })),
  )
  .post(
    `${POT}/close`,
    signedIn,
    onPot((c, potId) => closePot(c.var.ctx, potId)),
  )
  .post(`${POT}/withdrawals/:withdrawal/take`, signedIn, onWithdrawal(takeWithdrawal))
  .post(`${POT}/withdrawals/:withdrawal/cancel`, signedIn, onWithdrawal(cancelWithdrawal))
  .post(`${POT}/withdrawals/:withdrawal/approve`, signedIn, onWithdrawal(approveWithdrawal))
  .post(`${POT}/withdrawals/:withdrawal/refuse`, signedIn, onWithdrawal(refuseWithdrawal));

/** Members by the places that were typed; who shares a place is refused as an order that names not every member once. */
function orderFrom(body: FormBody): CircleMemberId[] {
  const places = [...body.raw.keys()].flatMap((name) => {
    const id = /^place-(.+)$/.exec(name)?.[1];
    return id ? [{ id, place: whole(body.get(name)) }] : [];
  });
  const typed = new Set(places.map(({ place }) => place));
  if (typed.size < places.length) throw new Refusal("invalid", "orderNotOfMembers");
  return places.toSorted((one, other) => one.place - other.place).map(({ id }) => id as CircleMemberId);
}

const circleRoutes = new Hono<Env>()
  .get(`${savingsPath}/circles/new`, signedIn, (c) => showNewCircle(c, shownFirst()))
  .post(`${savingsPath}/circles/new`, signedIn, acting(showNewCircle, foundFrom))
  .get(CIRCLE, signedIn, (c) => showCircle(c, shownFirst()))
  .get(`${CIRCLE}/rota`, signedIn, async (c) =>
    c.html(<RotaPage page={c.var.page} {...await readCircle(c)} />),
  )
  .post(
    `${CIRCLE}/join`,
    signedIn,
    onCircle((c, circleId, body) =>
      joinCircle(c.var.ctx, {
        circleId,
        accountId: body.get("accountId"),
        need: orNone(body.get("need")),
        guarantorId: orNone(body.get("guarantorId")),
      }),
    ),
  )
  .post(
    `${CIRCLE}/decline`,
    signedIn,
    onCircle((c, circleId, body) => declineCircle(c.var.ctx, { circleId, accountId: body.get("accountId") })),
  )
  .post(
    `${CIRCLE}/guarantee`,
    signedIn,
    onCircle((c, circleId, body) =>
      guaranteeMember(c.var.ctx, {
        circleId,
        accountId: body.get("accountId"),
        memberId: body.get("memberId"),
      }),
    ),
  )
  .post(
    `${CIRCLE}/order`,
    signedIn,
    onCircle((c, circleId, body) => proposeOrder(c.var.ctx, { circleId, order: orderFrom(body) })),
  )
  .post(
    `${CIRCLE}/agree`,
    signedIn,
    onCircle((c, circleId, body) =>
      agreeToOrder(c.var.ctx, {
        circleId,
        accountId: body.get("accountId"),
        version: whole(body.get("version")),
      }),
    ),
  )
  .post(
    `${CIRCLE}/start`,
    signedIn,
    onCircle((c, circleId, body) => startCircle(c.var.ctx, { circleId, drawn: orNone(body.get("drawn")) })),
  )
  .post(
    `${CIRCLE}/dissolve`,
    signedIn,
    onCircle((c, circleId) => dissolveCircle(c.var.ctx, circleId)),
  )
  .post(
    `${CIRCLE}/leave`,
    signedIn,
    onCircle((c, circleId, body) => leaveCircle(c.var.ctx, { circleId, accountId: body.get("accountId") })),
  )
  .post(
    `${CIRCLE}/pay`,
    signedIn,
    onCircle(async (c, circleId, body) => {
      const { currency } = await readCircle(c);
      await payCircleDebt(c.var.ctx, {
        requestKey: body.get("requestKey"),
        circleId,
        accountId: body.get("accountId"),
        amount: amountFrom(c, body, "debt", currency),
      });
    }, "debt"),
  );

export const savingsRoutes = new Hono<Env>()
  .get(savingsPath, signedIn, (c) => showSavings(c))
  .route("/", potRoutes)
  .route("/", circleRoutes);
