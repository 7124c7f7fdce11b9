// How many delegates each called organisation may send.
import { Hono } from "hono";
import {
  type CalledOrganization,
  listCalls,
  listDelegationSeats,
  previewSeats,
  type SeatMethod,
  type SeatPreview,
  setSeats,
} from "#assembly";
import { type Edition, editionPath } from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm, refusedForm } from "../layout/forms.tsx";
import { askedPage } from "../layout/paging.tsx";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { atEdition, needs } from "./at-edition.ts";
import { instantsFrom } from "./edition-times.ts";
import { SeatsPage, SetSeatsPage } from "./seats.page.tsx";
import { weightsFromLines } from "./weights-lines.ts";

const wholeNumber = (typed: string) => (/^\d{1,9}$/u.test(typed.trim()) ? Number(typed) : Number.NaN);

function methodFrom(body: FormBody, called: readonly CalledOrganization[]): SeatMethod {
  const kind = body.get("kind");
  if (kind === "apportioned")
    return {
      kind,
      rule: body.get("rule") as "hare",
      seats: wholeNumber(body.get("seats")),
      weights: weightsFromLines(body.get("weights"), called, "weights"),
      least: wholeNumber(body.get("least")),
      most: body.get("most").trim() === "" ? null : wholeNumber(body.get("most")),
    };
  if (kind === "by_region") {
    const regions = new Set(called.flatMap(({ region }) => region ?? []));
    const seats = [...regions].map((region) => [region, wholeNumber(body.get(`region-${region}`) || "0")]);
    return { kind, seats: Object.fromEntries(seats) as Record<string, number> };
  }
  return { kind: "each", seats: wholeNumber(body.get("each")) };
}

function untilFrom(body: FormBody, edition: Edition): Date | null {
  const typed = body.get("until").trim();
  return typed === "" ? null : instantsFrom({ until: typed }, edition).until;
}

/** `method.seats` is `seats` or `each` in the form; a region's number has a field of its own. */
function fieldOf(body: FormBody): (path: string) => string {
  return (path) => {
    const [first = "", second = "", third] = path.split(".");
    if (first === "nominationsUntil") return "until";
    if (first !== "method") return first;
    if (second === "seats" && third) return `region-${third}`;
    return second === "seats" && body.get("kind") === "each" ? "each" : second;
  };
}

async function showSet(c: WebContext, { form, status }: RefusedForm, preview?: SeatPreview) {
  const { edition, standing } = await atEdition(c);
  needs(standing.convenes, "congress.convene");
  const delegations = await listDelegationSeats(c.var.ctx.db, edition);
  return c.html(
    <SetSeatsPage
      page={c.var.page}
      form={form}
      freshKey={newId()}
      edition={edition}
      delegations={delegations}
      preview={preview}
    />,
    status,
  );
}

async function set(c: WebContext) {
  const body = await readForm(c);
  const { edition, standing } = await atEdition(c);
  needs(standing.convenes, "congress.convene");
  try {
    const method = methodFrom(body, await listDelegationSeats(c.var.ctx.db, edition));
    if (body.get("act") === "preview") {
      const { typed } = refusedForm(body.raw, new Refusal("invalid", "inputInvalid"));
      return await showSet(
        c,
        { form: { typed }, status: 200 },
        await previewSeats(c.var.ctx.db, edition, method),
      );
    }
    await setSeats(c.var.ctx, {
      edition: edition.slug,
      method,
      alternatesForSeat: wholeNumber(body.get("alternatesForSeat")),
      nominationsUntil: untilFrom(body, edition),
      decision: inOneLanguage(body.get("language"), body.get("decision")),
      requestKey: body.get("requestKey"),
    });
  } catch (error) {
    return showSet(c, refusedAct(error, body, ofLongForms, fieldOf(body)));
  }
  return c.redirect(`${editionPath(edition.slug)}/seats`, 303);
}

export const seatRoutes = new Hono<Env>()
  .get("/congress/:edition/seats", async (c) => {
    const { edition, standing } = await atEdition(c);
    const { db } = c.var.ctx;
    return c.html(
      <SeatsPage
        page={c.var.page}
        edition={edition}
        calls={await listCalls(db, edition.id)}
        delegations={await listDelegationSeats(db, edition)}
        maySet={standing.convenes}
        asked={askedPage(c)}
      />,
    );
  })
  .get("/congress/:edition/seats/set", signedIn, (c) => showSet(c, { form: emptyForm, status: 200 }))
  .post("/congress/:edition/seats/set", signedIn, (c) => set(c));
