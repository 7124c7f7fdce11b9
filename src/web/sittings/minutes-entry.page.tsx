// Writing behind one entry of the minutes, or what is to be read instead of it, in each of the node's languages.
import { type MinutesEntry, type MinutesView, type SittingView, standingRemark } from "#assembly";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, Select } from "../layout/forms.tsx";
import { InLanguages } from "../layout/in-languages.tsx";
import type { Page } from "../request.ts";
import { Recorded } from "./minutes.page.tsx";
import { entryHref, sheetsOf } from "./minutes-sheets.ts";
import { trailTo } from "./sitting.page.tsx";

type EntryProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly view: SittingView;
  readonly minutes: MinutesView;
  readonly entry: MinutesEntry;
  readonly at: number;
  readonly freshKey: string;
};

export function EntryPage({ page, form, view, minutes, entry, at, freshKey }: EntryProps) {
  const { t, language } = page;
  const remark = standingRemark(minutes, at);
  const trail = [
    ...trailTo(page, view),
    { href: view.href, label: textIn(view.title, language).text },
    { href: entryHref(view, sheetsOf(minutes), at), label: t("sittings.toMinutes") },
  ];
  return (
    <FormPage
      page={page}
      form={form}
      section="congress"
      title={t("minutes.writeTitle")}
      trail={trail}
      before={
        <section class="card">
          <p class="eyebrow">{t("minutes.recorded")}</p>
          <Recorded page={page} minutes={minutes} entry={entry} />
        </section>
      }
      freshKey={freshKey}
      send={t("minutes.keep")}
    >
      <Select
        t={t}
        form={form}
        name="mode"
        label={t("minutes.modeLabel")}
        required
        value={remark?.mode ?? "added"}
        choices={["added", "instead"].map((mode) => ({ value: mode, label: t(`minutes.mode.${mode}`) }))}
      />
      <InLanguages
        page={page}
        form={form}
        name="words"
        label={t("minutes.words")}
        hint={t("minutes.wordsHint")}
        field={remark?.words}
        maxlength={4_000}
        rows={4}
        optional
      />
    </FormPage>
  );
}
