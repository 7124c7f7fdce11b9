// Work that is counted, so that what takes too long ends, and ends at the same place on every computer: an algorithm has no clock.

export class Steps {
  #left: number;
  readonly #of: Steps | undefined;
  /** So many; where they are `of` others, those are taken too. */
  constructor(most: number, of?: Steps) {
    this.#left = most;
    this.#of = of;
  }

  get left(): number {
    return Math.min(this.#left, this.#of?.left ?? this.#left);
  }

  get over(): boolean {
    return this.#left <= 0 || this.#of?.over === true;
  }

  take(some: number): void {
    this.#left -= some;
    this.#of?.take(some);
  }
}
