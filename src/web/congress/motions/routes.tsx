// Motions: everybody reads them; delegations submit and support them; whoever presides admits them or says why not.
import { Hono } from "hono";
import {
  admitMotion,
  countMotions,
  findEdition,
  findMotionDetail,
  listMotionRules,
  listMotions,
  type MotionKind,
  motionPath,
  refuseMotion,
  setMotionRules,
  standingAt,
  submitMotion,
  supportMotion,
  withdrawMotion,
  type WrittenMotionKind,
} from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm, type FormState } from "../../layout/forms.tsx";
import { askedPage, rangeOf } from "../../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../../request.ts";
import { delegationsOf } from "../acting/text-at-hand.ts";
import { MotionPage } from "./motion.page.tsx";
import { MotionsPage } from "./motions.page.tsx";
import { NewMotionPage } from "./new-motion.page.tsx";

const MOTIONS = "/congress/:edition/motions";
const MOTION = `${MOTIONS}/:number{[1-9][0-9]{0,5}}` as const;
const MOTIONS_A_PAGE = 40;

type Status = 200 | 403 | 409 | 413 | 422;

async function readEdition(c: WebContext) {
  const edition = await findEdition(c.var.ctx.db, c.req.param("edition") ?? "");
  if (!edition) throw new Refusal("missing", "pageUnknown");
  return { edition, standing: await standingAt(c.var.ctx, edition) };
}

async function showMotions(c: WebContext, form: FormState, status: Status = 200) {
  const { db } = c.var.ctx;
  const { edition, standing } = await readEdition(c);
  const range = rangeOf(await countMotions(db, edition.id), askedPage(c), MOTIONS_A_PAGE);
  return c.html(
    <MotionsPage
      page={c.var.page}
      edition={edition}
      motions={{ ...range, items: await listMotions(db, edition, range) }}
      rules={await listMotionRules(db, edition)}
      standing={standing}
      form={form}
      freshKey={newId()}
    />,
    status,
  );
}

async function showMotion(c: WebContext, form: FormState, status: Status = 200) {
  const { edition, standing } = await readEdition(c);
  const motion = await findMotionDetail(c.var.ctx.db, edition.slug, Number(c.req.param("number")));
  if (!motion) throw new Refusal("missing", "pageUnknown");
  return c.html(
    <MotionPage
      page={c.var.page}
      edition={edition}
      motion={motion}
      standing={standing}
      form={form}
      asked={askedPage(c, "part")}
    />,
    status,
  );
}

async function showForm(c: WebContext, form: FormState, status: Status = 200) {
  const { edition, standing } = await readEdition(c);
  const delegations = delegationsOf({ standing }, c.var.page.language, "mayPropose");
  if (delegations.length === 0 && status === 200)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.propose" });
  return c.html(
    <NewMotionPage
      page={c.var.page}
      edition={edition}
      form={form}
      freshKey={newId()}
      delegations={delegations}
    />,
    status,
  );
}

const submit = (c: WebContext, body: FormBody) =>
  submitMotion(c.var.ctx, {
    edition: c.req.param("edition") ?? "",
    kind: body.get("kind") as WrittenMotionKind,
    title: inOneLanguage(body.get("language"), body.get("title")),
    reason: inOneLanguage(body.get("language"), body.get("reason")),
    language: body.get("language"),
    words: body.get("words"),
    organizationId: body.get("organizationId"),
    requestKey: body.get("requestKey"),
  });

const wholeNumber = (typed: string) => (/^\d{1,5}$/.test(typed.trim()) ? Number(typed) : Number.NaN);

/** A day counts until its end. */
function endOfDay(typed: string): Date | null {
  return typed === "" ? null : new Date(`${typed}T23:59:59Z`);
}

const setRules = (c: WebContext, body: FormBody) =>
  setMotionRules(c.var.ctx, {
    edition: c.req.param("edition") ?? "",
    kind: body.get("kind") as MotionKind,
    supporters: wholeNumber(body.get("supporters")),
    percent: wholeNumber(body.get("percent")),
    closesAt: endOfDay(body.get("closesAt")),
    requestKey: body.get("requestKey"),
  });

/** A small act on a motion, and back to it; a refused one is shown there with what was typed. */
async function actOnMotion(
  c: WebContext,
  work: (address: { edition: string; motion: number }, body: FormBody) => Promise<unknown>,
) {
  const body = await readForm(c);
  const address = { edition: c.req.param("edition") ?? "", motion: Number(c.req.param("number")) };
  try {
    await work(address, body);
  } catch (error) {
    const { form, status } = refusedAct(error, body);
    return showMotion(c, form, status as Status);
  }
  return c.redirect(motionPath(address.edition, address.motion), 303);
}

export const motionRoutes = new Hono<Env>()
  .get(MOTIONS, (c) => showMotions(c, emptyForm))
  .post(MOTIONS, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await setRules(c, body);
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showMotions(c, form, status as Status);
    }
    return c.redirect(c.req.path, 303);
  })
  .get(`${MOTIONS}/new`, signedIn, (c) => showForm(c, emptyForm))
  .post(`${MOTIONS}/new`, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      return c.redirect(motionPath(c.req.param("edition"), await submit(c, body)), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showForm(c, form, status as Status);
    }
  })
  .get(MOTION, (c) => showMotion(c, emptyForm))
  .post(`${MOTION}/support`, signedIn, (c) =>
    actOnMotion(c, (address, body) =>
      supportMotion(c.var.ctx, { ...address, organizationId: body.get("organizationId") }),
    ),
  )
  .post(`${MOTION}/withdraw`, signedIn, (c) =>
    actOnMotion(c, (address) => withdrawMotion(c.var.ctx, address)),
  )
  .post(`${MOTION}/admit`, signedIn, (c) => actOnMotion(c, (address) => admitMotion(c.var.ctx, address)))
  .post(`${MOTION}/refuse`, signedIn, (c) =>
    actOnMotion(c, (address, body) =>
      refuseMotion(c.var.ctx, {
        ...address,
        ruling: inOneLanguage(body.get("language"), body.get("ruling")),
      }),
    ),
  );
