// Any chosen set of open amendments, read together before they are voted on: the text with all of them, and what does not go
// together. A plain form that is got, so that the choice can be sent to others as an address.
import type { SittingSummary } from "#assembly";
import type { ConsolidatedPreview, OpenAmendmentView } from "#congress";
import { divide, groupOf, Pages, type Paged } from "../layout/paging.tsx";
import { Nothing, Said } from "../layout/parts.tsx";
import { refusalSentence } from "../refusals.tsx";
import { Preview } from "./acting/preview.tsx";
import { weightOfBlock } from "./block-weight.ts";
import { listed, WaysOfAmendments } from "./amendment-ways.tsx";
import { BelowText, type OfText } from "./history.page.tsx";

type TogetherProps = OfText & {
  readonly sitting: SittingSummary | undefined;
  readonly amendments: Paged<OpenAmendmentView>;
  /** Those that were chosen on other pages of the list. */
  readonly chosen: readonly number[];
  readonly preview: ConsolidatedPreview | undefined;
  readonly asked: number;
};

/** By `weightOfText`: the list of amendments stands above. */
const MOST_CHANGES = 9_000;

export function TogetherPage({ amendments, chosen, preview, asked, sitting, ...of }: TogetherProps) {
  const { page, text } = of;
  const { t } = page;
  const here = new Set(amendments.items.map(({ number }) => number));
  return (
    <BelowText {...of} heading={t("amendments.together")}>
      <p class="lede">{t("amendments.togetherLede")}</p>
      <WaysOfAmendments page={page} href={text.href} here="together" sitting={sitting} />
      {amendments.total === 0 && <Nothing>{t("amendments.noTurns")}</Nothing>}
      {amendments.total > 0 && (
        <form method="get" class="card">
          <fieldset>
            <legend>{t("amendments.choose")}</legend>
            {amendments.items.map((amendment) => (
              <label class="choice">
                <input
                  type="checkbox"
                  name="with"
                  value={String(amendment.number)}
                  checked={chosen.includes(amendment.number)}
                />
                <span>
                  {amendment.number}. <Said page={page} field={amendment.title} />
                  {amendment.parent !== null && (
                    <small> · {t("amendments.amends", { number: amendment.parent })}</small>
                  )}
                </span>
              </label>
            ))}
          </fieldset>
          {chosen
            .filter((number) => !here.has(number))
            .map((number) => (
              <input type="hidden" name="with" value={String(number)} />
            ))}
          {amendments.number > 1 && <input type="hidden" name="page" value={String(amendments.number)} />}
          <button class="button" type="submit">
            {t("amendments.show")}
          </button>
        </form>
      )}
      <Pages page={page} paged={amendments} />
      {preview && <Result {...of} preview={preview} asked={asked} />}
    </BelowText>
  );
}

function Result({
  page,
  text,
  preview,
  asked,
}: Pick<TogetherProps, "page" | "text" | "asked"> & { preview: ConsolidatedPreview }) {
  const { t } = page;
  const { changes, taken, left } = preview;
  const blocks = changes && groupOf(divide(changes.blocks, weightOfBlock, MOST_CHANGES), asked);
  return (
    <section id="result">
      <h2>{t("amendments.result", { version: preview.version })}</h2>
      {taken.length > 0 && <p>{t("amendments.taken", { numbers: listed(page, taken) })}</p>}
      {left.length > 0 && (
        <>
          <p>{t("amendments.left")}</p>
          <ul>
            {left.map(({ number, why }) => (
              <li>
                <a href={`${text.href}/amendments/${number}`}>{t("amendments.number", { number })}</a>:{" "}
                {refusalSentence(t, why)}
              </li>
            ))}
          </ul>
        </>
      )}
      {changes && blocks ? (
        <>
          <Preview page={page} view={{ ...changes, blocks: blocks.items }} language={preview.language} />
          <Pages page={page} paged={blocks} name="part" to="result" />
        </>
      ) : (
        <Nothing>{t("amendments.nothingTogether")}</Nothing>
      )}
    </section>
  );
}
