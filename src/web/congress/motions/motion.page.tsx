// One motion: what can be done with it now, its words, its reason and who supports it.
import type { EditionView, MotionDetail, Standing } from "#congress";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal, LanguageField, Submit, TextArea } from "../../layout/forms.tsx";
import { divide, groupOf, Pages, weightOfText } from "../../layout/paging.tsx";
import { Said, When } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";
import { AsJson, BelowMotions, Stand } from "./motion-frame.tsx";

export type MotionProps = {
  readonly page: Page;
  readonly motion: MotionDetail;
  readonly edition: EditionView;
  readonly standing: Standing;
  readonly form: FormState;
  /** Which part of its words. */
  readonly asked: number;
};

export function MotionPage({ page, motion, edition, standing, form, asked }: MotionProps) {
  const { t } = page;
  const title = textIn(motion.title, page.language).text;
  const reason = textIn(motion.reason, page.language);
  return (
    <BelowMotions
      page={page}
      edition={edition}
      heading={t("motions.motionTitle", { number: motion.number, title })}
    >
      <p>
        <Stand page={page} motion={motion} />{" "}
        <span class="quiet">
          {t(`motions.kind.${motion.kind}`)} ·{" "}
          <a href={`/organizations/${motion.proposer.slug}`}>
            <Said page={page} field={motion.proposer.name} />
          </a>
          {" · "}
          {motion.proposedBy.personName}, <Said page={page} field={motion.proposedBy.officeName} />
          {" · "}
          <When page={page} at={motion.submittedAt} style="medium" /> ·{" "}
          <a href={`/log/acts/${motion.actId}`}>{t("congress.proof")}</a>
        </span>
      </p>
      <FormRefusal t={t} form={form} />
      {motion.text && (
        <p class="acts">
          <a class="button" href={motion.text.href}>
            {t("motions.toText")}
          </a>
        </p>
      )}
      {motion.state === "submitted" && <MotionActs page={page} motion={motion} standing={standing} />}
      {motion.kind === "rules" && (
        <p>
          <a href={`${motion.href}/rules`}>{t("rulebook.whatItChanges")}</a>
        </p>
      )}
      {!motion.takesAmendments && <p class="told">{t("motions.noAmendments")}</p>}
      <Words page={page} motion={motion} asked={asked} />
      <section>
        <h2>{t("congress.reason")}</h2>
        {reason.text.split(/\n{2,}/).map((paragraph) => (
          <p lang={reason.language}>{paragraph}</p>
        ))}
      </section>
      {motion.ruling && (
        <section>
          <h2>{t("motions.ruling")}</h2>
          <p>
            <Said page={page} field={motion.ruling} />
          </p>
        </section>
      )}
      <Supporters page={page} motion={motion} />
      {motion.state === "submitted" && <Ending page={page} motion={motion} standing={standing} form={form} />}
      <AsJson page={page} href={motion.href} />
    </BelowMotions>
  );
}

/** By `weightOfText`; its reason and its supporters stand below. */
const MOST_WORDS = 9_000;

function Words({ page, motion, asked }: Pick<MotionProps, "page" | "motion" | "asked">) {
  const words = groupOf(
    divide(motion.body, ({ text }) => weightOfText(text) + 60, MOST_WORDS),
    asked,
  );
  return (
    <>
      <section class="text unnumbered" lang={motion.language}>
        {words.items.map(({ kind, marker, text }) =>
          kind === "heading" ? (
            <h2>{text}</h2>
          ) : (
            <p class={kind === "item" ? "item" : undefined}>
              {marker && <span class="marker">{marker}</span>}
              {text}
            </p>
          ),
        )}
      </section>
      <Pages page={page} paged={words} name="part" />
    </>
  );
}
const MOST_SUPPORTERS = 60;

function Supporters({ page, motion }: Pick<MotionProps, "page" | "motion">) {
  const { t } = page;
  return (
    <section>
      <h2>{t("motions.supportersTitle")}</h2>
      <p>{t("motions.supporters", { count: motion.supporters, needed: motion.needed })}</p>
      <ul class="columns">
        {motion.supportedBy.slice(0, MOST_SUPPORTERS).map((organization) => (
          <li>
            <a href={`/organizations/${organization.slug}`}>
              <Said page={page} field={organization.name} />
            </a>
          </li>
        ))}
      </ul>
      {motion.supporters > MOST_SUPPORTERS && (
        <p class="quiet">{t("amendments.andMore", { count: motion.supporters - MOST_SUPPORTERS })}</p>
      )}
    </section>
  );
}

/** What takes the motion on, for those who may do it now. */
function MotionActs({ page, motion, standing }: Pick<MotionProps, "page" | "motion" | "standing">) {
  const { t } = page;
  const speaks = standing.delegations
    .filter(({ mayPropose }) => mayPropose)
    .map(({ organization }) => organization);
  const supporting = new Set(motion.supportedBy.map(({ id }) => id));
  const may = speaks.filter(({ id }) => id !== motion.organizationId && !supporting.has(id));
  return (
    <>
      {standing.presides && motion.supporters >= motion.needed && (
        <form method="post" action={`${motion.href}/admit`} class="card">
          <p>{t("motions.admitSays")}</p>
          <Submit label={t("motions.admit")} />
        </form>
      )}
      {may.map((organization) => (
        <form method="post" action={`${motion.href}/support`} class="card">
          <p>{t("motions.supportSays", { organization: textIn(organization.name, page.language).text })}</p>
          <input type="hidden" name="organizationId" value={organization.id} />
          <Submit label={t("motions.support")} />
        </form>
      ))}
    </>
  );
}

/** Acts that end a motion, behind a second step. */
function Ending({ page, motion, standing, form }: Omit<MotionProps, "edition" | "asked">) {
  const { t } = page;
  const own = standing.delegations.some(
    ({ mayPropose, organization }) => mayPropose && organization.id === motion.organizationId,
  );
  return (
    <>
      {standing.presides && <Refusing page={page} motion={motion} form={form} />}
      {own && (
        <details>
          <summary>{t("motions.withdraw")}</summary>
          <form method="post" action={`${motion.href}/withdraw`} class="card">
            <p>{t("motions.withdrawSays")}</p>
            <Submit label={t("motions.withdraw")} second />
          </form>
        </details>
      )}
    </>
  );
}

function Refusing({ page, motion, form }: Pick<MotionProps, "page" | "motion" | "form">) {
  const { t } = page;
  return (
    <details open={"ruling" in form.typed}>
      <summary>{t("motions.refuse")}</summary>
      <form method="post" action={`${motion.href}/refuse`} class="card">
        <p>{t("motions.refuseSays")}</p>
        <TextArea
          t={t}
          form={form}
          name="ruling"
          label={t("motions.ruling")}
          rows={3}
          maxlength={1000}
          required
        />
        <LanguageField page={page} form={form} label={t("amendments.reasonLanguage")} />
        <Submit label={t("motions.refuse")} second />
      </form>
    </details>
  );
}
