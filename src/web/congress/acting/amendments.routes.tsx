// Writing, previewing and proposing an amendment, and taking it back.
import { Hono } from "hono";
import { previewAmendment, proposeAmendment, withdrawAmendment } from "#congress";
import type { AmendmentView } from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm, type FormState } from "../../layout/forms.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../../request.ts";
import { AmendmentFormPage, type AmendedText, PreviewPart } from "./amendment-form.page.tsx";
import { amendedText, anewFrom, askedIn } from "./amended-text.ts";
import {
  type Block,
  blocksFrom,
  changedSince,
  emptyBlock,
  MOST_BLOCKS,
  operationsOf,
  withTextOf,
} from "./operations-form.ts";
import { ofLongForms, refusedAct } from "../../refused-forms.ts";
import { actOn } from "./act-on.tsx";
import { delegationsOf, readText, textAddress, type TextAtHand } from "./text-at-hand.ts";

type Drawn = {
  readonly text: AmendedText;
  readonly at: TextAtHand;
  readonly blocks: readonly Block[];
  readonly form: FormState;
  readonly notes?: readonly (string | undefined)[];
  readonly preview?: AmendmentView | Refusal;
};

async function draw(c: WebContext, { at, ...drawn }: Drawn, status: 200 | 403 | 409 | 413 | 422 = 200) {
  const delegations = delegationsOf(at, c.var.page.language, "mayPropose");
  return c.html(
    <AmendmentFormPage page={c.var.page} freshKey={newId()} delegations={delegations} {...drawn} />,
    status,
  );
}

/**
 * Fields of the schema by those of the form: `operations.2.text` is the third block. What was not chosen is said to be
 * missing, where the schema only knows of a malformed id.
 */
function inForm(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const fields = error.fields.map(({ field, reason, facts }) => {
    const [name = "", index] = field.split(".");
    if (name !== "operations") return { field: name, reason, facts };
    return {
      field: `op-${index ?? 0}`,
      reason: reason === "idMalformed" ? "paragraphNotChosen" : reason,
      facts,
    };
  });
  return new Refusal(error.kind, error.reason, error.facts, fields);
}

async function previewOf(
  c: WebContext,
  text: AmendedText,
  blocks: readonly Block[],
): Promise<AmendmentView | Refusal> {
  try {
    return await previewAmendment(c.var.ctx, {
      ...textAddress(c),
      baseVersion: text.version,
      operations: operationsOf(blocks, text.body),
      ...(text.amends && { amends: text.amends }),
    });
  } catch (error) {
    const refused = inForm(error);
    if (refused instanceof Refusal && refused.kind === "invalid") return refused;
    throw error;
  }
}

async function propose(c: WebContext, body: FormBody, text: AmendedText, blocks: readonly Block[]) {
  const language = body.get("language");
  return proposeAmendment(c.var.ctx, {
    ...textAddress(c),
    baseVersion: text.version,
    title: inOneLanguage(language, body.get("title")),
    reason: inOneLanguage(language, body.get("reason")),
    operations: operationsOf(blocks, text.body),
    organizationId: body.get("organizationId"),
    requestKey: body.get("requestKey"),
    // As its writer had it before them: it may have changed since.
    ...(text.amends && { amends: { ...text.amends, revision: Number(body.get("revision")) || 0 } }),
    ...(text.revises !== undefined && { revises: text.revises }),
  });
}

/** The blocks after a button that only draws the form again. */
function redrawn(step: string, blocks: readonly Block[], text: AmendedText): Block[] {
  const index = Number(/^(?:fill|remove)-(\d+)$/.exec(step)?.[1] ?? -1);
  if (step === "add") return [...blocks, emptyBlock].slice(0, MOST_BLOCKS);
  if (step.startsWith("remove") && blocks.length > 1) return blocks.filter((_, at) => at !== index);
  if (step.startsWith("fill"))
    return blocks.map((block, at) => (at === index ? withTextOf(block, text.body) : block));
  return [...blocks];
}

function typedIn(body: FormBody): FormState {
  const entries = [...body.raw].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  return { typed: Object.fromEntries(entries) as Record<string, string> };
}

async function carry(
  c: WebContext,
  at: TextAtHand,
  text: AmendedText,
  blocks: readonly Block[],
  form: FormState,
) {
  const current = await amendedText(c, at, String(at.lastVersion), text);
  return draw(c, { at, text: current, blocks, form, notes: changedSince(blocks, text.body, current.body) });
}

async function send(
  c: WebContext,
  body: FormBody,
  at: TextAtHand,
  text: AmendedText,
  blocks: readonly Block[],
) {
  try {
    const number = await propose(c, body, text, blocks);
    return c.redirect(`${text.path}/amendments/${number}`, 303);
  } catch (error) {
    const { form, status } = refusedAct(inForm(error), body, ofLongForms);
    // The text may have moved on while it was being sent.
    const now = await readText(c);
    const seen = { ...text, currentVersion: now.lastVersion };
    return draw(c, { at, text: seen, blocks, form }, status as 403 | 409 | 422);
  }
}

export const amendmentActs = new Hono<Env>()
  .get("/congress/:edition/texts/:text/amendments/new", signedIn, async (c) => {
    const at = await readText(c);
    // Who speaks for no delegation has no form to fill in; one that was filled in before is not lost, see `send`.
    if (!at.standing.delegations.some((one) => one.mayPropose))
      throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.propose" });
    if (at.state !== "open") throw new Refusal("conflict", "textNotOpenForAmendments", { state: at.state });
    const asked = askedIn((name) => c.req.query(name) ?? "");
    const text = await amendedText(c, at, "", asked);
    if (asked.revises !== undefined) {
      const { blocks, form } = await anewFrom(c, text, asked.revises);
      return draw(c, { at, text, blocks, form });
    }
    const block = withTextOf({ ...emptyBlock, paragraph: c.req.query("paragraph") ?? "" }, text.body);
    return draw(c, { at, text, blocks: [block], form: emptyForm });
  })
  .post("/congress/:edition/texts/:text/amendments/new", signedIn, async (c) => {
    const body = await readForm(c);
    const at = await readText(c);
    const text = await amendedText(c, at, body.get("baseVersion"), askedIn(body.get));
    const blocks = blocksFrom(body);
    const step = body.get("step");
    if (step === "send") return send(c, body, at, text, blocks);
    if (step === "carry") return carry(c, at, text, blocks, typedIn(body));
    const preview = step === "preview" ? await previewOf(c, text, blocks) : undefined;
    return draw(c, {
      at,
      text,
      blocks: redrawn(step, blocks, text),
      form: typedIn(body),
      ...(preview ? { preview } : {}),
    });
  })
  .post("/congress/:edition/texts/:text/amendments/preview", signedIn, async (c) => {
    const body = await readForm(c);
    const at = await readText(c);
    const text = await amendedText(c, at, body.get("baseVersion"), askedIn(body.get));
    const preview = await previewOf(c, text, blocksFrom(body));
    return c.html(<PreviewPart page={c.var.page} text={text} preview={preview} />);
  })
  .post("/congress/:edition/texts/:text/amendments/:number{[0-9]{1,9}}/withdraw", signedIn, (c) =>
    actOn(c, () =>
      withdrawAmendment(c.var.ctx, { ...textAddress(c), amendment: Number(c.req.param("number")) }),
    ),
  );
