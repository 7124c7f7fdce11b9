// Where each sentence of a version comes from: the imported text, or the amendment that brought or changed it. Pure.
// Invariant: the texts of a paragraph are replayed from the first version and the operations that were incorporated,
// which together are all that ever changed it.
import type { Operation } from "./amendment-operations.rules.ts";
import { sentenceProvenance } from "./sentences.rules.ts";
import { type Paragraph, type ParagraphId, paragraphText, type TextVersionBody } from "./text-model.ts";
import type { AmendmentId } from "./types.ts";

/** An amendment that was incorporated, in the order in which it was. */
export type Step = { readonly amendmentId: AmendmentId; readonly operations: readonly Operation[] };

/** One sentence, or the whole of a paragraph that has only one source. */
export type SentenceWithSource = { readonly text: string; readonly amendmentId: AmendmentId | null };

export type ParagraphWithSource = {
  readonly paragraph: Paragraph;
  readonly sentences: readonly SentenceWithSource[];
  /** Every amendment that wrote, changed or moved it, in order, each once. */
  readonly changedBy: readonly AmendmentId[];
};

/** A paragraph that an amendment took out, as it stood then. */
export type DeletedParagraph = { readonly paragraph: Paragraph; readonly amendmentId: AmendmentId };

type State = { readonly text: string; readonly amendmentId: AmendmentId | null };
type Past = { paragraph: Paragraph; states: State[]; changedBy: AmendmentId[] };

/** `version` is the text after all the steps; `language` its BCP 47 tag. */
export function provenanceOf(
  first: TextVersionBody,
  steps: readonly Step[],
  version: TextVersionBody,
  language: string,
): { paragraphs: ParagraphWithSource[]; deleted: DeletedParagraph[] } {
  const pasts = new Map<ParagraphId, Past>();
  const deleted: DeletedParagraph[] = [];
  const begin = (paragraph: Paragraph, amendmentId: AmendmentId | null) => {
    const text = paragraphText(paragraph.text);
    const changedBy = amendmentId === null ? [] : [amendmentId];
    pasts.set(paragraph.id, {
      paragraph: { ...paragraph, text },
      states: [{ text, amendmentId }],
      changedBy,
    });
  };
  for (const paragraph of first) begin(paragraph, null);
  for (const { amendmentId, operations } of steps) {
    for (const operation of operations) {
      if (operation.op === "insertAfter") {
        for (const paragraph of operation.paragraphs) begin(paragraph, amendmentId);
        continue;
      }
      const past = pasts.get(operation.paragraphId);
      if (!past) continue;
      if (operation.op === "delete") deleted.push({ paragraph: past.paragraph, amendmentId });
      else change(past, operation, amendmentId);
    }
  }
  const paragraphs = version.map((paragraph) => {
    const past = pasts.get(paragraph.id);
    const states = past?.states ?? [{ text: paragraph.text, amendmentId: null }];
    // Where all of it comes from one place there is nothing to tell apart: most of a text, which may be long.
    const sentences = states.length === 1 ? states : sentenceProvenance(states, language);
    return { paragraph, sentences, changedBy: past?.changedBy ?? [] };
  });
  return { paragraphs, deleted };
}

function change(
  past: Past,
  operation: Extract<Operation, { op: "replace" | "move" }>,
  amendmentId: AmendmentId,
): void {
  if (!past.changedBy.includes(amendmentId)) past.changedBy.push(amendmentId);
  if (operation.op !== "replace") return;
  const text = paragraphText(operation.text);
  past.paragraph = { ...past.paragraph, text };
  past.states.push({ text, amendmentId });
}
