// What an amendment would change, as words taken out and put in.
import type { AmendmentView } from "#congress";
import type { Page } from "../../request.ts";
import { excerpt } from "./words.ts";

type ViewBlock = AmendmentView["blocks"][number];
type Segments = Extract<ViewBlock, { kind: "replaced" }>["segments"];

function Words({ segments }: { segments: Segments }) {
  return (
    <>
      {segments.map(({ kind, text }) => {
        if (kind === "same") return <>{text}</>;
        return kind === "inserted" ? <ins>{text}</ins> : <del>{text}</del>;
      })}
    </>
  );
}

function Block({ page, block }: { page: Page; block: ViewBlock }) {
  const { t } = page;
  if (block.kind === "gap")
    return <p class="hint">{t("congress-acts.preview.gap", { count: block.paragraphs })}</p>;
  const { paragraph } = block;
  const marker = paragraph.marker ? `${paragraph.marker} ` : "";
  const name = block.kind !== "context" && (
    <span class="hint">{t(`congress-acts.preview.${block.kind}`)} </span>
  );
  switch (block.kind) {
    case "context":
      return (
        <p class="quiet">
          {marker}
          {excerpt(paragraph.text, 160)}
        </p>
      );
    case "inserted":
      return (
        <p>
          {name}
          <ins>
            {marker}
            {paragraph.text}
          </ins>
        </p>
      );
    case "deleted":
    case "movedAway":
      return (
        <p>
          {name}
          <del>
            {marker}
            {paragraph.text}
          </del>
        </p>
      );
    default:
      return (
        <p>
          {name}
          {marker}
          <Words segments={block.segments} />
        </p>
      );
  }
}

/** The preview's inside: also what the page's island asks for while somebody types. */
export function Preview({ page, view, language }: { page: Page; view: AmendmentView; language: string }) {
  const { replaced, inserted, deleted, moved, wordsAdded, wordsRemoved } = view.summary;
  return (
    <>
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
      <div class="changes" lang={language}>
        {view.blocks.map((block) => (
          <Block page={page} block={block} />
        ))}
      </div>
    </>
  );
}
