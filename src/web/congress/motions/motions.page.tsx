// Motions: the list of an edition, one motion with its supporters, and the form that submits one.
import type { EditionView, MotionDetail, MotionEntry, MotionKind, Standing } from "#congress";
import { motionKinds, type MotionRule } from "#congress";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import type { Child } from "hono/jsx";
import { FormPage } from "../../layout/form-page.tsx";
import {
  type Choice,
  type FormState,
  FormRefusal,
  LanguageField,
  RequestKey,
  Select,
  Submit,
  TextArea,
  TextField,
} from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { divide, groupOf, type Paged, Pages, weightOfText } from "../../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag, type Tone, When } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";

type Entry = Pick<MotionEntry, "state" | "text">;

/** What became of a motion, in the words of its state or, once it is a text, of the votes on that. */
function standOf({ state, text }: Entry): { readonly key: string; readonly tone: Tone } {
  if (state !== "admitted" || !text) return { key: state, tone: state === "submitted" ? "plain" : "quiet" };
  if (text.state === "adopted" || text.state === "published") return { key: "adopted", tone: "done" };
  if (text.state === "adopting") return { key: "voting", tone: "going" };
  if (text.verdict === "rejected") return { key: "rejected", tone: "late" };
  return { key: "admitted", tone: "going" };
}

function Stand({ page, motion }: { page: Page; motion: Entry }) {
  const { key, tone } = standOf(motion);
  return <Tag tone={tone}>{page.t(`motions.state.${key}`)}</Tag>;
}

type Below = {
  readonly page: Page;
  readonly edition: Pick<EditionView, "href" | "title">;
  readonly heading: string;
  readonly list?: boolean;
  readonly children: Child;
};

function BelowMotions({ page, edition, heading, list = false, children }: Below) {
  const trail = [
    { href: "/congress", label: page.t("congress.title") },
    { href: edition.href, label: textIn(edition.title, page.language).text },
    ...(list ? [] : [{ href: `${edition.href}/motions`, label: page.t("motions.title") }]),
  ];
  return (
    <Layout page={page} title={heading} section="congress">
      <Crumbs page={page} trail={trail} />
      <h1>{heading}</h1>
      {children}
    </Layout>
  );
}

export type RuleOfKind = { readonly kind: MotionKind; readonly rule: MotionRule; readonly needed: number };

export type MotionsProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly motions: Paged<MotionEntry>;
  readonly rules: readonly RuleOfKind[];
  readonly standing: Standing;
  readonly form: FormState;
  readonly freshKey: string;
};

export function MotionsPage({ page, edition, motions, rules, standing, form, freshKey }: MotionsProps) {
  const { t } = page;
  return (
    <BelowMotions page={page} edition={edition} heading={t("motions.title")} list>
      <p class="lede">{t("motions.lede")}</p>
      <FormRefusal t={t} form={form} />
      {standing.delegations.some(({ mayPropose }) => mayPropose) && (
        <p class="acts">
          <a class="button" href={`${edition.href}/motions/new`}>
            {t("motions.submit")}
          </a>
        </p>
      )}
      <div class="row two">
        <section>
          {motions.total === 0 && <Nothing>{t("motions.none")}</Nothing>}
          <ol class="list">
            {motions.items.map((motion) => (
              <li>
                <div>
                  <a href={motion.href}>
                    {motion.number}. <Said page={page} field={motion.title} />
                  </a>{" "}
                  <Stand page={page} motion={motion} />
                </div>
                <small>
                  {t(`motions.kind.${motion.kind}`)} · <Said page={page} field={motion.proposer.name} /> ·{" "}
                  {t("motions.supporters", { count: motion.supporters, needed: motion.needed })}
                </small>
              </li>
            ))}
          </ol>
          <Pages page={page} paged={motions} />
          <AsJson page={page} href={`${edition.href}/motions`} />
        </section>
        <section class="card">
          <h2>{t("motions.rules")}</h2>
          <ul>
            {rules.map(({ kind, rule, needed }) => (
              <li>
                {t(`motions.kind.${kind}`)}: {t("motions.needs", { needed })}
                {rule.percent > 0 && ` ${t("motions.share", { percent: rule.percent })}`}
                {rule.closesAt &&
                  ` ${t("motions.until", { date: formatDate(rule.closesAt, page.language) })}`}
              </li>
            ))}
          </ul>
          {standing.presides && <RulesForm page={page} form={form} freshKey={freshKey} />}
        </section>
      </div>
    </BelowMotions>
  );
}

