// Single days of a series: those that were moved or called off, with why; and the form by which its organisation does so.
import type { ActionView, DayChange, Occurrence } from "#agenda";
import { instantOf } from "#algorithms/time-zones";
import { type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import { Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { spanWords, timeWords } from "./words.tsx";
import { formatDate } from "#platform/i18n/i18n";

type DayChangesProps = {
  readonly page: Page;
  readonly action: ActionView;
  readonly changes: readonly DayChange[];
};

function wordsOf(page: Page, action: ActionView, { startsLocal, endsLocal }: DayChange): string {
  if (startsLocal === null || endsLocal === null) return page.t("agenda.day.cancelled");
  if (action.allDay) return page.t("agenda.day.movedTo", { when: formatDate(startsLocal, page.language) });
  const [from, to] = [instantOf(action.zone, startsLocal), instantOf(action.zone, endsLocal)];
  return page.t("agenda.day.movedTo", { when: spanWords(page, action, from, to) });
}

export function DayChanges({ page, action, changes }: DayChangesProps) {
  if (changes.length === 0) return null;
  return (
    <>
      <h2>{page.t("agenda.day.changes")}</h2>
      <ul>
        {changes.map((change) => (
          <li>
            <b>{formatDate(change.day, page.language)}</b>: {wordsOf(page, action, change)}
            <br />
            <small>
              <Said page={page} field={change.reason} />
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

type DayFormProps = {
  readonly page: Page;
  readonly action: ActionView;
  readonly days: readonly Occurrence[];
  readonly form: FormState;
};

/** Where a reason of a refusal stands: beside the field that people filled in. */
export function fieldOfDay(path: string): string {
  if (path === "startsLocal") return "startsOn";
  if (path === "endsLocal") return "endsTime";
  return path === "reason" ? "dayReason" : "day";
}

export function DayForm({ page, action, days, form }: DayFormProps) {
  const { t } = page;
  const path = `/agenda/actions/${action.number}/days`;
  if (days.length === 0) return null;
  return (
    <details open={form.refusal !== undefined && form.typed["day"] !== undefined}>
      <summary>{t("agenda.day.title")}</summary>
      <form method="post" action={`${path}/move`}>
        <p class="hint">{t("agenda.day.hint")}</p>
        <Select
          t={t}
          form={form}
          name="day"
          label={t("agenda.day.which")}
          required
          choices={days.map(({ seriesDay, startsAt }) => ({
            value: seriesDay,
            label: `${formatDate(seriesDay, page.language)}, ${timeWords(page, action, startsAt)}`,
          }))}
        />
        <TextArea
          t={t}
          form={form}
          name="dayReason"
          label={t("agenda.reason")}
          hint={t("agenda.reasonHint")}
          required
          rows={2}
        />
        <p class="acts">
          <button class="button second" type="submit" formaction={`${path}/cancel`}>
            {t("agenda.day.cancel")}
          </button>
        </p>
        <TextField t={t} form={form} name="startsOn" label={t("agenda.day.newDay")} type="date" />
        {!action.allDay && (
          <TextField t={t} form={form} name="startsTime" label={t("agenda.form.startsTime")} type="time" />
        )}
        <TextField
          t={t}
          form={form}
          name="endsOn"
          label={t("agenda.day.newEndDay")}
          hint={t("agenda.form.endsOnHint")}
          type="date"
        />
        {!action.allDay && (
          <TextField t={t} form={form} name="endsTime" label={t("agenda.form.endsTime")} type="time" />
        )}
        <p class="acts">
          <button class="button" type="submit">
            {t("agenda.day.move")}
          </button>
        </p>
      </form>
    </details>
  );
}
