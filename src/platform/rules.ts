// The verdict of a rule: facts in, "ok" or a named reason out. Rules are pure; services turn a broken one
// into a Refusal with `hold`.
import { type Facts, Refusal, type RefusalKind } from "./errors.ts";

export type Broken = { readonly ok: false; readonly reason: string; readonly facts: Facts };
export type Verdict = { readonly ok: true } | Broken;

export const ok: Verdict = { ok: true };

/** A broken rule, by name, with what is needed to explain it to a person. */
export function broken(reason: string, facts: Facts = {}): Broken {
  return { ok: false, reason, facts };
}

/** Throws the first broken verdict as a Refusal; `kind` says how a protocol reports it (a conflict unless told). */
export function hold(verdicts: Verdict | readonly Verdict[], kind: RefusalKind = "conflict"): void {
  for (const verdict of [verdicts].flat()) {
    if (!verdict.ok) throw new Refusal(kind, verdict.reason, verdict.facts);
  }
}
