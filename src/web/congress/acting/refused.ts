// How a refused act of the congress goes back to its form.
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Refusal, type RefusalKind, statusOf } from "#platform/errors";
import { type FormState, refusedForm } from "../../layout/forms.tsx";
import type { FormBody } from "../../request.ts";

export type RefusedForm = { readonly form: FormState; readonly status: ContentfulStatusCode };

const OF_THE_FORM: readonly RefusalKind[] = ["invalid", "conflict", "tooLarge"];
/** A mandate may end while somebody writes: what they wrote must not be lost with it. */
export const ofLongForms: readonly RefusalKind[] = [...OF_THE_FORM, "forbidden"];

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
  if (!(error instanceof Refusal) || !kinds.includes(error.kind)) throw error;
  const fields = error.fields.map((field) => ({ ...field, field: nameOf(field.field) }));
  const refusal = new Refusal(error.kind, error.reason, error.facts, fields);
  return { form: refusedForm(body.raw, refusal), status: statusOf(error) as ContentfulStatusCode };
}
