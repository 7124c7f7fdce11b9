// The sentences of minutes, in each of the catalogues' languages from the one structure.
import { verdictInWords } from "#rulebook";
import { languageWithin, regionName, type Region } from "#platform/geography/index";
import { formatInstant, type Translate } from "#platform/i18n/i18n";
import { type Multilingual, textIn } from "#platform/multilingual";
import type { MinutesEntry, MinutesFacts } from "./minutes.rules.ts";
import type { RoomNumbers } from "./sitting-model.ts";
import type { QuorumView } from "./quorum.rules.ts";

export type Words = { readonly t: Translate; readonly language: string; readonly zone: string };

const clock = ({ language, zone }: Words, at: string) =>
  formatInstant(new Date(at), language, { hour: "2-digit", minute: "2-digit" }, zone);

const moment = ({ language, zone }: Words, at: string) =>
  formatInstant(
    new Date(at),
    language,
    { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
    zone,
  );

const roomOf = ({ t }: Words, room: RoomNumbers) => t("minutes.room", { ...room });
const quorumOf = ({ t }: Words, { of, needed, reached }: QuorumView) =>
  t("minutes.quorum", { of, needed, reached: reached ? "yes" : "no" });

/** What one entry says, as sentences; a heading begins what follows it. */
export type Said = { readonly heading: boolean; readonly paragraphs: readonly string[] };

const say = (...paragraphs: readonly string[]): Said => ({ heading: false, paragraphs });

type Of<Kind extends MinutesEntry["kind"]> = Extract<MinutesEntry, { readonly kind: Kind }>;
type Sentences = {
  readonly [Kind in MinutesEntry["kind"]]: (words: Words, entry: Of<Kind>) => Said;
};

const inLanguage = ({ language }: Words, field: Multilingual) => textIn(field, language).text;

/** What opens and resumes may lie on another day: it has its date, everything else the time alone. */
const sentences: Sentences = {
  opened: (words, { at, room, quorum, present }) =>
    say(
      [
        words.t("minutes.opened", { at: moment(words, at) }),
        roomOf(words, room),
        quorumOf(words, quorum),
      ].join(" "),
      ...present.map(({ region, delegations }) => presentFrom(words, region, delegations)),
    ),
  adjourned(words, { at, until, room }) {
    const known = until ? "yes" : "no";
    const goesOn = until ? moment(words, until) : "";
    const said = words.t("minutes.adjourned", { at: clock(words, at), until: goesOn, known });
    return say(`${said} ${roomOf(words, room)}`);
  },
  resumed: (words, { at, room, quorum }) =>
    say(
      [
        words.t("minutes.resumed", { at: moment(words, at) }),
        roomOf(words, room),
        quorumOf(words, quorum),
      ].join(" "),
    ),
  closed: (words, { at, room }) =>
    say(`${words.t("minutes.closed", { at: clock(words, at) })} ${roomOf(words, room)}`),
  item_opened: (words, { position, title }) => ({
    heading: true,
    paragraphs: [words.t("minutes.item_opened", { position, title: inLanguage(words, title) })],
  }),
  item_closed: (words, { at, position }) =>
    say(words.t("minutes.item_closed", { at: clock(words, at), position })),
  item_postponed(words, { at, position, title, reason }) {
    const said = { title: inLanguage(words, title), reason: inLanguage(words, reason) };
    return say(words.t("minutes.item_postponed", { at: clock(words, at), position, ...said }));
  },
  list_closed: (words, { at, position }) =>
    say(words.t("minutes.list_closed", { at: clock(words, at), position })),
  list_reopened: (words, { at, position }) =>
    say(words.t("minutes.list_reopened", { at: clock(words, at), position })),
  spoke(words, { at, delegation, speech, seconds }) {
    const lasted = { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
    const who = inLanguage(words, delegation.name);
    return say(words.t("minutes.spoke", { at: clock(words, at), delegation: who, speech, ...lasted }));
  },
  speaker_skipped(words, { at, delegation, reason }) {
    const said = { delegation: inLanguage(words, delegation.name), reason: inLanguage(words, reason) };
    return say(words.t("minutes.speaker_skipped", { at: clock(words, at), ...said }));
  },
  voted(words, { at, text, amendment, tally, evaluation }) {
    const said = { at: clock(words, at), text: inLanguage(words, text) };
    const on = amendment
      ? words.t("minutes.votedAmendment", {
          ...said,
          number: amendment.number,
          title: inLanguage(words, amendment.title),
        })
      : words.t("minutes.votedWhole", said);
    return say(`${on} ${verdictInWords({ tally, evaluation }, true, words.language)}`);
  },
};

function presentFrom(
  words: Words,
  region: string | null,
  delegations: readonly { readonly name: Multilingual }[],
) {
  return words.t("minutes.present", {
    region: region ? regionName(region as Region, words.language) : words.t("minutes.noRegion"),
    names: delegations.map(({ name }) => inLanguage(words, name)).join("; "),
  });
}

/** The entry in words. */
export function entryInWords<Kind extends MinutesEntry["kind"]>(words: Words, entry: Of<Kind>): Said {
  return (sentences[entry.kind] as (words: Words, entry: Of<Kind>) => Said)(words, entry);
}

/** CommonMark §2.4: any ASCII punctuation may stand behind a backslash for itself. */
const plainly = (text: string) =>
  text.replaceAll(/\s+/gu, " ").replaceAll(/[!-/:-@[-`{-~]/g, (sign) => `\\${sign}`);

export type RemarkOn = { readonly mode: "added" | "instead"; readonly words: Multilingual };

/** In the language if it was written in it, else in the original, and then it says which that is. */
function remarkInWords({ t, language }: Words, { mode, words }: RemarkOn): string {
  const said = textIn(words, language);
  const isOther = said.language.split("-")[0] !== language.split("-")[0];
  return isOther
    ? t("minutes.remarkIn", { mode, words: said.text, language: languageWithin(said.language, language) })
    : t("minutes.remark", { mode, words: said.text });
}

/** The whole as Markdown, in one language: what is put before the assembly. */
export function minutesInWords(
  words: Words,
  facts: MinutesFacts,
  remarkOn: (entry: number) => RemarkOn | undefined,
): string {
  const { t, language } = words;
  const blocks = [
    `# ${plainly(t("minutes.title", { sitting: textIn(facts.title, language).text }))}`,
    plainly(
      t("minutes.head", {
        organ: textIn(facts.organ, language).text,
        place: facts.place ?? "",
        known: facts.place ? "yes" : "no",
        zone: facts.zone,
      }),
    ),
  ];
  for (const [at, entry] of facts.entries.entries()) {
    const { heading, paragraphs } = entryInWords(words, entry);
    const remark = remarkOn(at);
    const replaced = remark?.mode === "instead" && !heading;
    if (!replaced) blocks.push(...paragraphs.map((text) => (heading ? "## " : "") + plainly(text)));
    if (remark) blocks.push(plainly(remarkInWords(words, remark)));
  }
  return `${blocks.join("\n\n")}\n`;
}
