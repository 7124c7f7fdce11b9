// Who can be reached from whom along steps that are added one by one: a transitive closure that grows.
// Invariant: who is reached from one that is reached is reached; nobody reaches itself but along a cycle.
//
// Sets of candidates are rows of bits. A pair is reached once and stays so, and each time that a row takes in another one at
// least one pair is new: at most n² times n / 32 words, however many steps are added (after G. F. Italiano, "Amortized
// efficiency of a path retrieval data structure", Theoretical Computer Science 48, 1986).

export class Reach {
  readonly #words: number;
  /** Row by row: whom one reaches, and who reaches one. */
  readonly #onward: Int32Array;
  readonly #back: Int32Array;

  constructor(candidates: number, like?: Reach) {
    this.#words = Math.ceil(candidates / 32);
    this.#onward = like ? like.#onward.slice() : new Int32Array(candidates * this.#words);
    this.#back = like ? like.#back.slice() : new Int32Array(candidates * this.#words);
  }

  has(from: number, to: number): boolean {
    return (((this.#onward[from * this.#words + (to >>> 5)] ?? 0) >>> (to & 31)) & 1) === 1;
  }

  /** Adds a step; `reached` hears of each pair that it newly joins, directly or through others. */
  add(from: number, to: number, reached?: (from: number, to: number) => void): void {
    if (this.has(from, to)) return;
    const words = this.#words;
    this.#take(from, to, reached);
    for (let word = 0; word < words; word++) {
      // Those who reach `from` and do not yet reach `to`.
      let bits = (this.#back[from * words + word] ?? 0) & ~(this.#back[to * words + word] ?? 0);
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        this.#take(word * 32 + bit, to, reached);
      }
    }
  }

  /** `one` reaches `to`, and whom `to` reaches. */
  #take(one: number, to: number, reached?: (from: number, to: number) => void): void {
    const words = this.#words;
    for (let word = 0; word < words; word++) {
      const itself = word === to >>> 5 ? 1 << (to & 31) : 0;
      const before = this.#onward[one * words + word] ?? 0;
      let bits = ((this.#onward[to * words + word] ?? 0) | itself) & ~before;
      this.#onward[one * words + word] = before | bits;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const other = word * 32 + bit;
        const cell = other * words + (one >>> 5);
        this.#back[cell] = (this.#back[cell] ?? 0) | (1 << (one & 31));
        reached?.(one, other);
      }
    }
  }
}
