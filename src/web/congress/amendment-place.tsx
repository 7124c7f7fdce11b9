// On an amendment's page: what it stands among, and how it fared while the text moved on.
import type { AmendmentDetail, AmendmentInPlace } from "#congress";
import { textIn } from "#platform/multilingual";
import { divide, groupOf } from "../layout/paging.tsx";
import { Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { Preview } from "./acting/preview.tsx";
import { weightOfBlock } from "./block-weight.ts";
import { amendmentTone } from "./words.ts";

type Placed = { readonly page: Page; readonly place: AmendmentInPlace };

const LINKS = ["parent", "revises", "revisedBy", "secondary"] as const;

/** Links to the amendments that this one has to do with, each with what became of it. */
export function Relations({ page, place }: Placed) {
  const { t } = page;
  const related = LINKS.flatMap((name) => {
    const found = place[name];
    const all = found === null ? [] : Array.isArray(found) ? found : [found];
    return (all as AmendmentInPlace["secondary"]).slice(0, MOST_RELATED).map((one) => ({ name, one }));
  });
  if (related.length === 0) return null;
  return (
    <ul class="list">
      {related.map(({ name, one }) => (
        <li>
          <div>
            {t(`amendments.relation.${name}`)}{" "}
            <a href={one.href}>
              {t("congress.amendmentTitle", {
                number: one.number,
                title: textIn(one.title, page.language).text,
              })}
            </a>{" "}
            <Tag tone={amendmentTone[one.state]}>{t(`congress.amendmentState.${one.state}`)}</Tag>
          </div>
        </li>
      ))}
    </ul>
  );
}

const MOST_RELATED = 30;

export function Acts({ page, place, detail: { text, amendment } }: Placed & { detail: AmendmentDetail }) {
  const { t } = page;
  if (!page.viewer) return null;
  const mayAmend = amendment.parentId === null && place.left !== null && amendment.state !== "voting";
  const mayRevise =
    text.state === "open" &&
    ["superseded", "no_longer_applies", "falls_with_parent"].includes(amendment.state);
  return (
    <p class="acts">
      <a class="button second" href={`${text.href}/act`}>
        {t("congress.actHere")}
      </a>
      {text.state === "open" && mayAmend && (
        <a class="button second" href={`${text.href}/amendments/new?amends=${amendment.number}`}>
          {t("amendments.amendThis")}
        </a>
      )}
      {mayRevise && (
        <a class="button second" href={`${text.href}/amendments/new?revises=${amendment.number}`}>
          {t("amendments.reviseThis")}
        </a>
      )}
    </p>
  );
}

/** What each new version, and each amendment to it that was taken up, meant for it. */
export function Standings({ page, place, text }: Placed & Pick<AmendmentDetail, "text">) {
  const { t } = page;
  if (place.standings.length === 0) return null;
  return (
    <section>
      <h2>{t("amendments.standings")}</h2>
      <ol class="list">
        {place.standings.slice(-MOST_RELATED).map(({ version, outcome, takenUp, cause, stoodAt, actId }) => (
          <li>
            {t(cause === "secondary" ? `amendments.taking.${outcome}` : `amendments.standing.${outcome}`, {
              version,
              number: takenUp ?? 0,
            })}{" "}
            <small>
              <When page={page} at={stoodAt} style="medium" /> ·{" "}
              <a href={`/log/acts/${actId}`}>{t("congress.proof")}</a>
            </small>
          </li>
        ))}
      </ol>
      {place.now && (
        <>
          <h3>{t("amendments.readsNow", { version: place.now.version })}</h3>
          <Preview
            page={page}
            view={{
              ...place.now.changes,
              blocks: groupOf(divide(place.now.changes.blocks, weightOfBlock, MOST_WORDS), 1).items,
            }}
            language={text.language}
          />
        </>
      )}
    </section>
  );
}

/** By `weightOfText`: its changes as they were proposed stand above. */
const MOST_WORDS = 5_000;
