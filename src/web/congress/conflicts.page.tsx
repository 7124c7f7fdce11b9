// Amendments that do not go together, side by side with their words, and those of which the order decides what stands where.
import type { SittingSummary } from "#assembly";
import {
  type Conflict,
  conflictKinds,
  type ConflictsView,
  type OpenAmendmentView,
  type Paragraph,
  type ViewBlock,
} from "#congress";
import { textIn } from "#platform/multilingual";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said, Tag } from "../layout/parts.tsx";
import { refusalSentence } from "../refusals.tsx";
import type { Page } from "../request.ts";
import { Preview } from "./acting/preview.tsx";
import { listed, WaysOfAmendments } from "./amendment-ways.tsx";
import { BelowText, type OfText } from "./history.page.tsx";
import { amendmentTone } from "./words.ts";

/** What of an amendment is in conflict with others; the rest of it is on its own page. */
export function blocksInConflict(
  amendment: OpenAmendmentView | undefined,
  conflicts: readonly Conflict[],
): readonly ViewBlock[] {
  if (!amendment?.changes.ok) return [];
  const ids = new Set(conflicts.flatMap((conflict) => paragraphsInConflict(amendment, conflict)));
  return amendment.changes.blocks.filter(
    (block) => block.kind !== "gap" && block.kind !== "context" && ids.has(block.paragraph.id),
  );
}

/** The paragraph that a conflict is about, and what the operation in question writes, puts in, takes out or moves. */
function paragraphsInConflict(
  { number, touched }: OpenAmendmentView,
  { between, operations, paragraphId }: Conflict,
): readonly string[] {
  const side = between.indexOf(number);
  if (side === -1) return [];
  const own = operations ? (touched[operations[side] ?? -1] ?? []) : [];
  return paragraphId === null ? own : [paragraphId, ...own];
}

/** A group, or a part of one that is too large for a page. */
export type GroupPart = { readonly group: readonly number[]; readonly shown: readonly number[] };

type ConflictsProps = OfText & {
  readonly sitting: SittingSummary | undefined;
  readonly view: ConflictsView;
  readonly groups: Paged<GroupPart>;
};

export function ConflictsPage({ view, groups, sitting, ...of }: ConflictsProps) {
  const { page, text } = of;
  const { t } = page;
  const mild = view.conflicts.filter(isMild);
  return (
    <BelowText {...of} heading={t("amendments.conflicts")}>
      <p class="lede">{t("amendments.conflictsLede", { version: view.version })}</p>
      <WaysOfAmendments page={page} href={text.href} here="conflicts" sitting={sitting} />
      {groups.total === 0 && <Nothing>{t("amendments.noConflicts")}</Nothing>}
      {groups.items.map((part) => (
        <section>
          <h2>{t("amendments.alternatives", { numbers: listed(page, part.group) })}</h2>
          <div class={part.shown.length > 2 ? "row three" : "row half"}>
            {part.shown.map((number) => {
              const amendment = view.amendments.get(number);
              return amendment && <Alternative page={page} text={text} view={view} amendment={amendment} />;
            })}
          </div>
        </section>
      ))}
      <Pages page={page} paged={groups} />
      {mild.length > 0 && groups.number === groups.pages && (
        <section>
          <h2>{t("amendments.mild")}</h2>
          <p>{t("amendments.mildLede")}</p>
          <ul class="list">
            {mild.slice(0, MOST_MILD).map((conflict) => (
              <li>{sentenceOf(page, conflict, view.body)}</li>
            ))}
          </ul>
          {mild.length > MOST_MILD && (
            <p class="quiet">{t("amendments.andMore", { count: mild.length - MOST_MILD })}</p>
          )}
        </section>
      )}
    </BelowText>
  );
}

const isMild = ({ kind }: Conflict) => !conflictKinds[kind].excludes && kind !== "secondary";
const MOST_MILD = 40;
/** Of what one amendment conflicts with; an amendment's own page is not the place for hundreds. */
const MOST_REASONS = 8;

function Alternative({
  page,
  text,
  view,
  amendment,
}: {
  page: Page;
  text: OfText["text"];
  view: ConflictsView;
  amendment: OpenAmendmentView;
}) {
  const { t } = page;
  const own = view.conflicts.filter(
    ({ kind, between }) => between.includes(amendment.number) && conflictKinds[kind].excludes,
  );
  return (
    <section class="card">
      <h3>
        <a href={amendment.href}>
          {t("congress.amendmentTitle", {
            number: amendment.number,
            title: textIn(amendment.title, page.language).text,
          })}
        </a>
      </h3>
      <p>
        <Tag tone={amendmentTone[amendment.state]}>{t(`congress.amendmentState.${amendment.state}`)}</Tag>{" "}
        <small>
          <Said page={page} field={amendment.proposer.name} />
          {amendment.parent !== null && ` · ${t("amendments.amends", { number: amendment.parent })}`}
        </small>
      </p>
      <Changes page={page} view={view} amendment={amendment} language={text.language} />
      <ul>
        {own.slice(0, MOST_REASONS).map((conflict) => (
          <li>
            <small>{sentenceOf(page, conflict, amendment.parent === null ? view.body : [])}</small>
          </li>
        ))}
        {own.length > MOST_REASONS && (
          <li>
            <small>{t("amendments.andMore", { count: own.length - MOST_REASONS })}</small>
          </li>
        )}
      </ul>
    </section>
  );
}

/** What changes where it is in conflict, without the paragraphs around it: they stand in the next column too. */
function Changes({
  page,
  view,
  amendment,
  language,
}: {
  page: Page;
  view: ConflictsView;
  amendment: OpenAmendmentView;
  language: string;
}) {
  const { changes } = amendment;
  if (!changes.ok) return <p>{refusalSentence(page.t, changes)}</p>;
  const blocks = blocksInConflict(amendment, view.conflicts);
  return <Preview page={page} view={{ ...changes, blocks }} language={language} counted={false} />;
}

/** What a conflict is about, with the words in question marked. `body` is empty for text that is not in it. */
function sentenceOf(page: Page, { kind, between, paragraphId, words }: Conflict, body: readonly Paragraph[]) {
  const [one, other] = between;
  const paragraph = body.find(({ id }) => id === paragraphId);
  const marked = words && paragraph?.text.slice(words.from, words.to).trim();
  const kindOfPlace = paragraph?.kind === "heading" ? "heading" : "paragraph";
  const atStart = paragraphId === null && body.length > 0 ? "start" : "elsewhere";
  return (
    <>
      {page.t(`amendments.kind.${kind}`, {
        one,
        other,
        where: paragraph ? kindOfPlace : atStart,
        place: placeOf(body, paragraphId),
        heading: paragraph?.text ?? "",
      })}
      {marked && (
        <>
          {": "}
          <mark>{marked}</mark>
        </>
      )}
    </>
  );
}

/** The number by which an assembly calls a paragraph; 0 for a heading or none. */
function placeOf(body: readonly Paragraph[], id: string | null): number {
  const counted = body.filter(({ kind }) => kind !== "heading");
  return counted.findIndex((paragraph) => paragraph.id === id) + 1;
}
