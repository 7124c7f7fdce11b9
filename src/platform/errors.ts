// Refusals: what the system says when it will not do something.
// Invariant: a refusal names its reason (a key that tests assert and catalogues translate) and carries only facts
// that may be shown to the person who asked. Anything else that is thrown is a fault, logged and shown as such.

/** What a page, a protocol or the command line does with a refusal. */
export type RefusalKind =
  | "invalid" // the input cannot be right: 422
  | "forbidden" // no mandate for it: 403
  | "missing" // there is no such thing, or the asker may not know of it: 404
  | "conflict" // right once, but no longer: 409
  | "tooLarge" // 413
  | "tooMany" // 429
  | "signIn" // 401: sign in first
  | "unavailable"; // 503

export type Facts = Readonly<Record<string, string | number | boolean | Date | null>>;

/** One field's complaint in a form or in an API body. `field` is a dotted path into the input. */
export type FieldRefusal = { readonly field: string; readonly reason: string; readonly facts: Facts };

/**
 * Thrown by rules, policies and services; never for faults.
 * `reason` is a message key below `refusal.` in the catalogues (`refusal.versionOutdated`).
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly reason: string;
  readonly facts: Facts;
  readonly fields: readonly FieldRefusal[];

  constructor(kind: RefusalKind, reason: string, facts: Facts = {}, fields: readonly FieldRefusal[] = []) {
    super(`refused: ${reason} ${JSON.stringify(facts)}`);
    this.name = "Refusal";
    this.kind = kind;
    this.reason = reason;
    this.facts = facts;
    this.fields = fields;
  }
}

const STATUS: Readonly<Record<RefusalKind, 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503>> = {
  invalid: 422,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  tooLarge: 413,
  tooMany: 429,
  signIn: 401,
  unavailable: 503,
};

/** The HTTP status of a refused page or form. */
export function statusOf(refusal: Refusal) {
  return STATUS[refusal.kind];
}

/** And of what programs read: they send no forms, so what is invalid is their query, which is a bad request. */
export function statusForMachines(refusal: Refusal) {
  return refusal.kind === "invalid" ? 400 : statusOf(refusal);
}
