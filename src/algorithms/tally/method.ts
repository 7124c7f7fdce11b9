// What a method of counting is to those who choose one by its name.
import type { Ballots, Election } from "../ballots/index.ts";
import type { Count, TieRule } from "./result.ts";

export type CountOptions = {
  /** How many to elect; null: as many as the file says, or as the method has by itself. */
  readonly seats: number | null;
  readonly ties: TieRule;
  /** Whether the protocol of stages is wanted; without it a method may leave it empty. */
  readonly stages: boolean;
  /** Whether every winning set is wanted (`alternatives`), instead of one that the tie rule chose. */
  readonly all: boolean;
  /** What one method alone knows, by name; documented beside the method. Unknown ones are refused (`settingUnknown` {setting}). */
  readonly settings: Readonly<Record<string, string>>;
};

export type Method<E extends Election = Election> = {
  readonly takes: readonly Ballots["kind"][];
  /** CountRefused where the election cannot be counted so. */
  readonly count: (election: E, options: CountOptions) => Count;
};