/** `href`: of the page whose data it is. */
function AsJson({ page, href }: { page: Page; href: string }) {
  return (
    <p>
      <a href={`/api/v1${href}`}>{page.t("organizations.asJson")}</a>
    </p>
  );
}

const kindChoices = (page: Page): Choice[] =>
  motionKinds.map((kind) => ({ value: kind, label: page.t(`motions.kind.${kind}`) }));

function RulesForm({ page, form, freshKey }: { page: Page; form: FormState; freshKey: string }) {
  const { t } = page;
  return (
    <details open={form.refusal !== undefined}>
      <summary>{t("motions.setRules")}</summary>
      <form method="post">
        <RequestKey form={form} fresh={freshKey} />
        <Select
          t={t}
          form={form}
          name="kind"
          label={t("motions.kind")}
          required
          choices={kindChoices(page)}
        />
        <TextField
          t={t}
          form={form}
          name="supporters"
          label={t("motions.leastSupporters")}
          inputmode="numeric"
          required
        />
        <TextField
          t={t}
          form={form}
          name="percent"
          label={t("motions.leastShare")}
          inputmode="numeric"
          value="0"
          required
        />
        <TextField
          t={t}
          form={form}
          name="closesAt"
          type="date"
          label={t("motions.closesAt")}
          hint={t("motions.closesHint")}
        />
        <Submit label={t("motions.setRules")} second />
      </form>
    </details>
  );
}

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
      <AsJson page={page} href={motion.href} />
      {motion.state === "submitted" && (
        <MotionActs page={page} motion={motion} standing={standing} form={form} />
      )}
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
      <section class="text" lang={motion.language}>
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

function MotionActs({ page, motion, standing, form }: Omit<MotionProps, "edition" | "asked">) {
  const { t } = page;
  const speaks = standing.delegations
    .filter(({ mayPropose }) => mayPropose)
    .map(({ organization }) => organization);
  const supporting = new Set(motion.supportedBy.map(({ id }) => id));
  const may = speaks.filter(({ id }) => id !== motion.organizationId && !supporting.has(id));
  const own = speaks.some(({ id }) => id === motion.organizationId);
  return (
    <>
      {may.map((organization) => (
        <form method="post" action={`${motion.href}/support`} class="card">
          <p>{t("motions.supportSays", { organization: textIn(organization.name, page.language).text })}</p>
          <input type="hidden" name="organizationId" value={organization.id} />
          <Submit label={t("motions.support")} />
        </form>
      ))}
      {own && (
        <form method="post" action={`${motion.href}/withdraw`} class="card">
          <p>{t("motions.withdrawSays")}</p>
          <Submit label={t("motions.withdraw")} second />
        </form>
      )}
      {standing.presides && motion.supporters >= motion.needed && (
        <form method="post" action={`${motion.href}/admit`} class="card">
          <p>{t("motions.admitSays")}</p>
          <Submit label={t("motions.admit")} />
        </form>
      )}
      {standing.presides && (
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
      )}
    </>
  );
}

export type NewMotionProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly form: FormState;
  readonly freshKey: string;
  readonly delegations: readonly Choice[];
};

export function NewMotionPage({ page, edition, form, freshKey, delegations }: NewMotionProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("motions.submit")}
      section="congress"
      trail={[
        { href: edition.href, label: textIn(edition.title, page.language).text },
        { href: `${edition.href}/motions`, label: t("motions.title") },
      ]}
      lede={t("motions.submitLede")}
      freshKey={freshKey}
      send={t("motions.submit")}
    >
      <Select t={t} form={form} name="kind" label={t("motions.kind")} required choices={kindChoices(page)} />
      <TextField t={t} form={form} name="title" label={t("motions.name")} required maxlength={200} />
      <TextArea
        t={t}
        form={form}
        name="words"
        label={t("motions.words")}
        hint={t("motions.wordsHint")}
        rows={12}
        required
      />
      <TextArea
        t={t}
        form={form}
        name="reason"
        label={t("congress-acts.amendment.reason")}
        rows={5}
        maxlength={4000}
        required
      />
      <LanguageField page={page} form={form} label={t("motions.language")} />
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("congress-acts.amendment.delegation")}
        required
        value={delegations[0]?.value}
        choices={delegations}
      />
    </FormPage>
  );
}
