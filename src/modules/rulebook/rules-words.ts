// Rules and verdicts in the words of a language.
import type { Counted } from "#algorithms/roll-calls";
import type { Rules } from "#algorithms/rules";
import { translator } from "#platform/i18n/i18n";
import { hashOfRules } from "./rulebook.rules.ts";

export function wordsOfRules(rules: Rules, language: string): string {
  return `# ${rules.face.name.texts[language]}\n\nSHA-256 ${hashOfRules(rules)}\n`;
}

/** The result in one sentence with every number. `closed`: else what it would come to now. */
export function verdictInWords({ tally }: Pick<Counted, "tally">, closed: boolean, language: string): string {
  const { inFavour, against, abstentions, tookPart, accredited, room } = tally;
  const inTheRoom = room && { present: room.present, all: room.accredited, of: room.counted };
  const values = {
    inFavour,
    against,
    abstentions,
    tookPart,
    accredited,
    quorum: tally.quorum ?? 0,
    ...inTheRoom,
  };
  const tied = tally.verdict === "rejected" && inFavour === against;
  const verdict = closed ? (tied ? "tied" : tally.verdict) : "open";
  return translator(language)(`congress-verdict.${room ? "room_" : ""}${verdict}`, values);
}
