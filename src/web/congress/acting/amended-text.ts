// What an amendment's form is written against: a version, or the text as another amendment would leave it.
import {
  type AmendmentDetail,
  amendableIn,
  findAmendment,
  findAmendmentInPlace,
  findTextView,
  type Operation,
} from "#congress";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import type { FormState } from "../../layout/forms.tsx";
import type { WebContext } from "../../request.ts";
import type { AmendedText } from "./amendment-form.page.tsx";
import { type Block, emptyBlock, START } from "./operations-form.ts";
import type { TextAtHand } from "./text-at-hand.ts";

/** The numbers of the amendments that a form, or a link to it, is about. */
export type Asked = { readonly amends?: number | undefined; readonly revises?: number | undefined };

const NUMBER = /^[1-9][0-9]{0,8}$/;

export function askedIn(get: (name: string) => string): Asked {
  const [amends, revises] = ["amends", "revises"].map((name) => {
    const typed = get(name);
    return NUMBER.test(typed) ? Number(typed) : undefined;
  });
  return { amends, revises };
}

async function known(c: WebContext, text: TextAtHand, number: number): Promise<AmendmentDetail> {
  const found = await findAmendment(c.var.ctx.db, text.edition.slug, text.slug, number);
  if (!found) throw new Refusal("missing", "amendmentUnknown", { number });
  return found;
}

/** The version that the form was written against; the current one for a form that says none. */
export async function amendedText(
  c: WebContext,
  text: TextAtHand,
  typed: string,
  asked: Asked | AmendedText,
): Promise<AmendedText> {
  const { edition, slug } = text;
  const number = NUMBER.test(typed) ? Number(typed) : text.lastVersion;
  const found = await findTextView(c.var.ctx.db, edition.slug, slug, { version: number });
  if (!found) throw new Refusal("missing", "versionUnknown", { version: number });
  const { version } = found;
  const amended = {
    path: text.path,
    title: text.title,
    language: text.language,
    version: version.number,
    currentVersion: text.lastVersion,
    body: version.body,
    revises: asked.revises,
  };
  const parent = typeof asked.amends === "object" ? asked.amends.number : asked.amends;
  if (parent === undefined) return amended;
  return { ...amended, ...(await underAmendment(c, text, parent)) };
}

/** The text as an amendment would leave it now, and which of its paragraphs are open to be amended. */
async function underAmendment(c: WebContext, text: TextAtHand, number: number) {
  const { edition, text: found, amendment } = await known(c, text, number);
  const place = await findAmendmentInPlace(c.var.ctx.db, edition, found, amendment);
  if (!place.left || amendment.parentId !== null)
    throw new Refusal(
      "conflict",
      amendment.parentId === null ? "amendmentAlreadyDecided" : "amendmentTooDeep",
      {
        number,
        state: amendment.state,
      },
    );
  const title = textIn(amendment.title, c.var.page.language).text;
  return {
    body: place.left,
    amends: { number, revision: place.revision, title },
    within: amendableIn(place.operations),
  };
}

/** The fields of a form that writes an amendment anew: its own words, to be set in what the text says now. */
export async function anewFrom(
  c: WebContext,
  text: AmendedText,
  number: number,
): Promise<{ blocks: Block[]; form: FormState }> {
  const { edition = "", text: slug = "" } = c.req.param() as { edition?: string; text?: string };
  const found = await findAmendment(c.var.ctx.db, edition, slug, number);
  if (!found) throw new Refusal("missing", "amendmentUnknown", { number });
  const { amendment } = found;
  const language = c.var.page.language;
  return {
    blocks: amendment.operations.map((operation) => blockOf(operation, text)),
    form: {
      typed: {
        title: textIn(amendment.title, language).text,
        reason: textIn(amendment.reason, language).text,
      },
    },
  };
}

function blockOf(operation: Operation, text: AmendedText): Block {
  if (operation.op === "insertAfter") {
    const [first] = operation.paragraphs;
    return {
      ...emptyBlock,
      op: "insertAfter",
      after: operation.afterId ?? START,
      text: operation.paragraphs.map((paragraph) => paragraph.text).join("\n\n"),
      kind: first?.kind ?? "paragraph",
      marker: first?.marker ?? "",
    };
  }
  const block = { ...emptyBlock, op: operation.op, paragraph: operation.paragraphId };
  if (operation.op === "replace") return { ...block, text: operation.text };
  if (operation.op === "move") return { ...block, after: operation.afterId ?? START };
  return text.body.some(({ id }) => id === operation.paragraphId) ? block : { ...block, paragraph: "" };
}
