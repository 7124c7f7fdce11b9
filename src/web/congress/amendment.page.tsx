// One amendment: what it changes, why, who proposed it, how it was voted, and what became of it.
import type { AmendmentDetail } from "#congress";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { Nothing, Said, Tag } from "../layout/parts.tsx";
import { refusalSentence } from "../refusals.tsx";
import type { Page } from "../request.ts";
import { Preview } from "./acting/preview.tsx";
import { BelowText } from "./history.page.tsx";
import { RollCall } from "./votes.tsx";
import { amendmentTone } from "./words.ts";

export function AmendmentPage({ page, detail }: { page: Page; detail: AmendmentDetail }) {
  const { t } = page;
  const { edition, text, amendment, changes, rollCalls, actId } = detail;
  const title = textIn(amendment.title, page.language).text;
  const reason = textIn(amendment.reason, page.language);
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
      {page.viewer && (
        <p class="acts">
          <a class="button second" href={`${text.href}/act`}>
            {t("congress.actHere")}
          </a>
        </p>
      )}
      <section>
        <h2>{t("congress.changes")}</h2>
        <p class="eyebrow">
          <a href={`${text.href}/versions/${amendment.baseVersion}`}>
            {t("congress.againstVersion", { number: amendment.baseVersion })}
          </a>
        </p>
        <Preview page={page} view={changes} language={text.language} />
      </section>
      <section>
        <h2>{t("congress.reason")}</h2>
        {reason.text.split(/\n{2,}/).map((paragraph) => (
          <p lang={reason.language}>{paragraph}</p>
        ))}
      </section>
      <Outcome page={page} detail={detail} />
      <section>
        <h2>{t("congress.vote")}</h2>
        {rollCalls.length === 0 && <Nothing>{t("congress.notVoted")}</Nothing>}
        {rollCalls.map((rollCall) => (
          <RollCall page={page} rollCall={rollCall} />
        ))}
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
      <p>{t("congress.obstacle", { why: refusalSentence(t, amendment.obstacle) })}</p>
    </section>
  );
}
