// A count told in sentences: who was elected at which stage and why, ties and how they were broken.
// Invariant: every sentence says figures of the protocol as they are; nothing is counted again here.
import { parseFraction } from "#algorithms/fractions";
import type { Stage, Tie } from "#algorithms/tally";
import { type ElectionView, formatAmount } from "#elections";
import { textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";

/** A figure as the reader's language writes it: decimals without their last zeros, fractions as they are. */
export function figureWords(figure: string, language: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(figure)) return figure;
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 5 });
  return format.format(figure as `${number}`);
}

/** As it is written, and as a number for the plural alone. */
type Voted = { readonly votes: string; readonly count: number };

export class ResultWords {
  readonly #page: Page;
  readonly #election: ElectionView;
  readonly #names: ReadonlyMap<number, string>;

  constructor(page: Page, election: ElectionView) {
    this.#page = page;
    this.#election = election;
    this.#names = new Map(
      election.candidates.flatMap(({ number, name }) =>
        number === null ? [] : [[number - 1, textIn(name, page.language).text] as const],
      ),
    );
  }

  /** By its place on the ballot, from 0. */
  name(candidate: number): string {
    return this.#names.get(candidate) ?? String(candidate + 1);
  }

  names(candidates: readonly number[]): string {
    const list = new Intl.ListFormat(this.#page.language, { type: "conjunction" });
    return list.format(candidates.map((one) => this.name(one)));
  }

  figure(written: string | undefined): string {
    return figureWords(written ?? "", this.#page.language);
  }

  /** An amount that the protocol writes in whole units of the currency, as a decimal or as a fraction, which is cut off here. */
  amount(written: string | undefined): string {
    const { budget } = this.#election.rules;
    const found = budget && parseFraction((written ?? "").replace("…", ""));
    if (!budget || !found) return written ?? "";
    const unit = 10n ** BigInt(budget.decimals);
    const units = (found.numerator * unit) / found.denominator;
    const isWhole = (found.numerator * unit) % found.denominator === 0n;
    const said = formatAmount(units, budget, this.#page.language);
    return isWhole ? said : `≈ ${said}`;
  }

  /** Every sentence of the count, in the order in which things were done. */
  sentences(): string[] {
    const { count, rules } = this.#election;
    if (!count) return [];
    // A tie is told with the stage at which it was.
    const said = count.stages.flatMap((stage, at) => [
      ...this.#sayStage(stage, count.stages[at - 1]),
      ...(count.stages[at + 1]?.stage === stage.stage
        ? []
        : count.ties.filter((tie) => tie.stage === stage.stage).map((tie) => this.#sayTie(tie))),
    ]);
    return [
      ...(rules.guarantees.length > 0 && count.stages.length > 0
        ? [this.#page.t("elections.said.guarantees", { count: rules.guarantees.length })]
        : []),
      ...said,
    ];
  }

  #sayTie({ between, chosen, to, by }: Tie): string {
    const action = ["elect", "defeat", "transfer"].includes(to) ? to : "rank";
    return this.#page.t(`elections.said.tie.${by}`, {
      between: this.names(between),
      chosen: this.names(chosen),
      action: this.#page.t(`elections.said.tieTo.${action}`),
    });
  }

  #sayStage(stage: Stage, before: Stage | undefined): string[] {
    if (this.#election.kind === "budget") return this.#sayProject(stage);
    const { t } = this.#page;
    const { figures, candidates, votes, stage: number } = stage;
    const names = this.names(candidates);
    const own = votes[candidates[0] ?? -1];
    const value = { votes: this.figure(own), count: Number(own ?? 0) };
    switch (stage.action) {
      case "begin":
        return [t("elections.said.begin", { quota: this.figure(figures["quota"]) })];
      case "elect":
        return this.#sayElected(stage, names, value);
      case "defeat":
        return [
          t(isConstrained(stage) ? "elections.said.defeatGuarded" : "elections.said.defeat", {
            stage: number,
            names,
            ...value,
          }),
        ];
      case "transfer":
        return this.#sayTransfer(stage, before);
      case "condorcet_winner":
        return [t("elections.said.condorcet", { names })];
      case "smith_set":
        return [t("elections.said.smith", { names })];
      case "median":
      case "count":
        return [t(`elections.said.${this.#election.rules.method}`)];
      case "strongest_paths":
        return [t("elections.said.schulze")];
      case "leave_out":
        return [
          t("elections.said.leftOut", {
            winner: this.name(candidates[0] ?? -1),
            loser: this.name(candidates[1] ?? -1),
          }),
        ];
      default:
        return [];
    }
  }

  /** Of methods with transfers: with how many votes; of rankings the list above says it. */
  #sayElected(stage: Stage, names: string, value: Voted): string[] {
    if (stage.votes.length === 0 || stage.figures["quota"] === undefined) return [];
    const { t } = this.#page;
    const key = isConstrained(stage)
      ? "elections.said.electedGuaranteed"
      : stage.stage === 0
        ? "elections.said.electedFirst"
        : "elections.said.elected";
    return [t(key, { stage: stage.stage, names, ...value })];
  }

  #sayTransfer(stage: Stage, before: Stage | undefined): string[] {
    if (!before || before.votes.length === 0) return [];
    const gains = stage.votes.flatMap((now, candidate) => {
      const gain = differenceOf(now, before.votes[candidate] ?? "0");
      return gain > 0 ? [{ candidate, gain }] : [];
    });
    const from = this.names(stage.candidates);
    const { t, language } = this.#page;
    if (gains.length === 0) return [t("elections.said.exhausted", { stage: stage.stage, from })];
    const list = new Intl.ListFormat(language, { type: "conjunction" });
    const to = list.format(
      gains
        .sort((a, b) => b.gain - a.gain)
        .map(({ candidate, gain }) => `${this.name(candidate)} +${figureWords(gain.toFixed(2), language)}`),
    );
    const isOut = stage.states[stage.candidates[0] ?? -1] === "defeated";
    const key = isOut ? "elections.said.transferOfExcluded" : "elections.said.transfer";
    return [t(key, { stage: stage.stage, from, to })];
  }

  #sayProject({ action, candidates, figures }: Stage): string[] {
    const { t } = this.#page;
    if (action === "begin") return [t("elections.said.shares", { share: this.amount(figures["share"]) })];
    const names = this.names(candidates);
    const cost = this.amount(figures["cost"]);
    if (action === "elect")
      return [t("elections.said.bought", { names, cost, payment: this.amount(figures["payment"]) })];
    return action === "fill" ? [t("elections.said.filled", { names, cost })] : [];
  }
}

const isConstrained = (stage: Stage) => "constrained" in stage && stage.constrained === true;

/** For a picture and a rounded word alone; the table has the exact figures. */
export function differenceOf(now: string, before: string): number {
  return Number(now) - Number(before);
}
