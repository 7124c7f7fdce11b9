// One amendment: what it changes, why, who proposed it, how it was voted, and what became of it.
import type { AmendmentDetail, AmendmentInPlace } from "#congress";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { divide, groupOf, Pages } from "../layout/paging.tsx";
import { Said, Tag } from "../layout/parts.tsx";
import { refusalSentence } from "../refusals.tsx";
import type { Page } from "../request.ts";
import { AmendmentActs } from "./acting/acts.tsx";
import type { AmendmentOffers } from "./acting/offers.ts";
import { Preview } from "./acting/preview.tsx";
import { weightOfBlock } from "./block-weight.ts";
import { BelowText } from "./history.page.tsx";
import { Acts, Relations, Standings } from "./amendment-place.tsx";
import { RollCalls } from "./votes.tsx";
import { amendmentTone } from "./words.ts";

type AmendmentProps = {
  readonly page: Page;
  readonly detail: AmendmentDetail;
  readonly place: AmendmentInPlace;
  /** What the reader may do at it; null for those who only read. */
  readonly offers: AmendmentOffers | null;
  readonly freshKey: string;
  /** Which page of its changes, where they are many. */
  readonly asked: number;
};

/** By `weightOfText`; a change is shown with the words before and after it. */
const MOST_CHANGES = 12_000;

export function AmendmentPage({ page, detail, place, offers, freshKey, asked }: AmendmentProps) {
  const { t } = page;
  const { edition, text, amendment, changes, rollCalls, actId } = detail;
  const title = textIn(amendment.title, page.language).text;
  const reason = textIn(amendment.reason, page.language);
  const blocks = groupOf(divide(changes.blocks, weightOfBlock, MOST_CHANGES), asked);
  return (
    <BelowText
      page={page}
      edition={edition}
      text={text}
      heading={t("congress.amendmentTitle", { number: amendment.number, title })}
    >
      <p>
        <Tag tone={amendmentTone[amendment.state]}>{t(`congress.amendmentState.${amendment.state}`)}</Tag>{" "}
        <span class="quiet">
          <a href={`/organizations/${amendment.proposer.slug}`}>
            {t("congress.proposedBy", {
              organization: textIn(amendment.proposer.name, page.language).text,
              date: formatDate(amendment.proposedAt, page.language),
            })}
          </a>
          {" · "}
          {amendment.proposedBy.personName}, <Said page={page} field={amendment.proposedBy.officeName} />
          {" · "}
          <a href={`/log/acts/${actId}`}>{t("congress.proof")}</a>
        </span>
      </p>
      <Relations page={page} place={place} />
      {offers && <AmendmentActs page={page} offers={offers} freshKey={freshKey} />}
      <Acts page={page} detail={detail} place={place} />
      <section>
        <h2 id="changes">{t("congress.changes")}</h2>
        <p class="eyebrow">
          {place.parent ? (
            <a href={place.parent.href}>
              {t("amendments.againstAmendment", { number: place.parent.number })}
            </a>
          ) : (
            <a href={`${text.href}/versions/${amendment.baseVersion}`}>
              {t("congress.againstVersion", { number: amendment.baseVersion })}
            </a>
          )}
        </p>
        <Preview page={page} view={{ ...changes, blocks: blocks.items }} language={text.language} />
        <Pages page={page} paged={blocks} to="changes" />
      </section>
      <section>
        <h2>{t("congress.reason")}</h2>
        {reason.text.split(/\n{2,}/).map((paragraph) => (
          <p lang={reason.language}>{paragraph}</p>
        ))}
      </section>
      <Standings page={page} text={text} place={place} />
      <Outcome page={page} detail={detail} />
      <section>
        <h2>{t("congress.vote")}</h2>
        <RollCalls page={page} rollCalls={rollCalls} />
      </section>
    </BelowText>
  );
}

function Outcome({ page, detail: { text, amendment } }: { page: Page; detail: AmendmentDetail }) {
  const { t } = page;
  if (amendment.incorporatedVersion !== null) {
    return (
      <section>
        <h2>{t("congress.outcome")}</h2>
        <p>
          <a href={`${text.href}/versions/${amendment.incorporatedVersion}`}>
            {t("congress.incorporatedIn", { number: amendment.incorporatedVersion })}
          </a>
        </p>
      </section>
    );
  }
  if (!amendment.obstacle) return null;
  return (
    <section>
      <h2>{t("congress.outcome")}</h2>
      <p>
        {t(amendment.state === "superseded" ? "amendments.superseded" : "congress.obstacle", {
          why: whyOf(page, amendment.obstacle),
        })}
      </p>
    </section>
  );
}

/** Which of its operations is meant, where it is one of them. */
function whyOf({ t }: Page, obstacle: NonNullable<AmendmentDetail["amendment"]["obstacle"]>): string {
  const why = refusalSentence(t, obstacle);
  const { operation } = obstacle.facts;
  return typeof operation === "number" ? t("amendments.fellAt", { operation, why }) : why;
}
