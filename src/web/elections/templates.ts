// What assemblies usually elect, as a form that is filled in already.
import { type ElectionKind, LEAST_SECRET_BALLOTS } from "#elections";

export const templateNames = ["commission", "rapporteurs", "priorities", "budget"] as const;
export type TemplateName = (typeof templateNames)[number];

const common = { ties: "lot", weights: "one_each", secret: "open", publishes: "yes", mostPoints: "5" };

type Template = { readonly kind: ElectionKind; readonly typed: Readonly<Record<string, string>> };

/** `typed` are fields of the form; a region's guarantee is named by its code. */
const templates: Readonly<Record<TemplateName, Template>> = {
  commission: {
    kind: "people",
    typed: { method: "scottish-stv", seats: "9", "least-woman": "4", office: "commission_member" },
  },
  rapporteurs: { kind: "people", typed: { method: "irv", seats: "1" } },
  priorities: { kind: "priorities", typed: { method: "schulze" } },
  budget: {
    kind: "budget",
    typed: { method: "equal-shares", utility: "cost", completion: "add-one-greedy", decimals: "2" },
  },
};

export function isTemplate(name: string | undefined): name is TemplateName {
  return templateNames.some((one) => one === name);
}

/** A commission of the whole congress has somebody of every region that takes part. */
export function templateOf(name: TemplateName, regions: readonly string[]): Template {
  const { kind, typed } = templates[name];
  const guaranteed =
    name === "commission" ? Object.fromEntries(regions.map((region) => [`least-${region}`, "1"])) : {};
  return { kind, typed: { ...common, leastBallots: String(LEAST_SECRET_BALLOTS), ...typed, ...guaranteed } };
}
