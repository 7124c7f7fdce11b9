// The motions of an edition, with what each kind needs to be admitted.
import type { EditionView, MotionEntry, MotionKind, MotionRule, Standing } from "#congress";
import { formatDate } from "#platform/i18n/i18n";
import { type FormState, FormRefusal, RequestKey, Select, Submit, TextField } from "../../layout/forms.tsx";
import { type Paged, Pages } from "../../layout/paging.tsx";
import { Nothing, Said } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";
import { AsJson, BelowMotions, kindChoices, Stand } from "./motion-frame.tsx";

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
