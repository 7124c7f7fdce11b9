// The minutes of a sitting: what was recorded, and beside it what the secretary wrote.
import {
  entryInWords,
  type MinutesEntry,
  type MinutesView,
  type SittingView,
  standingRemark,
  type Words,
} from "#assembly";
import { textPath } from "#congress";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { groupOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Lang, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { entryHref, itemGoingOn, type NumberedEntry, sheetsOf } from "./minutes-sheets.ts";
import { About, trailTo } from "./sitting.page.tsx";

type MinutesProps = {
  readonly page: Page;
  readonly view: SittingView;
  readonly minutes: MinutesView;
  /** Whether the reader may write to them, and put them before the assembly. */
  readonly writes: boolean;
  readonly submits: boolean;
  readonly form: FormState;
  readonly freshKey: () => string;
  readonly asked: number;
};

export function MinutesPage(props: MinutesProps) {
  const { page, view, minutes, form, asked } = props;
  const { t } = page;
  const title = t("minutes.title", { sitting: textIn(view.title, page.language).text });
  const sheets = sheetsOf(minutes);
  const shown = groupOf(sheets, asked);
  return (
    <Layout page={page} title={title} section="congress" description={t("minutes.lede")}>
      <Crumbs
        page={page}
        trail={[...trailTo(page, view), { href: view.href, label: textIn(view.title, page.language).text }]}
      />
      <About page={page} view={view} />
      <h1>{title}</h1>
      <p class="lede">{t("minutes.lede")}</p>
      <FormRefusal t={t} form={form} />
      <Standing {...props} />
      {shown.total === 0 && <p class="nothing">{t("minutes.nothing")}</p>}
      <Contents {...props} sheets={sheets} />
      <div class="minutes">
        <GoingOn {...props} first={shown.items[0]?.at ?? 0} />
        {shown.items.map(({ entry, at }) => (
          <Entry {...props} entry={entry} at={at} />
        ))}
      </div>
      <Pages page={page} paged={shown} />
    </Layout>
  );
}

type ContentsProps = MinutesProps & { readonly sheets: readonly (readonly NumberedEntry[])[] };

/** The items, with the sheet on which each begins; short minutes are their own contents. */
function Contents({ page, view, minutes, sheets }: ContentsProps) {
  if (sheets.length < 2) return null;
  const items = sheets.flat().filter(({ entry }) => entry.kind === "item_opened");
  return (
    <nav aria-label={page.t("sittings.agenda")}>
      <ul>
        {items.map(({ entry, at }) => (
          <li>
            <a href={entryHref(view, sheets, at)}>{inShort({ page, minutes, entry })}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function GoingOn({ page, minutes, first }: MinutesProps & { readonly first: number }) {
  const entry = itemGoingOn(minutes.facts.entries, first);
  if (!entry) return null;
  return (
    <h2>
      {inShort({ page, minutes, entry })} <small>{page.t("minutes.goesOn")}</small>
    </h2>
  );
}

function Standing({ page: { t }, view, minutes, submits, freshKey }: MinutesProps) {
  const { drawnUp, text } = minutes;
  if (!drawnUp) return <p class="told">{t("minutes.soFar")}</p>;
  const adopted = text?.state === "adopted" || text?.state === "published";
  return (
    <>
      {text && (
        <p class="told">
          {t(adopted ? "minutes.adopted" : "minutes.before")}{" "}
          <a href={textPath(view.editionSlug, text.slug)}>{t("minutes.toText")}</a>
        </p>
      )}
      <p class="quiet hash">
        {t("minutes.drawnUp", { hash: drawnUp.hash })}{" "}
        <a href={`/log/acts/${drawnUp.actId}`}>{t("minutes.proof")}</a>
      </p>
      {submits && !text && (
        <form method="post" action={`${view.href}/minutes/submit`}>
          <input type="hidden" name="requestKey" value={freshKey()} />
          <p class="hint">{t("minutes.submitHint")}</p>
          <button class="button">{t("minutes.submit")}</button>
        </form>
      )}
    </>
  );
}

type EntryProps = MinutesProps & { readonly entry: MinutesEntry; readonly at: number };

type Recording = Pick<EntryProps, "page" | "minutes" | "entry">;

const wordsFor = ({ page: { t, language }, minutes }: Recording): Words => ({
  t,
  language,
  zone: minutes.facts.zone,
});

/** What an entry begins with. */
export const inShort = (of: Recording) => entryInWords(wordsFor(of), of.entry).paragraphs[0] ?? "";

export function Recorded({ page, minutes, entry }: Recording) {
  const words = wordsFor({ page, minutes, entry });
  const { heading, paragraphs } = entryInWords(words, entry);
  if (heading) return <h2>{paragraphs[0]}</h2>;
  return (
    <>
      {paragraphs.map((text) => (
        <p>
          {text}
          {entry.kind === "voted" && (
            <>
              {" "}
              <a href={entry.href}>{page.t("sittings.eachVote")}</a>
            </>
          )}
        </p>
      ))}
    </>
  );
}

function Entry(props: EntryProps) {
  const { page, view, minutes, entry, at, writes } = props;
  const { t } = page;
  const remark = standingRemark(minutes, at);
  const instead = remark?.mode === "instead" && entry.kind !== "item_opened";
  return (
    <div class="entry" id={`e-${at}`}>
      {!instead && <Recorded {...props} />}
      {remark && (
        <blockquote class="remark">
          <small>{t("minutes.bySecretary")}</small>
          <p>
            <Said page={page} field={remark.words} />
          </p>
        </blockquote>
      )}
      {instead && (
        <details>
          <summary>{t("minutes.recorded")}</summary>
          <Recorded {...props} />
        </details>
      )}
      <Earlier {...props} />
      {writes && (
        <a
          href={`${view.href}/minutes/entries/${at}`}
          aria-label={t("minutes.writeOn", { entry: inShort(props) })}
        >
          {t("minutes.write")}
        </a>
      )}
    </div>
  );
}

/** What was written before stays to be read. */
function Earlier({ page, minutes, at }: EntryProps) {
  const { t } = page;
  const [, ...earlier] = minutes.remarks.get(at) ?? [];
  if (earlier.length === 0) return null;
  return (
    <details>
      <summary>{t("minutes.earlier", { count: earlier.length })}</summary>
      <ul>
        {earlier.map(({ words, actId }) => {
          const said = words && textIn(words, page.language);
          return (
            <li>
              <a href={`/log/acts/${actId}`}>
                {said ? (
                  <Lang page={page} of={said.language}>
                    {said.text}
                  </Lang>
                ) : (
                  t("minutes.takenBack")
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
