// A text with its amendments, votes and signatures on paper: one file that needs no other, for A4, without a script.
// Invariant: the text in its own language comes first and whole; people are not named, organisations are.
import { raw } from "hono/html";
import { diffWords } from "#algorithms/text-diff";
import { countNamedRoll } from "#algorithms/roll-calls";
import type { Rules } from "#algorithms/rules";
import type { ArchivedRollCall, Operation, Paragraph } from "#congress";
import { languageName } from "#platform/geography/index";
import { formatDate, formatDates, type Translate, translator } from "#platform/i18n/i18n";
import { type Multilingual, textIn } from "#platform/multilingual";
import { verdictInWords } from "#rulebook";
import { directionOf } from "../../web/layout/layout.tsx";
import type { Frame, TextAround } from "../akoma-ntoso/text-around.ts";
import { languagesOf } from "../akoma-ntoso/text-around.ts";

export type Printed = {
  readonly frame: Frame;
  readonly around: TextAround;
  /** What each amendment was written against, by its number. */
  readonly bases: ReadonlyMap<number, readonly Paragraph[]>;
  /** The versions of the rules of the edition, by their numbers. */
  readonly rules: ReadonlyMap<number, Rules>;
  /** Acts of the log that the archive goes up to. */
  readonly logSize: number;
};

const STYLE = `
@page { size: A4; margin: 22mm 20mm 24mm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt serif; } }
html { font: 11pt/1.45 "Noto Serif", Georgia, "Times New Roman", serif; color: #111; background: #fff; }
body { max-inline-size: 42rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0.2em 0 0.6em; }
h2 { font-size: 1.25em; margin: 2em 0 0.5em; border-block-end: 1px solid #888; break-after: avoid; }
h3 { font-size: 1.05em; margin: 1.4em 0 0.3em; break-after: avoid; }
p, li { margin: 0 0 0.6em; orphans: 3; widows: 3; overflow-wrap: anywhere; }
.n { color: #555; font-size: 0.8em; margin-inline-end: 0.5em; }
.marker { margin-inline-end: 0.4em; }
.item { margin-inline-start: 1.5em; }
.quiet { color: #444; font-size: 0.9em; }
.hash { font: 8.5pt ui-monospace, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.columns { columns: 2; list-style: none; padding: 0; }
.amendment { break-inside: avoid-page; }
.language { break-before: page; }
ins { background: #e2efe2; text-decoration: underline; }
del { color: #6b1d1d; }
@media print { body { padding: 0; } }
@media screen and (prefers-color-scheme: dark) { html { color: #eee; background: #181818; } .n, .quiet { color: #bbb; } ins { background: #24402a; } del { color: #f0a8a0; } }
`;

/** The whole document. */
export function printedText(printed: Printed): string {
  const { frame, around } = printed;
  const { text } = around;
  const t = translator(text.language);
  const title = textIn(text.title, text.language);
  const [own = text.language, ...others] = languagesOf(around);
  const document = (
    <html lang={own} dir={directionOf(own)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title.text}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <Head printed={printed} t={t} />
        <main>
          <Body around={around} language={own} />
        </main>
        <Adoption printed={printed} t={t} />
        <Amendments printed={printed} t={t} />
        {others.map((language) => (
          <section class="language" lang={language} dir={directionOf(language)}>
            <h2>{textIn(text.title, language).text}</h2>
            <p class="quiet">
              {translator(language)("archive.print.inLanguage", {
                language: languageName(language, language),
              })}
            </p>
            <Body around={around} language={language} />
          </section>
        ))}
        <footer class="quiet">
          <p>{t("archive.print.from", { origin: frame.origin, size: printed.logSize })}</p>
          <p>{t("archive.print.made")}</p>
        </footer>
      </body>
    </html>
  );
  return `<!doctype html>\n${String(document)}\n`;
}

function Head({ printed: { frame, around }, t }: { printed: Printed; t: Translate }) {
  const { edition } = frame;
  const { text, version } = around;
  const { language } = text;
  const hash = text.versions.find(({ number }) => number === version)?.contentHash;
  const facts = [
    t(`congress.state.${text.state}`),
    t("congress.version", { number: version }),
    text.adoptedAt && text.adoptedVersion === version
      ? t("congress.adoptedOn", { date: formatDate(text.adoptedAt, language) })
      : "",
  ].filter(Boolean);
  return (
    <header>
      <p class="quiet">
        {textIn(edition.title, language).text} · {edition.hostCity},{" "}
        {formatDates(edition.startsOn, edition.endsOn, language)}
      </p>
      <h1>{textIn(text.title, language).text}</h1>
      <p>{facts.join(" · ")}</p>
      <p class="quiet">
        {t("congress.hash")}: <span class="hash">{hash}</span>
      </p>
    </header>
  );
}

/** The paragraphs by the numbers that an assembly knows them by, in one language. */
function Body({ around, language }: { around: TextAround; language: string }) {
  const { text, body, translations } = around;
  const translated = new Map(
    translations.filter((one) => one.language === language).map((one) => [one.paragraph, one.text]),
  );
  const titles = new Set(Object.values(text.title.texts));
  let number = 0;
  return (
    <>
      {body.map((paragraph) => {
        const own = language === text.language ? undefined : translated.get(paragraph.id);
        const words = own ?? paragraph.text;
        const tag = language !== text.language && own === undefined ? text.language : undefined;
        if (paragraph.kind === "heading")
          return titles.has(paragraph.text) ? null : <h3 lang={tag}>{words}</h3>;
        number += 1;
        return (
          <p class={paragraph.kind === "item" ? "item" : undefined} lang={tag}>
            <span class="n">{number}</span>
            {paragraph.marker !== null && <span class="marker">{paragraph.marker}</span>}
            {words}
          </p>
        );
      })}
    </>
  );
}

