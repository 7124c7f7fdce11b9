// The instances of the measurement, by name and size.
import type { Obligations } from "../../src/algorithms/clearing/index.ts";
import { even, heavyTailed, planted } from "./graphs.ts";

export const kinds = ["planted", "heavy", "even"] as const;
export type Kind = (typeof kinds)[number];

export const isKind = (name: string | undefined): name is Kind => kinds.some((kind) => kind === name);

/** Ten obligations for each party. */
export function instance(kind: Kind, parties: number): Obligations {
  const obligations = 10 * parties;
  if (kind === "planted") return planted(1, parties, obligations, 200).obligations;
  return kind === "heavy" ? heavyTailed(1, parties, obligations) : even(1, parties, obligations);
}
