// A text as it stands in a version: each sentence leads to the amendment, the vote and the mandates behind it.
import {
  earliestReading,
  type PassedReading,
  type ReadParagraph,
  type RollCallView,
  type TextView,
} from "#congress";
import { languageName } from "#platform/geography/index";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { directionOf, Layout } from "../layout/layout.tsx";
import { addressWith, Pages } from "../layout/paging.tsx";
import { Crumbs, Lang, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { excerpt } from "../layout/excerpt.ts";
import type { TextUnit } from "./text-parts.ts";
import { isMixed, TranslationNote } from "./translation-note.tsx";
import { Verdict } from "./votes.tsx";
import { textTone } from "./words.ts";

export type TextProps = {
  readonly page: Page;
  readonly view: TextView;
  /** The language that the text is shown in: its own, or one that it was translated into. */
  readonly shownIn: string;
  /** The vote on the whole, where there was one. */
  readonly adoption: RollCallView | undefined;
  /** The motion that it was, or the sitting that it is the minutes of. */
  readonly origin: { readonly href: string; readonly label: string } | undefined;
  readonly amendments: number;
  readonly signatures: number;
  readonly mayPropose: boolean;
  /** Readings that the text has passed without being adopted by them. */
  readonly readings: readonly PassedReading[];
  readonly parts: readonly (readonly TextUnit[])[];
  /** Which part is read, from 1; all of them where the reader asked for the whole. */
  readonly part: number | "all";
};

export function TextPage(props: TextProps) {
  const { page, view } = props;
  const { text, edition } = view;
  const title = textIn(text.title, page.language);
  const trail = [
    { href: "/congress", label: page.t("congress.title") },
    { href: `/congress/${edition.slug}`, label: textIn(edition.title, page.language).text },
    ...(props.origin ? [props.origin] : []),
  ];
  return (
    <Layout page={page} title={title.text} section="congress">
      <Crumbs page={page} trail={trail} />
      <h1 lang={title.language}>{title.text}</h1>
      <Facts {...props} />
      <Notes {...props} />
      {props.parts.length > 1 && props.part === 1 && <Contents {...props} />}
      <Body {...props} />
      <Ways {...props} />
      {props.adoption && props.part !== "all" && (
        <section id="adoption">
          <h2>{page.t("congress.adoption")}</h2>
          <Verdict page={page} rollCall={props.adoption} />
          <p class="acts">
            <a class="button second" href={`${text.href}/adoption`}>
              {page.t("congress.adoptionVote")}
            </a>
            <a class="button second" href={`${text.href}/signatures`}>
              {page.t("congress.seeSignatures")}
            </a>
          </p>
        </section>
      )}
      <p class="quiet">
        <small>
          {page.t("congress.hash")}: <code>{view.version.contentHash}</code>,{" "}
          <a href={`${view.text.href}/versions/${view.version.number}/content.json`}>
            {page.t("congress.versionData")}
          </a>
        </small>
      </p>
    </Layout>
  );
}

function Facts({ page, view, amendments, signatures, mayPropose, readings }: TextProps) {
  const { t } = page;
  const { text, version } = view;
  const next = earliestReading(text.reading, readings, version.number);
  const facts = [
    t("congress.version", { number: version.number }),
    text.adoptedAt && t("congress.adoptedOn", { date: formatDate(text.adoptedAt, page.language) }),
    signatures > 0 && t("congress.signedBy", { count: signatures }),
    text.reading.readings > 1 &&
      text.adoptedVersion === null &&
      t("amendments.readings", { passed: readings.length, readings: text.reading.readings }),
    next &&
      text.adoptedVersion === null &&
      t("amendments.readingFrom", { date: formatDate(next, page.language) }),
    text.authentic.length > 0 &&
      t("amendments.authenticIn", {
        languages: new Intl.ListFormat(page.language).format(
          [text.language, ...text.authentic].map((tag) => languageName(tag, page.language)),
        ),
      }),
  ].filter(Boolean);
  return (
    <>
      <p>
        <Tag tone={textTone[text.state]}>{t(`congress.state.${text.state}`)}</Tag>{" "}
        <span class="quiet">{facts.join(" · ")}</span>
      </p>
      <p class="acts">
        <a class="button second" href={`${text.href}/amendments`}>
          {t("congress.seeAmendments", { count: amendments })}
        </a>
        {mayPropose && (
          <a class="button" href={`${text.href}/amendments/new`}>
            {t("congress.propose")}
          </a>
        )}
        {page.viewer && (
          <a class="button second" href={`${text.href}/act`}>
            {t("congress.actHere")}
          </a>
        )}
      </p>
    </>
  );
}

function Notes({ page, view, shownIn, parts, part }: TextProps) {
  const { t } = page;
  // In another language the parts are others: what leads there is the paragraph that is read now.
  const first = part === "all" || part === 1 ? undefined : parts[part - 1]?.[0];
  const elsewhere = (tag: string) =>
    first?.kind === "paragraph"
      ? `?in=${tag}&p=${first.read.paragraph.id}#p-${first.read.paragraph.id}`
      : `?in=${tag}`;
  const { text, version, languages } = view;
  const current = text.adoptedVersion ?? text.lastVersion;
  return (
    <>
      {version.number !== current && (
        <p class="told">
          {t("congress.older", { number: version.number })} <a href={text.href}>{t("congress.toCurrent")}</a>
        </p>
      )}
      {languages.length > 1 && (
        <p class="quiet">
          {t("congress.readIn")}{" "}
          {languages.map((tag) => (
            <>
              {tag === shownIn ? (
                <b lang={tag}>{languageName(tag, tag)}</b>
              ) : (
                <a href={elsewhere(tag)} lang={tag} hreflang={tag}>
                  {languageName(tag, tag)}
                </a>
              )}{" "}
            </>
          ))}
        </p>
      )}
      {view.translated && <TranslationNote page={page} text={text} translated={view.translated} />}
      {shownIn === text.language && view.amendments.length > 0 && (
        <p class="trace">{t("congress.howToRead")}</p>
      )}
    </>
  );
}

const LONGEST_ENTRY = 120;

/** The parts of a long text, each by the headings in it. */
function Contents({ page, parts, shownIn, view }: TextProps) {
  const { t } = page;
  return (
    <nav class="card" aria-label={t("congress.contents")}>
      <h2>{t("congress.contents")}</h2>
      <ol>
        {parts.map((part, at) => {
          const headings = part.flatMap((unit) =>
            unit.kind === "paragraph" && unit.number === null
              ? [wordsIn(unit.read, shownIn, view.text.language)]
              : [],
          );
          const [first] = part;
          return (
            <li>
              <a href={addressWith(page, "part", at + 1)}>
                {headings.length > 0 ? (
                  <Lang page={page} of={shownIn}>
                    {excerpt(headings.join(" · "), LONGEST_ENTRY)}
                  </Lang>
                ) : first?.kind === "paragraph" ? (
                  t("congress.partFrom", { number: first.number ?? 1 })
                ) : (
                  t("congress.deletedTitle")
                )}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** From part to part, and to the whole for whoever prints or keeps it. */
function Ways({ page, parts, part }: TextProps) {
  if (parts.length < 2) return null;
  return (
    <>
      {part !== "all" && (
        <Pages page={page} name="part" paged={{ number: part, pages: parts.length }} to="text" />
      )}
      <p class="acts">
        {part === "all" ? (
          <a href={addressWith(page, "part", 1)}>{page.t("congress.inParts")}</a>
        ) : (
          <a href={addressWith(page, "part", "all")} rel="nofollow">
            {page.t("congress.wholeText")}
          </a>
        )}
      </p>
    </>
  );
}

function Body({ page, view, shownIn, parts, part }: TextProps) {
  const titles = new Set(Object.values(view.text.title.texts));
  const units = part === "all" ? parts.flat() : (parts[part - 1] ?? []);
  const deleted = units.flatMap((unit) => (unit.kind === "deleted" ? [unit.deleted] : []));
  return (
    <>
      <div class="text" id="text" lang={shownIn} dir={directionOf(shownIn)}>
        {units.map((unit) => {
          if (unit.kind === "deleted") return null;
          const { read, number } = unit;
          const { kind, text } = read.paragraph;
          if (kind === "heading" || number === null) {
            // The page's own heading says the title already.
            return titles.has(text) ? null : (
              <h2 id={`p-${read.paragraph.id}`}>{wordsIn(read, shownIn, view.text.language)}</h2>
            );
          }
          return <Numbered page={page} view={view} read={read} number={number} shownIn={shownIn} />;
        })}
      </div>
      <Deleted page={page} view={view} deleted={deleted} />
    </>
  );
}

function wordsIn(read: ReadParagraph, shownIn: string, own: string): string {
  return shownIn === own ? read.paragraph.text : (read.translation?.text ?? read.paragraph.text);
}

type NumberedProps = { page: Page; view: TextView; read: ReadParagraph; number: number; shownIn: string };

function Numbered({ page, view, read, number, shownIn }: NumberedProps) {
  const { id, kind, marker } = read.paragraph;
  const translated = shownIn !== view.text.language;
  return (
    <>
      <p id={`p-${id}`} class={kind === "item" ? "item" : undefined}>
        <a class="n" href={`#p-${id}`}>
          {number}
        </a>
        {marker && <span class="marker">{marker}</span>}
        {translated ? (
          <Translated page={page} view={view} read={read} />
        ) : (
          <Sentences view={view} read={read} />
        )}
      </p>
      {!translated && read.changedBy.length > 0 && <Trace page={page} view={view} read={read} />}
    </>
  );
}

function Sentences({ view, read }: { view: TextView; read: ReadParagraph }) {
  return (
    <>
      {read.sentences.map(({ text, amendmentId }) => {
        const amendment = view.amendments.find((each) => each.id === amendmentId);
        if (!amendment) return <>{text}</>;
        return (
          <a class="changed" href={`${view.text.href}/amendments/${amendment.number}`}>
            {text}
          </a>
        );
      })}
    </>
  );
}

function Translated({ page, view, read }: { page: Page; view: TextView; read: ReadParagraph }) {
  if (!read.translation) {
    return (
      <span lang={view.text.language}>
        {read.paragraph.text} <small lang={page.language}>({page.t("congress.notTranslated")})</small>
      </span>
    );
  }
  return (
    <>
      {read.translation.text}
      {read.translation.outdated ? (
        <small lang={page.language}> ({page.t("congress.translationOutdated")})</small>
      ) : (
        read.translation.state === "draft" &&
        isMixed(view) && <small lang={page.language}> ({page.t("amendments.notReviewed")})</small>
      )}
    </>
  );
}

/** The amendments that made a paragraph what it is. */
function Trace({ page, view, read }: { page: Page; view: TextView; read: ReadParagraph }) {
  return (
    <p class="trace" lang={page.language}>
      {read.changedBy.map((amendmentId) => {
        const amendment = view.amendments.find((each) => each.id === amendmentId);
        if (!amendment) return null;
        const title = textIn(amendment.title, page.language).text;
        return (
          <a href={`${view.text.href}/amendments/${amendment.number}`}>
            {page.t("congress.byAmendment", { number: amendment.number, title })}
          </a>
        );
      })}
    </p>
  );
}

type DeletedProps = { page: Page; view: TextView; deleted: TextView["deleted"] };

function Deleted({ page, view, deleted }: DeletedProps) {
  if (deleted.length === 0) return null;
  return (
    <section>
      <h2>{page.t("congress.deletedTitle")}</h2>
      {deleted.map(({ paragraph, amendmentId }) => {
        const amendment = view.amendments.find((each) => each.id === amendmentId);
        return (
          <p lang={view.text.language}>
            <del>{paragraph.text}</del>{" "}
            {amendment && (
              <a href={`${view.text.href}/amendments/${amendment.number}`} lang={page.language}>
                <Said page={page} field={amendment.title} />
              </a>
            )}
          </p>
        );
      })}
    </section>
  );
}