const CHOICES = ["for", "against", "abstain"] as const;

function latestOf(rollCall: ArchivedRollCall): Map<string, (typeof CHOICES)[number]> {
  return new Map(rollCall.votes.map(({ organization, choice }) => [organization as string, choice]));
}

/** The result in one sentence with every number. */
function resultOf(rollCall: ArchivedRollCall, { around: { text, amendments }, rules }: Printed): string {
  const on = amendments.find(({ number }) => number === rollCall.amendment);
  const { room, called, castingVote, openedAt, closedAt } = rollCall;
  const counted = countNamedRoll(
    {
      rules: rollCall.rules,
      adopted: ("version" in rollCall.rules && rules.get(rollCall.rules.version)) || null,
      named: rollCall,
      room,
      called,
      castingVote,
      proposedAt: (on?.proposedAt ?? text.createdAt).toISOString(),
      openedAt: openedAt.toISOString(),
      at: (closedAt ?? openedAt).toISOString(),
    },
    latestOf(rollCall),
  );
  return counted ? verdictInWords(counted, closedAt !== null, text.language) : "";
}

function Adoption({ printed, t }: { printed: Printed; t: Translate }) {
  const { frame, around } = printed;
  const { text, signatures, rollCalls } = around;
  const { language } = text;
  const named = (id: string) => nameOf(frame, id, language);
  const whole = rollCalls.filter(({ amendment }) => amendment === null);
  return (
    <>
      {whole.length > 0 && (
        <section>
          <h2>{t("congress.adoption")}</h2>
          {whole.map((rollCall) => {
            const latest = latestOf(rollCall);
            return (
              <>
                <p>{resultOf(rollCall, printed)}</p>
                {CHOICES.map((choice) => {
                  const voters = rollCall.roll.filter((id) => latest.get(id) === choice);
                  return (
                    voters.length > 0 && (
                      <>
                        <h3>{t(`congress.count.${choice}`, { count: voters.length })}</h3>
                        <ul class="columns">
                          {voters.map((id) => (
                            <li>{named(id)}</li>
                          ))}
                        </ul>
                      </>
                    )
                  );
                })}
              </>
            );
          })}
        </section>
      )}
      {signatures.length > 0 && (
        <section>
          <h2>{t("congress.signatures")}</h2>
          <ul class="columns">
            {signatures.map(({ organization, signedAt }) => (
              <li>
                {t("archive.print.signed", {
                  organization: named(organization),
                  date: formatDate(signedAt, language),
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Amendments({ printed, t }: { printed: Printed; t: Translate }) {
  const { amendments, rollCalls, text } = printed.around;
  if (amendments.length === 0) return null;
  return (
    <section>
      <h2>{t("congress.amendments")}</h2>
      {amendments.map((amendment) => (
        <article class="amendment">
          <h3>
            {t("congress.amendmentTitle", {
              number: amendment.number,
              title: said(amendment.title, text.language),
            })}
          </h3>
          <p class="quiet">
            {t("congress.proposedBy", {
              organization: nameOf(printed.frame, amendment.organization, text.language),
              date: formatDate(amendment.proposedAt, text.language),
            })}
            {" · "}
            {t(`congress.amendmentState.${amendment.state}`)}
          </p>
          {amendment.parent !== null && <p>{t("archive.print.amends", { number: amendment.parent })}</p>}
          {amendment.operations.map((operation) => (
            <Change
              operation={operation}
              base={printed.bases.get(amendment.number) ?? []}
              language={text.language}
              t={t}
            />
          ))}
          <p>
            {t("congress.reason")}: {said(amendment.reason, text.language)}
          </p>
          {rollCalls
            .filter((rollCall) => rollCall.amendment === amendment.number)
            .map((rollCall) => (
              <p class="quiet">{resultOf(rollCall, printed)}</p>
            ))}
        </article>
      ))}
    </section>
  );
}

type ChangeProps = { operation: Operation; base: readonly Paragraph[]; language: string; t: Translate };

function Change({ operation, base, language, t }: ChangeProps) {
  if (operation.op === "insertAfter")
    return (
      <>
        {operation.paragraphs.map(({ text }) => (
          <p class="item">
            {t("archive.print.inserted")}: <ins>{text}</ins>
          </p>
        ))}
      </>
    );
  const before = base.find(({ id }) => id === operation.paragraphId)?.text ?? "";
  if (operation.op === "delete")
    return (
      <p class="item">
        {t("archive.print.deleted")}: <del>{before}</del>
      </p>
    );
  if (operation.op === "move")
    return (
      <p class="item">
        {t("archive.print.moved")}: {before}
      </p>
    );
  return (
    <p class="item">
      {diffWords(before, operation.text, language).map(({ kind, text }) =>
        kind === "same" ? text : kind === "inserted" ? <ins>{text}</ins> : <del>{text}</del>,
      )}
    </p>
  );
}

const said = (field: Multilingual, language: string) => textIn(field, language).text;

function nameOf({ organizations }: Frame, id: string, language: string): string {
  const organization = organizations.get(id);
  return organization ? said(organization.name, language) : id;
}
