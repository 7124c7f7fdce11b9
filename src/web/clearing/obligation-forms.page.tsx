// Entering what is owed: one obligation by form, or an organisation's books from a file.
import { obligationFileColumns, type DenominationUnit, denominationKey } from "#clearing";
import type { FieldRefusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { FileField, type FormState, Select, TextField } from "../layout/forms.tsx";
import { refusalSentence } from "../refusals.tsx";
import type { Page } from "../request.ts";
import type { ActingFor } from "./acting-for.ts";
import { OBLIGATIONS, obligationsTrail } from "./words.tsx";

type FormProps = {
  readonly page: Page;
  readonly organization: ActingFor;
  readonly form: FormState;
  readonly freshKey: string;
};

type EnterProps = FormProps & {
  readonly denominations: readonly DenominationUnit[];
  readonly today: string;
};

export function EnterPage({ page, organization, form, freshKey, denominations, today }: EnterProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={t("clearing.enter.title")}
      trail={obligationsTrail(page)}
      lede={t("clearing.enter.lede", { name: textIn(organization.name, page.language).text })}
      action={`${OBLIGATIONS}/new?organization=${organization.slug}`}
      freshKey={freshKey}
      send={t("clearing.enter.send")}
    >
      <Select
        t={t}
        form={form}
        name="side"
        label={t("clearing.enter.side")}
        required
        choices={[
          { value: "creditor", label: t("clearing.enter.theyOwe") },
          { value: "debtor", label: t("clearing.enter.weOwe") },
        ]}
      />
      <TextField
        t={t}
        form={form}
        name="counterparty"
        label={t("clearing.enter.counterparty")}
        hint={t("clearing.enter.counterpartyHint")}
        required
        maxlength={80}
      />
      <TextField
        t={t}
        form={form}
        name="amount"
        label={t("clearing.obligation.amount")}
        inputmode="decimal"
        required
        maxlength={40}
      />
      <DenominationField page={page} form={form} denominations={denominations} />
      <TextField
        t={t}
        form={form}
        name="sinceOn"
        type="date"
        label={t("clearing.enter.since")}
        required
        value={today}
      />
      <TextField t={t} form={form} name="dueOn" type="date" label={t("clearing.enter.due")} />
      <TextField t={t} form={form} name="text" label={t("clearing.enter.for")} maxlength={500} />
    </FormPage>
  );
}

type DenominationProps = Pick<EnterProps, "page" | "form" | "denominations">;

/** Those of the ledger first, then the official ones by their codes. */
export function DenominationField({ page, form, denominations }: DenominationProps) {
  const { t } = page;
  const names = new Intl.DisplayNames([page.language], { type: "currency", fallback: "none" });
  return (
    <Select
      t={t}
      form={form}
      name="denomination"
      label={t("clearing.enter.currency")}
      required
      empty={t("clearing.enter.choose")}
      choices={denominations.map((one) => {
        const name = one.name
          ? textIn(one.name, page.language).text
          : (one.officialCode && names.of(one.officialCode)) || "";
        return {
          value: denominationKey(one),
          label: name ? `${one.unit.code} – ${name}` : one.unit.code,
        };
      })}
    />
  );
}

export function FromFilePage({ page, organization, form, freshKey }: FormProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={t("clearing.file.title")}
      trail={obligationsTrail(page)}
      lede={t("clearing.file.lede", { name: textIn(organization.name, page.language).text })}
      action={`${OBLIGATIONS}/from-file?organization=${organization.slug}`}
      freshKey={freshKey}
      withFile
      send={t("clearing.file.send")}
      before={<Faults page={page} faults={form.refusal?.fields ?? []} />}
      after={<Columns page={page} />}
    >
      <FileField
        t={t}
        form={form}
        name="file"
        label={t("clearing.file.file")}
        hint={t("clearing.file.hint")}
        accept="text/csv,.csv"
        required
      />
    </FormPage>
  );
}

function Faults({ page, faults }: { readonly page: Page; readonly faults: readonly FieldRefusal[] }) {
  const lines = faults.filter(({ field }) => field.startsWith("lines."));
  if (lines.length === 0) return null;
  return (
    <ul class="refused">
      {lines.map((fault) => (
        <li>
          {page.t("clearing.file.fault", {
            line: fault.facts["line"] as number,
            column: fault.facts["column"] as string,
          })}{" "}
          {refusalSentence(page.t, fault)}
        </li>
      ))}
    </ul>
  );
}

const EXAMPLE = [
  obligationFileColumns.join(","),
  "owed,cooperativa-ejemplo,USD,1250.50,2031-03-01,2031-04-01,Maíz",
  "owing,comuna-ejemplo,USD,80,2031-03-04,,",
].join("\n");

function Columns({ page }: { readonly page: Page }) {
  const { t } = page;
  return (
    <section>
      <h2>{t("clearing.file.columns")}</h2>
      <table>
        <tbody>
          {obligationFileColumns.map((name) => (
            <tr>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{t(`clearing.file.column.${name}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <pre>{EXAMPLE}</pre>
    </section>
  );
}
