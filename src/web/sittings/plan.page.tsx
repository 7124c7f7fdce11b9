// Planning a sitting, and its agenda.
import { itemKinds, type SittingView } from "#assembly";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import {
  FileField,
  type Choice,
  type FormState,
  LanguageField,
  Select,
  TextField,
  ZoneField,
} from "../layout/forms.tsx";
import { type Crumb, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { trailTo } from "./sitting.page.tsx";
import { itemTone } from "./words.ts";

/** What the form of a plan holds before anything is typed. */
export type PlanValues = {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly zone: string;
  readonly place: string;
  readonly languages: string;
};

type PlanProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly trail: readonly Crumb[];
  readonly freshKey?: string;
  /** The organs that may meet; none where the sitting is planned already. */
  readonly organs: readonly Choice[];
  readonly values: PlanValues;
  readonly version: number | null;
};

export function PlanPage({ page, form, trail, freshKey, organs, values, version }: PlanProps) {
  const { t } = page;
  const field = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      section="congress"
      title={t(version === null ? "sittings.plan" : "sittings.changePlan")}
      trail={trail}
      freshKey={freshKey}
      send={t(version === null ? "sittings.planSend" : "sittings.changePlanSend")}
    >
      {version !== null && <input type="hidden" name="expectedVersion" value={String(version)} />}
      {organs.length > 1 && (
        <Select {...field} name="organ" label={t("sittings.organ")} required choices={organs} />
      )}
      <TextField
        {...field}
        name="title"
        label={t("sittings.titleOf")}
        required
        maxlength={200}
        value={values.title}
      />
      <LanguageField page={page} form={form} label={t("sittings.language")} />
      <TextField
        {...field}
        name="startsAt"
        type="datetime-local"
        label={t("sittings.starts")}
        required
        value={values.startsAt}
      />
      <TextField
        {...field}
        name="endsAt"
        type="datetime-local"
        label={t("sittings.ends")}
        required
        value={values.endsAt}
      />
      <ZoneField {...field} label={t("sittings.zone")} hint={t("sittings.zoneHint")} value={values.zone} />
      <TextField {...field} name="place" label={t("sittings.place")} maxlength={200} value={values.place} />
      <TextField
        {...field}
        name="languages"
        label={t("sittings.languages")}
        hint={t("sittings.languagesHint")}
        required
        maxlength={200}
        value={values.languages}
      />
    </FormPage>
  );
}

type AgendaProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly view: SittingView;
  readonly freshKey: string;
  /** Texts of the edition, and their amendments, that can lie on the table. */
  readonly papers: readonly Choice[];
  /** What regional meetings ask and no congress has taken up; none where the sitting is of such a meeting. */
  readonly requests: { readonly href: string; readonly count: number } | null;
};

export function AgendaPage({ page, form, view, freshKey, papers, requests }: AgendaProps) {
  const { t } = page;
  const field = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      section="congress"
      title={t("sittings.toAgenda")}
      trail={[...trailTo(page, view), { href: view.href, label: textIn(view.title, page.language).text }]}
      before={
        <>
          <Order page={page} view={view} />
          {requests && (
            <p class="told">
              {t("sittings.requests", { count: requests.count })}{" "}
              <a href={requests.href}>{t("sittings.toRequests")}</a>
            </p>
          )}
        </>
      }
      action={`${view.href}/agenda`}
      withFile
      freshKey={freshKey}
      send={t("sittings.addItem")}
      after={
        <p class="acts">
          <a class="button second" href={`${view.href}/plan`}>
            {t("sittings.changePlan")}
          </a>
          <a class="button second" href={`${view.href}/conference`}>
            {t("sittings.conference")}
          </a>
        </p>
      }
    >
      <h2>{t("sittings.newItem")}</h2>
      <TextField {...field} name="title" label={t("sittings.itemTitle")} required maxlength={300} />
      <LanguageField page={page} form={form} label={t("sittings.language")} />
      <Select
        {...field}
        name="kind"
        label={t("sittings.itemKind")}
        required
        choices={itemKinds.map((kind) => ({ value: kind, label: t(`sittings.kind.${kind}`) }))}
      />
      <TextField
        {...field}
        name="plannedMinutes"
        inputmode="numeric"
        label={t("sittings.plannedMinutes")}
        maxlength={4}
      />
      {papers.length > 0 && (
        <Select
          {...field}
          name="paper"
          label={t("sittings.paper")}
          empty={t("sittings.noPaper")}
          choices={papers}
        />
      )}
      <FileField {...field} name="file" label={t("sittings.file")} accept=".pdf,.txt,image/*" />
    </FormPage>
  );
}

/** The agenda, with what moves an item that waits. */
function Order({ page, view }: { page: Page; view: SittingView }) {
  const { t, language } = page;
  const waiting = view.items.filter(({ state }) => state === "waiting").map(({ id }) => id);
  if (view.items.length === 0) return <p class="nothing">{t("sittings.noItems")}</p>;
  const moved = (at: number, by: number) => {
    const order = [...waiting];
    const [one] = order.splice(at, 1);
    if (one) order.splice(at + by, 0, one);
    return order.join(" ");
  };
  return (
    <ol class="agenda">
      {view.items.map((item) => {
        const at = waiting.indexOf(item.id);
        const title = textIn(item.title, language).text;
        return (
          <li value={item.position}>
            <b>{title}</b> <Tag tone={itemTone[item.state]}>{t(`sittings.item.${item.state}`)}</Tag>
            {(at !== -1 || item.state === "postponed") && (
              <form method="post" action={`${view.href}/agenda/order`} class="acts">
                <a
                  class="button second"
                  href={`${view.href}/agenda/items/${item.id}`}
                  aria-label={t("sittings.editNamed", { title })}
                >
                  {t("sittings.edit")}
                </a>
                {at > 0 && (
                  <button
                    class="button second"
                    name="order"
                    value={moved(at, -1)}
                    aria-label={t("sittings.upNamed", { title })}
                  >
                    {t("sittings.up")}
                  </button>
                )}
                {at !== -1 && at < waiting.length - 1 && (
                  <button
                    class="button second"
                    name="order"
                    value={moved(at, 1)}
                    aria-label={t("sittings.downNamed", { title })}
                  >
                    {t("sittings.down")}
                  </button>
                )}
              </form>
            )}
          </li>
        );
      })}
    </ol>
  );
}
