// What must hold when an assembly names an office, or changes what it may do. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Capability } from "./types.ts";

/** A node whose last operator could no longer operate could never be mended from its own pages. */
export function someOfficeKeepsOperating(
  changed: { readonly key: string; readonly capabilities: readonly Capability[] },
  operatingMandates: readonly { readonly office: string }[],
): Verdict {
  const left = operatingMandates.filter(({ office }) => office !== changed.key);
  return changed.capabilities.includes("node.operate") || left.length > 0 || operatingMandates.length === 0
    ? ok
    : broken("lastOperatorStays");
}
