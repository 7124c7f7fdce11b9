// What must hold for a mandate to be given or taken back. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";
import { type Capability, type Mandate, type MandateReach, mandateReaches } from "./types.ts";

/** Nobody passes on what they do not have: a mandate reaches at most as far as the one under which it is given. */
export function noWiderThanTheGranter(asked: MandateReach, granters: MandateReach): Verdict {
  return mandateReaches.indexOf(asked) > mandateReaches.indexOf(granters)
    ? broken("mandateWiderThanYours", { asked })
    : ok;
}

/** An office that runs the node is given only by someone who runs it. */
export function operatingIsGivenByOperators(
  capabilities: readonly Capability[],
  granters: MandateReach,
): Verdict {
  return capabilities.includes("node.operate") && granters !== "node"
    ? broken("onlyOperatorsNameOperators")
    : ok;
}

export function mandatesAreRecalledOnce(mandate: Pick<Mandate, "recalledAt">): Verdict {
  return mandate.recalledAt === null
    ? ok
    : broken("mandateAlreadyRecalled", { recalledAt: mandate.recalledAt });
}

/** A node without an operator could never be mended from its own pages. */
export function someoneKeepsOperating(recalledOperates: boolean, otherOperators: number): Verdict {
  return recalledOperates && otherOperators === 0 ? broken("lastOperatorStays") : ok;
}
