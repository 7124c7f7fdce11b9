// How a refused act goes back to its form: with what was typed, and the reasons beside the fields.
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Refusal, type RefusalKind, statusOf } from "#platform/errors";
import { type FormState, refusedForm } from "./layout/forms.tsx";
import type { FormBody } from "./request.ts";

const OF_THE_FORM: readonly RefusalKind[] = ["invalid", "conflict", "tooLarge"];
/** A mandate may end while somebody writes: what they wrote must not be lost with it. */
export const ofLongForms: readonly RefusalKind[] = [...OF_THE_FORM, "forbidden"];

/** The refusal of what was typed, with the status of the page that shows it; anything else is thrown on. */
export function refusedInput(
  error: unknown,
  kinds: readonly RefusalKind[] = OF_THE_FORM,
): { refusal: Refusal; status: ContentfulStatusCode } {
  if (!(error instanceof Refusal) || !kinds.includes(error.kind)) throw error;
  return { refusal: error, status: statusOf(error) as ContentfulStatusCode };
}

export type RefusedForm = { readonly form: FormState; readonly status: ContentfulStatusCode };

/**
 * The form as it was typed, with the refusal; whatever else was thrown is thrown on. `nameOf` gives the form's field for
 * a path of the schema: `title.texts.es` is `title` unless told.
 */
export function refusedAct(
  error: unknown,
  body: FormBody,
  kinds: readonly RefusalKind[] = OF_THE_FORM,
  nameOf: (path: string) => string = (path) => path.split(".")[0] ?? path,
): RefusedForm {
  const { refusal, status } = refusedInput(error, kinds);
  const fields = refusal.fields.map((field) => ({ ...field, field: nameOf(field.field) }));
  return {
    form: refusedForm(body.raw, new Refusal(refusal.kind, refusal.reason, refusal.facts, fields)),
    status,
  };
}
