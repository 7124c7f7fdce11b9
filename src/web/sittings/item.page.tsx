// Changing an item of an agenda that waits.
import { type AgendaItemView, itemKinds, type SittingView } from "#assembly";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type Choice, FileField, type FormState, Select, TextField } from "../layout/forms.tsx";
import { InLanguages } from "../layout/in-languages.tsx";
import type { Page } from "../request.ts";
import { trailTo } from "./sitting.page.tsx";

type ItemProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly view: SittingView;
  readonly item: AgendaItemView;
  readonly papers: readonly Choice[];
  readonly takenAway: readonly string[];
};

export function ItemPage(props: ItemProps) {
  const { page, form, view, item, papers } = props;
  const { t, language } = page;
  const field = { t, form };
  const trail = [
    ...trailTo(page, view),
    { href: view.href, label: textIn(view.title, language).text },
    { href: `${view.href}/agenda`, label: t("sittings.toAgenda") },
  ];
  return (
    <FormPage
      page={page}
      form={form}
      section="congress"
      title={t("sittings.changeItem")}
      trail={trail}
      withFile
      send={t("sittings.changeItemSend")}
    >
      <input
        type="hidden"
        name="expectedVersion"
        value={form.typed["expectedVersion"] || String(view.version)}
      />
      <InLanguages
        page={page}
        form={form}
        name="title"
        label={t("sittings.itemTitle")}
        field={item.title}
        maxlength={300}
      />
      <Select
        {...field}
        name="kind"
        label={t("sittings.itemKind")}
        required
        value={item.kind}
        choices={itemKinds.map((kind) => ({ value: kind, label: t(`sittings.kind.${kind}`) }))}
      />
      <TextField
        {...field}
        name="plannedMinutes"
        inputmode="numeric"
        label={t("sittings.plannedMinutes")}
        maxlength={4}
        value={item.plannedMinutes === null ? "" : String(item.plannedMinutes)}
      />
      <OnTheTable {...props} />
      {papers.length > 0 && (
        <Select
          {...field}
          name="paper"
          label={t("sittings.addPaper")}
          empty={t("sittings.noPaper")}
          choices={papers}
        />
      )}
      <FileField {...field} name="file" label={t("sittings.addFile")} accept=".pdf,.txt,image/*" />
    </FormPage>
  );
}

/** What lies there, each with a box that takes it away. */
function OnTheTable({ page: { t, language }, item, takenAway }: ItemProps) {
  if (item.documents.length === 0) return null;
  return (
    <fieldset>
      <legend>{t("sittings.onTable")}</legend>
      {item.documents.map(({ key, title, amendment, fileName, text }) => {
        const named = fileName ?? (title ? textIn(title, language).text : (text ?? ""));
        const name =
          amendment === null ? named : `${t("sittings.amendment", { number: amendment })} · ${named}`;
        return (
          <label class="choice">
            <input type="checkbox" name="takenAway" value={key} checked={takenAway.includes(key)} />
            <span>{t("sittings.takeAway", { name })}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
