// From folded words to a PostgreSQL text search query, and which known words a misspelt one may mean. Pure; for all that is
// searched by words (`directory_plain` and `directory_lexemes` fold them).

const MOST_WORDS = 8;

/** The words of a folded text, as `directory_plain` leaves them. */
export function wordsOf(plain: string): string[] {
  return plain.split(" ").filter(Boolean).slice(0, MOST_WORDS);
}

function quoted(word: string): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/**
 * All words, the last one as a beginning: `comuna & zam:*`. With `neighbours`, a word may also be one of its own.
 * Null when there is nothing to look for.
 */
export function searchQuery(
  words: readonly string[],
  neighbours: ReadonlyMap<string, readonly string[]> = new Map(),
): string | null {
  if (words.length === 0) return null;
  return words
    .map((word, index) => {
      const own = quoted(word) + (index === words.length - 1 ? ":*" : "");
      return `(${[own, ...(neighbours.get(word) ?? []).map(quoted)].join(" | ")})`;
    })
    .join(" & ");
}

/** How many letters may be wrong in a word of this length. */
function tolerance(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Whether a word may be guessed at: numbers and very short words are meant as they are. */
export function mayBeMisspelt(word: string): boolean {
  return tolerance(word) > 0 && !/[0-9]/.test(word);
}

/**
 * Steps between two words: a letter more, less, other, or two exchanged (optimal string alignment; Damerau 1964).
 * Stops counting beyond `most` and then answers `most + 1`.
 */
export function editDistance(one: string, other: string, most: number): number {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let steps = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const exchanged = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && exchanged) steps = Math.min(steps, (before[column - 2] ?? 0) + 1);
      next.push(steps);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

const MOST_NEIGHBOURS = 6;

/** Of the words that look alike, those that are few letters away, the nearest first. */
export function neighboursOf(word: string, alike: readonly string[]): string[] {
  const most = tolerance(word);
  return alike
    .filter((candidate) => candidate !== word)
    .map((candidate) => ({ candidate, steps: editDistance(word, candidate, most) }))
    .filter(({ steps }) => steps <= most)
    .sort((one, other) => one.steps - other.steps || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, MOST_NEIGHBOURS)
    .map(({ candidate }) => candidate);
}
