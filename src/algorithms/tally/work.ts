// A bound on how long a count may take, in steps and not in seconds: the same count is refused everywhere, or nowhere.
import { CountRefused } from "./result.ts";

export class Work {
  readonly #what: string;
  #left: number;

  /** `what`: the word for it in the refusal `tooLarge` {what}. */
  constructor(what: string, most: number) {
    this.#what = what;
    this.#left = most;
  }

  /** CountRefused `tooLarge` once more steps were taken than there were to take. */
  take(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new CountRefused("tooLarge", { what: this.#what });
  }
}
