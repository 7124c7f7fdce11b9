// Open amendments beside each other: conflicts, the order of votes, and any set of them together. Everybody reads; what
// whoever presides decides here is in the two posts.
import { Hono } from "hono";
import {
  type ConflictsView,
  findText,
  previewConsolidated,
  readConflicts,
  setVotingOrder,
  settleAlternatives,
  standingAt,
  type VotingRules,
} from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, divide, groupOf, pageOf } from "../layout/paging.tsx";
import { refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { weightOfBlock } from "./block-weight.ts";
import { blocksInConflict, ConflictsPage, type GroupPart } from "./conflicts.page.tsx";
import { OrderPage, TURNS_A_PAGE } from "./order.page.tsx";
import { sittingOfText } from "./sitting-at-hand.ts";
import { chairsTable } from "./acting/text-at-hand.ts";
import { TogetherPage } from "./together.page.tsx";

const AMENDMENTS = "/congress/:edition/texts/:text/amendments";
const CHOICES_A_PAGE = 30;

async function knownText(c: WebContext) {
  const { edition = "", text = "" } = c.req.param() as { edition?: string; text?: string };
  const found = await findText(c.var.ctx.db, edition, text);
  if (!found) throw new Refusal("missing", "pageUnknown");
  return found;
}

type Member = { readonly group: readonly number[]; readonly number: number };

/** The words that stand side by side, by `weightOfText`; one amendment that is heavier has a page of its own. */
const MOST_WORDS = 11_000;
const FRAME = 500;

/** The groups as pages that a weak network can carry; one may go on over several of them. */
function pagesOfGroups({ groups, amendments, conflicts }: ConflictsView): GroupPart[][] {
  const weightOf = ({ number }: Member) => {
    const blocks = blocksInConflict(amendments.get(number), conflicts);
    return FRAME + blocks.reduce((sum, block) => sum + weightOfBlock(block), 0);
  };
  const members = groups.flatMap((group) => group.map((number) => ({ group, number })));
  return divide(members, weightOf, MOST_WORDS).map((page) =>
    [...Map.groupBy(page, ({ group }) => group)].map(([group, own]) => ({
      group,
      shown: own.map(({ number }) => number),
    })),
  );
}

async function showConflicts(c: WebContext) {
  const { edition, text } = await knownText(c);
  const view = await readConflicts(c.var.ctx.db, { edition, text });
  return c.html(
    <ConflictsPage
      page={c.var.page}
      edition={edition}
      text={text}
      view={view}
      sitting={await sittingOfText(c, edition.slug, text.slug)}
      groups={groupOf(pagesOfGroups(view), askedPage(c))}
    />,
  );
}

async function showOrder(c: WebContext, form: FormState, status: 200 | 403 | 409 | 413 | 422 = 200) {
  const { ctx, page } = c.var;
  const { edition, text } = await knownText(c);
  const view = await readConflicts(ctx.db, { edition, text });
  const presides = page.viewer !== null && text.state === "open" && (await standingAt(ctx, edition)).presides;
  return c.html(
    <OrderPage
      page={page}
      edition={edition}
      text={text}
      view={view}
      sitting={await sittingOfText(c, edition.slug, text.slug)}
      turns={pageOf(view.turns, askedPage(c), TURNS_A_PAGE)}
      chairing={presides ? { form, freshKey: newId() } : null}
      table={presides ? await chairsTable(c, edition.slug) : null}
    />,
    status,
  );
}

async function showTogether(c: WebContext) {
  const { db } = c.var.ctx;
  const { edition, text } = await knownText(c);
  const { amendments } = await readConflicts(db, { edition, text }, () => true);
  const chosen = [...new Set((c.req.queries("with") ?? []).filter((one) => /^[1-9]\d{0,5}$/.test(one)))].map(
    Number,
  );
  return c.html(
    <TogetherPage
      page={c.var.page}
      edition={edition}
      text={text}
      sitting={await sittingOfText(c, edition.slug, text.slug)}
      amendments={pageOf([...amendments.values()], askedPage(c), CHOICES_A_PAGE)}
      chosen={chosen.filter((number) => amendments.has(number))}
      preview={chosen.length > 0 ? await previewConsolidated(db, { edition, text }, chosen) : undefined}
      asked={askedPage(c, "part")}
    />,
  );
}

function rulesIn(body: FormBody): VotingRules {
  const [alternatives, afterAdoption] = [body.get("alternatives"), body.get("afterAdoption")];
  // Checked by the use-case, as everything that a form brings.
  return { alternatives, afterAdoption } as VotingRules;
}

/** Refuses with `orderNumberUnclear` {typed, place}, the place from 1. */
function numbersIn(body: FormBody): number[] {
  const entries = body
    .get("numbers")
    .split(/[\s,;]+/u)
    .filter(Boolean);
  const at = entries.findIndex((entry) => !/^[1-9]\d{0,5}$/u.test(entry));
  if (at === -1) return entries.map(Number);
  const facts = { typed: (entries[at] ?? "").slice(0, 40), place: at + 1 };
  throw new Refusal("invalid", "inputInvalid", {}, [
    { field: "numbers", reason: "orderNumberUnclear", facts },
  ]);
}

async function setOrder(c: WebContext, body: FormBody): Promise<void> {
  await setVotingOrder(c.var.ctx, {
    edition: c.req.param("edition") ?? "",
    text: c.req.param("text") ?? "",
    numbers: numbersIn(body),
    ...(body.get("alternatives") && { rules: rulesIn(body) }),
    reason: inOneLanguage(body.get("language"), body.get("reason")),
    requestKey: body.get("requestKey"),
  });
}

/** An act of the chair, and back to the order; a refused one is shown there with what was typed. */
async function decide(c: WebContext, work: (body: FormBody) => Promise<unknown>) {
  const body = await readForm(c);
  const { edition, text } = await knownText(c);
  try {
    await work(body);
  } catch (error) {
    const { form, status } = refusedAct(error, body);
    return showOrder(c, form, status as 409 | 422);
  }
  return c.redirect(`/congress/${edition.slug}/texts/${text.slug}/amendments/order`, 303);
}

export const conflictRoutes = new Hono<Env>()
  .get(`${AMENDMENTS}/conflicts`, showConflicts)
  .get(`${AMENDMENTS}/order`, (c) => showOrder(c, emptyForm))
  .post(`${AMENDMENTS}/order`, signedIn, (c) => decide(c, (body) => setOrder(c, body)))
  .post(`${AMENDMENTS}/:number{[1-9][0-9]{0,5}}/settle`, signedIn, (c) =>
    decide(c, () =>
      settleAlternatives(c.var.ctx, {
        edition: c.req.param("edition"),
        text: c.req.param("text"),
        amendment: Number(c.req.param("number")),
      }),
    ),
  )
  .get(`${AMENDMENTS}/together`, showTogether);
