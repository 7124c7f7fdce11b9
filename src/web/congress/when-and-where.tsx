// When and where an edition meets, as the forms ask that convene a congress or a meeting.
import { CountryField, type FormState, TextField, ZoneField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";

export function WhenAndWhereFields({ page, form }: { page: Page; form: FormState }) {
  const { t } = page;
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="hostCity"
        label={t("congress-acts.convene.hostCity")}
        required
        maxlength={200}
      />
      <CountryField
        page={page}
        form={form}
        label={t("congress-acts.convene.country")}
        required
        empty={t("congress-acts.operation.choose")}
      />
      <ZoneField
        t={t}
        form={form}
        label={t("sittings.zone")}
        hint={t("congress-acts.convene.zoneHint")}
        empty={t("congress-acts.operation.choose")}
      />
      <TextField
        t={t}
        form={form}
        name="startsOn"
        type="date"
        label={t("congress-acts.convene.startsOn")}
        required
      />
      <TextField
        t={t}
        form={form}
        name="endsOn"
        type="date"
        label={t("congress-acts.convene.endsOn")}
        required
      />
    </>
  );
}
