// How many guesses a password would take somebody who knows how people choose them. Pure: no list of breaches, nothing
// fetched. Invariant: a verdict names what is wrong, and never repeats the password.
//
// The password is cut into pieces in the way that is cheapest for the guesser (dynamic programming over all cuts, as
// D. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016, §3), with patterns of our own.
import { broken, ok, type Verdict } from "../rules.ts";
import { commonWords } from "./common-words.ts";

/** In characters. NIST SP 800-63B asks for eight and more; here nobody but the password stands guard. */
export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 256;
/** Of guesses, as a power of two: two months at a thousand guesses a second, which the rate limits never allow. */
export const ENOUGH_BITS = 32;

const ROWS = [
  "1234567890",
  "qwertyuiop",
  "asdfghjklñ",
  "zxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "qwertz",
];
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
const SHORTEST_PERSONAL = 4;
/** What lies further in is only counted by its characters: the estimate's work stays bounded. */
const LOOKED_AT = 72;

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function unleet(text: string): string {
  return text.replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign);
}

/** The parts of names and addresses that a guesser who knows the person tries first. */
export function personalWords(personal: readonly string[]): Set<string> {
  const words = personal.flatMap((text) => {
    const parts = fold(text).split(/[^\p{L}\p{N}]+/u);
    return [...parts, parts.join("")];
  });
  return new Set(words.filter((word) => word.length >= SHORTEST_PERSONAL));
}

function bitsOfCharacter(character: string): number {
  if (/\d/.test(character)) return 3.3;
  // Letters follow each other in words: far fewer than 26 come in question at each place.
  if (/\p{Ll}/u.test(character)) return 2.8;
  if (/\p{Lu}/u.test(character)) return 3.6;
  return 4;
}

/** The same character again and again, a row of the keyboard, or characters that count up or down. */
function bitsOfRun(piece: string): number | undefined {
  if (piece.length < 3) return undefined;
  const steps = new Set(
    [...piece].slice(1).map((character, index) => character.charCodeAt(0) - piece.charCodeAt(index)),
  );
  if (steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 2)) return 5 + Math.log2(piece.length);
  const back = [...piece].reverse().join("");
  const onRow = ROWS.some((row) => row.includes(piece) || row.includes(back));
  return onRow ? 6 + Math.log2(piece.length) : undefined;
}

/** A year of a life, or a whole date with or without signs between. */
function bitsOfDate(piece: string): number | undefined {
  if (/^(19|20)\d\d$/.test(piece)) return 7;
  const numbers = /^(\d{1,4})([-/. ]?)(\d{1,2})\2(\d{1,4})$/.exec(piece);
  if (!numbers || piece.length < 6 || piece.length > 10) return undefined;
  const parts = [numbers[1], numbers[3], numbers[4]].map(Number);
  const [first = 0, second = 0, third = 0] = parts;
  const dayAndMonth = (a: number, b: number) => a > 0 && b > 0 && a <= 31 && b <= 31 && Math.min(a, b) <= 12;
  return dayAndMonth(first, second) || dayAndMonth(second, third) ? 15.4 : undefined;
}

/** A piece written several times over is one piece and a count. */
function bitsOfRepetition(piece: string): number | undefined {
  for (let length = 2; length <= piece.length / 2; length++) {
    if (piece.length % length !== 0) continue;
    const block = piece.slice(0, length);
    if (block.repeat(piece.length / length) !== piece) continue;
    const once = Math.min(
      bitsOfRun(block) ?? Infinity,
      bitsOfCharacters(block),
      commonWords.has(block) ? 9.5 : Infinity,
    );
    return once + Math.log2(piece.length / length);
  }
  return undefined;
}

function bitsOfCharacters(piece: string): number {
  return [...piece].reduce((sum, character) => sum + bitsOfCharacter(character), 0);
}

function bitsOfWord(piece: string, personal: ReadonlySet<string>): number | undefined {
  if (piece.length < 3) return undefined;
  const read = [piece, unleet(piece), [...piece].reverse().join("")];
  if (read.some((word) => personal.has(word))) return 3;
  // Nine bits for the list, and one for how it is written.
  return read.some((word) => commonWords.has(word)) ? 10 : undefined;
}

function bitsOfPiece(piece: string, personal: ReadonlySet<string>): number | undefined {
  const found = [
    bitsOfRun(piece),
    bitsOfDate(piece),
    bitsOfRepetition(piece),
    bitsOfWord(piece, personal),
  ].filter((bits) => bits !== undefined);
  return found.length > 0 ? Math.min(...found) : undefined;
}

/** The guesses that a password takes, as a power of two. `personal`: from `personalWords`. */
export function guessBits(password: string, personal: ReadonlySet<string>): number {
  const characters = [...password.normalize("NFKC")];
  const looked = characters.slice(0, LOOKED_AT);
  const plain = looked.map((character) => fold(character)[0] ?? character).join("");
  const cheapest = [0];
  for (let end = 1; end <= looked.length; end++) {
    let best = (cheapest[end - 1] ?? 0) + bitsOfCharacter(looked[end - 1] ?? "");
    for (let start = 0; start < end - 2; start++) {
      const bits = bitsOfPiece(plain.slice(start, end), personal);
      if (bits !== undefined) best = Math.min(best, (cheapest[start] ?? 0) + bits);
    }
    cheapest.push(best);
  }
  // A long tail of one kind must not count as much as what was looked at.
  return (cheapest.at(-1) ?? 0) + (characters.length - looked.length) / 4;
}

/**
 * `personal`: the person's name and e-mail and the node's name. Broken with `passwordTooShort`, `passwordTooLong`,
 * `passwordHoldsYourName` (it would hold without those) or `passwordTooSimple`.
 */
export function passwordsAreHardToGuess(password: string, personal: readonly string[]): Verdict {
  const length = [...password.normalize("NFKC")].length;
  if (length < SHORTEST_PASSWORD) return broken("passwordTooShort", { limit: SHORTEST_PASSWORD });
  if (length > LONGEST_PASSWORD) return broken("passwordTooLong", { limit: LONGEST_PASSWORD });
  if (guessBits(password, personalWords(personal)) >= ENOUGH_BITS) return ok;
  return guessBits(password, new Set()) >= ENOUGH_BITS
    ? broken("passwordHoldsYourName")
    : broken("passwordTooSimple");
}
