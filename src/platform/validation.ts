// From outside input to a typed value, or a Refusal that names each field's reason.
import type { z } from "zod";
import { type FieldRefusal, Refusal } from "./errors.ts";

type Issue = { code: string; path: PropertyKey[]; message: string; maximum?: unknown; minimum?: unknown };

/**
 * Schemas give their reason as the message (`"textTooLong"`); Zod's own messages are mapped by their code, so that
 * every complaint has a sentence in every language.
 */
function reasonOf(issue: Issue): string {
  if (/^[a-z][A-Za-z]+$/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "too_big":
      return "valueTooLarge";
    case "too_small":
      return "valueTooSmall";
    case "invalid_value":
      return "valueNotOffered";
    default:
      return "valueMalformed";
  }
}

export function fieldRefusals(issues: readonly Issue[]): FieldRefusal[] {
  return issues.map((issue) => ({
    field: issue.path.map(String).join("."),
    reason: reasonOf(issue),
    facts: {
      ...(issue.maximum === undefined ? {} : { limit: Number(issue.maximum) }),
      ...(issue.minimum === undefined ? {} : { limit: Number(issue.minimum) }),
    },
  }));
}

/** Parses or refuses with `inputInvalid` and a reason per field. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Refusal("invalid", "inputInvalid", {}, fieldRefusals(result.error.issues as Issue[]));
}
