// What an amendment would change, as words taken out and put in.
import type { AmendmentView } from "#congress";
import { directionOf } from "../../layout/layout.tsx";
import type { Page } from "../../request.ts";
import { excerpt } from "../../layout/excerpt.ts";

type ViewBlock = AmendmentView["blocks"][number];
type Segments = Extract<ViewBlock, { kind: "replaced" }>["segments"];

/** Most screen readers pass over the elements themselves: what they mean is said in words that are not shown. */
function Words({ page, segments }: { page: Page; segments: Segments }) {
  const said = (name: string) => (
    <span class="said" lang={page.language}>
      {page.t(`congress-acts.preview.${name}`)}
    </span>
  );
  return (
    <>
      {segments.map(({ kind, text }) => {
        if (kind === "same") return <>{text}</>;
        return (
          <>
            {said(kind === "inserted" ? "wordsIn" : "wordsOut")}
            {kind === "inserted" ? <ins>{text}</ins> : <del>{text}</del>}
            {said("wordsEnd")}
          </>
        );
      })}
    </>
  );
}

type Shown = Exclude<ViewBlock, { kind: "gap" }>;

/** A paragraph's words: what stays, what comes in, what goes out. */
function Text({ page, block }: { page: Page; block: Shown }) {
  const { text, marker } = block.paragraph;
  const lead = marker ? `${marker} ` : "";
  switch (block.kind) {
    case "context":
      return <>{lead + excerpt(text, 160)}</>;
    case "inserted":
      return <ins>{lead + text}</ins>;
    case "deleted":
    case "movedAway":
      return <del>{lead + text}</del>;
    default:
      return (
        <>
          {lead}
          <Words page={page} segments={block.segments} />
        </>
      );
  }
}

/** `language` is the text's; its number and what happens to it are said in the reader's. */
function Block({ page, block, language }: { page: Page; block: ViewBlock; language: string }) {
  const { t } = page;
  if (block.kind === "gap")
    return <p class="hint">{t("congress-acts.preview.gap", { count: block.paragraphs })}</p>;
  // By the number in the text that everybody has before them; what is new has none there.
  const number = block.before;
  const named = block.kind === "context" ? "" : t(`congress-acts.preview.${block.kind}`);
  return (
    <p class={block.kind === "context" ? "quiet" : undefined}>
      <span class="hint">
        {number !== null && `§ ${number} `}
        {named}{" "}
      </span>
      <span lang={language} dir={directionOf(language)}>
        <Text page={page} block={block} />
      </span>
    </p>
  );
}

/** The preview's inside: also what the page's island asks for while somebody types. */
export function Preview({
  page,
  view,
  language,
  counted = true,
}: {
  page: Page;
  view: AmendmentView;
  language: string;
  /** Whether a sentence before it counts what changes; where several stand side by side it would be said too often. */
  counted?: boolean;
}) {
  const { replaced, inserted, deleted, moved, wordsAdded, wordsRemoved } = view.summary;
  return (
    <>
      {counted && (
        <p>
          {page.t("congress-acts.preview.summary", {
            replaced,
            inserted,
            deleted,
            moved,
            wordsAdded,
            wordsRemoved,
          })}
        </p>
      )}
      <div class="changes">
        {view.blocks.map((block) => (
          <Block page={page} block={block} language={language} />
        ))}
      </div>
    </>
  );
}
