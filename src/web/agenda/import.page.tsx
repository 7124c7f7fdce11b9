// An organisation's calendar file: what of it would be announced, changed or refused, and then the yes.
import { actionKinds, type CampaignView, type Judged, MOST_CALENDAR_BYTES, type Preview } from "#agenda";
import { textIn } from "#platform/multilingual";
import {
  CountryField,
  FileField,
  type FormState,
  LanguageField,
  Select,
  TextField,
} from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Nothing, Tag, type Tone } from "../layout/parts.tsx";
import { refusalSentence } from "../refusals.tsx";
import type { Page } from "../request.ts";
import { agendaTrail } from "./campaign.page.tsx";
import { daysWords } from "./words.tsx";

type ImportProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly campaigns: readonly CampaignView[];
};

export function ImportPage({ page, form, organizations, campaigns }: ImportProps) {
  const { t, language } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("agenda.act.import")}
      section="agenda"
      trail={agendaTrail(page)}
      lede={t("agenda.import.lede")}
      withFile
      send={t("agenda.import.preview")}
    >
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("agenda.form.organization")}
        required
        choices={organizations.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <FileField
        t={t}
        form={form}
        name="bytes"
        label={t("agenda.import.file")}
        hint={t("agenda.import.fileHint", { limit: MOST_CALENDAR_BYTES })}
        accept=".ics,text/calendar"
        required
      />
      <p>{t("agenda.import.choices")}</p>
      <Select
        t={t}
        form={form}
        name="campaign"
        label={t("agenda.form.campaign")}
        empty={t("agenda.form.noCampaign")}
        choices={campaigns.map((campaign) => ({
          value: campaign.slug,
          label: `${textIn(campaign.title, language).text} · ${daysWords(page, campaign, campaign)}`,
        }))}
      />
      <Select
        t={t}
        form={form}
        name="kind"
        label={t("agenda.facet.kind")}
        required
        choices={actionKinds.map((kind) => ({ value: kind, label: t(`agenda.kind.${kind}`) }))}
      />
      <TextField t={t} form={form} name="city" label={t("agenda.form.city")} required maxlength={120} />
      <CountryField page={page} form={form} label={t("agenda.facet.country")} empty="" required />
      <LanguageField page={page} form={form} label={t("agenda.form.language")} />
    </FormPage>
  );
}

const tones: Readonly<Record<Judged["verdict"], Tone>> = {
  new: "done",
  changed: "going",
  unchanged: "plain",
  cancelled: "late",
  refused: "late",
};

const order: readonly Judged["verdict"][] = ["new", "changed", "cancelled", "refused", "unchanged"];

export function PreviewPage({ page, preview }: { page: Page; preview: Preview }) {
  const { t } = page;
  const counts = Map.groupBy(preview.entries, ({ verdict }) => verdict);
  const acts = preview.entries.filter(({ verdict }) =>
    ["new", "changed", "cancelled"].includes(verdict),
  ).length;
  const sorted = preview.entries.toSorted(
    (one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict),
  );
  return (
    <Layout page={page} title={t("agenda.import.previewTitle")} section="agenda">
      <Crumbs
        page={page}
        trail={[...agendaTrail(page), { href: "/agenda/import", label: t("agenda.act.import") }]}
      />
      <h1>{t("agenda.import.previewTitle")}</h1>
      <p class="lede">{t("agenda.import.previewLede")}</p>
      <ul class="figures">
        {order.map((verdict) => (
          <li>
            <b>{counts.get(verdict)?.length ?? 0}</b>
            {t(`agenda.import.verdict.${verdict}`)}
          </li>
        ))}
      </ul>
      {acts === 0 && <Nothing>{t("agenda.import.nothingToDo")}</Nothing>}
      {acts > 0 && (
        <form method="post" action={`/agenda/import/${preview.id}`}>
          <p class="acts">
            <button class="button" type="submit">
              {t("agenda.import.confirm", { count: acts })}
            </button>
            <a class="button second" href="/agenda/import">
              {t("agenda.import.another")}
            </a>
          </p>
        </form>
      )}
      <ul class="list">
        {sorted.map((entry) => (
          <Entry page={page} entry={entry} />
        ))}
      </ul>
    </Layout>
  );
}

function Entry({ page, entry }: { page: Page; entry: Judged }) {
  const { t } = page;
  const { moment, times, reason, number, verdict } = entry;
  return (
    <li>
      <div>
        {number === null ? (
          entry.title || t("agenda.import.untitled")
        ) : (
          <a href={`/agenda/actions/${number}`}>{entry.title}</a>
        )}{" "}
        <Tag tone={tones[verdict]}>{t(`agenda.import.verdict.${verdict}`)}</Tag>
      </div>
      {reason && <p class="reason">{refusalSentence(t, { reason, facts: entry.facts })}</p>}
      {moment && (
        <small>
          {[
            moment.startsLocal.replace("T", " "),
            moment.zone,
            times > 1 && t("agenda.import.times", { count: times }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </small>
      )}
    </li>
  );
}
