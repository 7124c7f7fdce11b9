// Leading people into a sitting's conference, each by an address of their own.
import { Hono } from "hono";
import {
  joinConference,
  setConference,
  type SetConferenceInput,
  sittingPath,
  tryConference,
} from "#assembly";
import { Refusal, statusOf } from "#platform/errors";
import { emptyForm, refusedForm } from "../layout/forms.tsx";
import { refusalSentence } from "../refusals.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { refusedAct, type RefusedForm } from "../refused-forms.ts";
import { addressOf, needs, readAtHand, SITTING } from "./at-hand.ts";
import { ConferencePage, type Tried } from "./conference.page.tsx";

const fresh: RefusedForm = { form: emptyForm, status: 200 };

async function showConference(c: WebContext, { form, status }: RefusedForm, tried?: Tried) {
  const { view, own } = await readAtHand(c);
  needs(own.presides, "congress.preside");
  return c.html(<ConferencePage page={c.var.page} form={form} view={view} tried={tried} />, status);
}

/** Says beside the form what the server answered; it changes nothing, so it is shown where it was asked. */
async function showTried(c: WebContext) {
  const { t } = c.var.page;
  try {
    await tryConference(c.var.ctx, addressOf(c));
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "unavailable") throw error;
    const tried = { works: false, sentence: refusalSentence(t, error) };
    return showConference(c, { ...fresh, status: statusOf(error) }, tried);
  }
  return showConference(c, fresh, { works: true, sentence: t("sittings.conference.works") });
}

/** Only the fields that belong to the kind: its shape is checked where it is set. */
function conferenceOf(body: FormBody): SetConferenceInput["conference"] {
  const of = (name: string) => body.get(name).trim();
  const [kind, address, room, appId, secret] = ["kind", "address", "room", "appId", "secret"].map(of);
  return { kind, address, room, appId, secret } as SetConferenceInput["conference"];
}

export const conferenceRoutes = new Hono<Env>()
  .get(`${SITTING}/join`, signedIn, async (c) =>
    c.redirect(await joinConference(c.var.ctx, addressOf(c)), 303),
  )
  .get(`${SITTING}/conference`, signedIn, (c) => showConference(c, fresh))
  .post(`${SITTING}/conference/try`, signedIn, (c) => showTried(c))
  .post(`${SITTING}/conference`, signedIn, async (c) => {
    const body = await readForm(c);
    const address = addressOf(c);
    try {
      await setConference(c.var.ctx, { ...address, conference: conferenceOf(body) });
    } catch (error) {
      const refused = refusedAct(error, body, undefined, (path) => path.split(".").at(-1) ?? path);
      const { refusal } = refused.form;
      // What was typed as a secret goes back to nobody.
      const form = refusal ? refusedForm(body.raw, refusal, ["secret"]) : refused.form;
      return showConference(c, { ...refused, form });
    }
    const sitting = sittingPath(address.edition, address.number);
    // There it can be tried at once.
    return c.redirect(body.get("kind") === "bigbluebutton" ? `${sitting}/conference` : sitting, 303);
  });
