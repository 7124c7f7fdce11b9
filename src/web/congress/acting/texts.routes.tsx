// Acts on a text as a whole: its states, the votes on it and on its amendments, signatures, decision points.
import { Hono } from "hono";
import { openVoteBetweenSittings } from "#assembly";
import {
  castVote,
  closeVote,
  decisionPoints,
  declareAuthenticLanguages,
  findTextView,
  incorporateAmendments,
  listDecisionPoints,
  markDecisionPoints,
  openForAmendments,
  publishText,
  setReadings,
  signText,
} from "#congress";
import { authorise, findMandate, type OrganizationId } from "#confederation";
import { Refusal } from "#platform/errors";
import { readLanguages } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { emptyForm, type FormState } from "../../layout/forms.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../../request.ts";
import { DecisionPointsPage } from "./decision-points.page.tsx";
import { refusedAct } from "../../refused-forms.ts";
import { type Signing, SignPage } from "./sign.page.tsx";
import { actOn, showActs } from "./act-on.tsx";
import { delegationsOf, readText, textAddress, type TextAtHand } from "./text-at-hand.ts";

const TEXT = "/congress/:edition/texts/:text";
const AMENDMENT = `${TEXT}/amendments/:number{[0-9]{1,9}}` as const;

async function adopted(c: WebContext) {
  const text = await readText(c);
  if (!text.adoptedVersion) throw new Refusal("conflict", "textNotAdopted", { state: text.state });
  const found = await findTextView(c.var.ctx.db, text.edition.slug, text.slug, {
    version: text.adoptedVersion,
  });
  if (!found) throw new Refusal("missing", "versionUnknown", { version: text.adoptedVersion });
  return { text, version: found.version };
}

/** For whom the reader may sign, and under which mandate each signature would be. */
async function signingsOf(c: WebContext, text: TextAtHand): Promise<Signing[]> {
  const { ctx, page } = c.var;
  const signings: Signing[] = [];
  for (const choice of delegationsOf(text, page.language, "maySign")) {
    const { mandateId } = await authorise(ctx, "congress.sign", choice.value as OrganizationId);
    const mandate = mandateId && (await findMandate(ctx.db, mandateId));
    if (!mandate) continue;
    const office = textIn(mandate.officeName, page.language).text;
    signings.push({ ...choice, signatory: mandate.personName, office });
  }
  return signings;
}

async function showSigning(c: WebContext, form: FormState, status: 200 | 409 | 422 = 200) {
  const { text, version } = await adopted(c);
  const signings = await signingsOf(c, text);
  if (signings.length === 0 && status === 200)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.sign" });
  const shown = {
    path: text.path,
    title: text.title,
    version: version.number,
    contentHash: version.contentHash,
  };
  return c.html(<SignPage page={c.var.page} form={form} text={shown} signings={signings} />, status);
}

async function sign(c: WebContext, body: FormBody): Promise<void> {
  if (body.get("confirmed") !== "yes")
    throw new Refusal("invalid", "inputInvalid", {}, [
      { field: "confirmed", reason: "confirmationMissing", facts: {} },
    ]);
  await signText(c.var.ctx, { ...textAddress(c), organizationId: body.get("organizationId") });
}

async function showPoints(
  c: WebContext,
  form: FormState,
  chosen: readonly string[] = [],
  status: 200 | 409 | 422 = 200,
) {
  const { text, version } = await adopted(c);
  if (!text.standing.presides)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.preside" });
  const marked = await listDecisionPoints(c.var.ctx.db, text.id);
  return c.html(
    <DecisionPointsPage
      page={c.var.page}
      form={form}
      text={text}
      points={decisionPoints(version.body)}
      marked={new Set(marked.map(({ paragraphId }) => paragraphId))}
      chosen={new Set(chosen)}
    />,
    status,
  );
}

/** Opens the vote on an amendment where the address names one, else on the whole text. */
function openVoteAt(c: WebContext, body: FormBody) {
  const number = c.req.param("number");
  return openVoteBetweenSittings(c.var.ctx, {
    ...textAddress(c),
    subject: number
      ? { on: "amendment", number: Number(number) }
      : { on: "whole", expectedVersion: Number(body.get("expectedVersion")) },
  });
}

const cast = (c: WebContext, body: FormBody) =>
  castVote(c.var.ctx, {
    rollCallId: body.get("rollCallId"),
    organizationId: body.get("organizationId"),
    choice: body.get("choice") as "for",
    requestKey: body.get("requestKey"),
  });

const close = (c: WebContext, body: FormBody) =>
  closeVote(c.var.ctx, {
    rollCallId: body.get("rollCallId"),
    castingVote: (body.get("castingVote") || null) as "for" | null,
  });

export const textActs = new Hono<Env>()
  .get(`${TEXT}/act`, signedIn, (c) => showActs(c, emptyForm))
  .post(`${TEXT}/open`, signedIn, (c) => actOn(c, () => openForAmendments(c.var.ctx, textAddress(c))))
  .post(`${TEXT}/publish`, signedIn, (c) => actOn(c, () => publishText(c.var.ctx, textAddress(c))))
  .post(`${TEXT}/incorporate`, signedIn, (c) =>
    actOn(c, (body) =>
      incorporateAmendments(c.var.ctx, {
        ...textAddress(c),
        expectedVersion: Number(body.get("expectedVersion")),
      }),
    ),
  )
  .post(`${TEXT}/languages`, signedIn, (c) =>
    actOn(c, (body) =>
      declareAuthenticLanguages(c.var.ctx, {
        ...textAddress(c),
        languages: readLanguages(body.get("languages")),
      }),
    ),
  )
  .post(`${TEXT}/readings`, signedIn, (c) =>
    actOn(c, (body) =>
      setReadings(c.var.ctx, {
        ...textAddress(c),
        readings: Number(body.get("readings")),
        daysBetween: Number(body.get("daysBetween")),
        amendedBetween: body.get("amendedBetween") as "none",
      }),
    ),
  )
  .post(`${TEXT}/vote/open`, signedIn, (c) => actOn(c, (body) => openVoteAt(c, body)))
  .post(`${TEXT}/vote/cast`, signedIn, (c) => actOn(c, (body) => cast(c, body)))
  .post(`${TEXT}/vote/close`, signedIn, (c) => actOn(c, (body) => close(c, body)))
  .post(`${AMENDMENT}/vote/open`, signedIn, (c) => actOn(c, (body) => openVoteAt(c, body)))
  .post(`${AMENDMENT}/vote/cast`, signedIn, (c) => actOn(c, (body) => cast(c, body)))
  .post(`${AMENDMENT}/vote/close`, signedIn, (c) => actOn(c, (body) => close(c, body)))
  .get(`${TEXT}/sign`, signedIn, (c) => showSigning(c, emptyForm))
  .post(`${TEXT}/sign`, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await sign(c, body);
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showSigning(c, form, status as 409 | 422);
    }
    return c.redirect((await readText(c)).path, 303);
  })
  .get(`${TEXT}/decision-points`, signedIn, (c) => showPoints(c, emptyForm))
  .post(`${TEXT}/decision-points`, signedIn, async (c) => {
    const body = await readForm(c);
    const paragraphIds = body.all("paragraph");
    try {
      await markDecisionPoints(c.var.ctx, { ...textAddress(c), paragraphIds });
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showPoints(c, form, paragraphIds, status as 409 | 422);
    }
    return c.redirect((await readText(c)).path, 303);
  });
