// The seats of an edition: what was decided, what each delegation has, and the form that shows a division before it is set.
import { apportionmentRules } from "#algorithms/apportionment";
import type { Call, DelegationSeats, SeatMethod, SeatPreview } from "#assembly";
import { type Edition, editionPath } from "#congress";
import { regionName, regions } from "#platform/geography/index";
import { LanguageField } from "../layout/forms.tsx";
import {
  FormRefusal,
  type FormState,
  RequestKey,
  Select,
  Submit,
  TextArea,
  TextField,
} from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Num, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { timeAt, zoneOf, zoneOfEdition } from "./edition-times.ts";
import { editionTrail } from "./organs.page.tsx";

const DELEGATIONS_A_PAGE = 60;

/** How the seats were found, in a sentence. */
export function methodWords(page: Page, method: SeatMethod): string {
  const { t } = page;
  if (method.kind === "each") return t("room.seats.method.each", { seats: method.seats });
  if (method.kind === "by_region") {
    const total = Object.values(method.seats).reduce((sum, seats) => sum + seats, 0);
    return t("room.seats.method.by_region", { seats: total });
  }
  return t("room.seats.method.apportioned", {
    seats: method.seats,
    rule: t(`room.seats.rule.${method.rule}`),
  });
}

type SeatsProps = {
  readonly page: Page;
  readonly edition: Edition;
  readonly calls: readonly Call[];
  readonly delegations: readonly DelegationSeats[];
  readonly maySet: boolean;
  readonly asked: number;
};

export function SeatsPage({ page, edition, calls, delegations, maySet, asked }: SeatsProps) {
  const { t } = page;
  const [call] = calls;
  const paged = pageOf(delegations, asked, DELEGATIONS_A_PAGE);
  const total = delegations.reduce((sum, { seats }) => sum + seats, 0);
  return (
    <Layout page={page} title={t("room.seats.title")} section="congress">
      <Crumbs page={page} trail={editionTrail(page, edition)} />
      <h1>{t("room.seats.title")}</h1>
      <p class="lede">{call ? methodWords(page, call.method) : t("room.seats.noCall")}</p>
      {call && <Decided page={page} edition={edition} call={call} />}
      {maySet && (
        <p class="acts">
          <a class="button" href={`${editionPath(edition.slug)}/seats/set`}>
            {t("room.seats.set")}
          </a>
        </p>
      )}
      <h2 id="delegations">{t("room.seats.total", { seats: total, count: delegations.length })}</h2>
      {delegations.length === 0 && <Nothing>{t("room.seats.nobodyCalled")}</Nothing>}
      <DelegationsTable page={page} delegations={paged.items} />
      <Pages page={page} paged={paged} to="delegations" />
    </Layout>
  );
}

/** Seats and accepted people of delegations, as numbers: what everybody may know of who makes up a plenary. */
export function DelegationsTable(props: { page: Page; delegations: readonly DelegationSeats[] }) {
  const { page, delegations } = props;
  const { t } = page;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t("room.seats.delegation")}</th>
            <th scope="col" class="num">
              {t("room.seats.seats")}
            </th>
            <th scope="col" class="num">
              {t("room.seats.accepted")}
            </th>
          </tr>
        </thead>
        <tbody>
          {delegations.map((one) => (
            <tr>
              <td>
                <a href={`/organizations/${one.slug}`}>
                  <Said page={page} field={one.name} />
                </a>
              </td>
              <td class="num">
                <Num page={page} value={one.seats} />
              </td>
              <td class="num">
                <Num page={page} value={one.accepted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Decided({ page, edition, call }: { page: Page; edition: Edition; call: Call }) {
  const { t } = page;
  return (
    <>
      <p>
        <Said page={page} field={call.decision} />
      </p>
      <p>
        {t("room.seats.alternates", { count: call.alternatesForSeat })}{" "}
        {call.nominationsUntil && (
          <>
            {t("room.seats.until", {
              until: timeAt(page, edition, call.nominationsUntil, "long"),
              zone: zoneOf(page, edition, call.nominationsUntil),
            })}
          </>
        )}
      </p>
      <p>
        <small>
          {t("room.seats.setOn")} <When page={page} at={call.setAt} style="medium" zone={edition.zone} /> ·{" "}
          <a href={`/log/acts/${call.actId}`}>{t("congress.proof")}</a>
        </small>
      </p>
    </>
  );
}

const kinds = ["each", "by_region", "apportioned"] as const;

type SetProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly edition: Edition;
  readonly delegations: readonly DelegationSeats[];
  readonly preview: SeatPreview | undefined;
};

function Each({ page, form }: Pick<SetProps, "page" | "form">) {
  const { t } = page;
  return (
    <TextField t={t} form={form} name="each" type="number" needed label={t("room.seats.each")} value="1" />
  );
}

function ByRegion({ page, form, delegations }: Pick<SetProps, "page" | "form" | "delegations">) {
  const { t } = page;
  const called = Map.groupBy(delegations, ({ region }) => region);
  return (
    <>
      <p class="hint">{t("room.seats.byRegionHint")}</p>
      {regions
        .filter((region) => called.has(region))
        .map((region) => (
          <TextField
            t={t}
            form={form}
            name={`region-${region}`}
            type="number"
            needed
            label={t("room.seats.ofRegion", {
              region: regionName(region, page.language),
              count: called.get(region)?.length ?? 0,
            })}
          />
        ))}
    </>
  );
}

function Apportioned({ page, form, delegations }: Pick<SetProps, "page" | "form" | "delegations">) {
  const { t } = page;
  const example = delegations.map(({ slug }) => `${slug} 1`).join("\n");
  return (
    <>
      <Select
        t={t}
        form={form}
        name="rule"
        label={t("room.seats.ruleLabel")}
        required
        value="sainte_lague"
        choices={apportionmentRules.map((value) => ({ value, label: t(`room.seats.rule.${value}`) }))}
      />
      <TextField t={t} form={form} name="seats" type="number" needed label={t("room.seats.totalLabel")} />
      <TextField
        t={t}
        form={form}
        name="least"
        type="number"
        needed
        label={t("room.seats.least")}
        value="1"
      />
      <TextField
        t={t}
        form={form}
        name="most"
        type="number"
        label={t("room.seats.most")}
        hint={t("room.form.noLimitHint")}
      />
      <TextArea
        t={t}
        form={form}
        name="weights"
        needed
        label={t("room.seats.weights")}
        hint={t("room.seats.weightsHint")}
        rows={8}
        value={example}
      />
    </>
  );
}

function Preview({ page, preview }: { page: Page; preview: SeatPreview }) {
  const { t } = page;
  const tied = preview.called.filter((one) => one.tied);
  return (
    <section id="preview" class="told" role="status">
      <h2>{t("room.seats.previewTitle", { seats: preview.total })}</h2>
      <ul class="columns">
        {preview.called.slice(0, 200).map((one) => (
          <li>
            <b>
              <Num page={page} value={one.seats} />
            </b>{" "}
            <Said page={page} field={one.name} />
          </li>
        ))}
      </ul>
      {tied.length > 0 && <p>{t("room.seats.tied", { count: tied.length })}</p>}
    </section>
  );
}

/** What a call says besides the seats. */
function AndMore({ page, form, edition }: Pick<SetProps, "page" | "form" | "edition">) {
  const { t } = page;
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="alternatesForSeat"
        type="number"
        label={t("room.seats.alternatesLabel")}
        required
        value="1"
      />
      <TextField
        t={t}
        form={form}
        name="until"
        type="datetime-local"
        label={t("room.seats.untilLabel")}
        hint={t("room.times.typed", { zone: zoneOfEdition(page, edition) })}
      />
      <TextArea
        t={t}
        form={form}
        name="decision"
        needed
        label={t("room.form.decision")}
        hint={t("room.seats.decisionHint")}
        rows={3}
        maxlength={1000}
      />
    </>
  );
}

export function SetSeatsPage(props: SetProps) {
  const { page, form, freshKey, edition, preview } = props;
  const { t } = page;
  const chosen = form.typed["kind"] ?? "each";
  return (
    <Layout page={page} title={t("room.seats.set")} section="congress">
      <Crumbs
        page={page}
        trail={[
          ...editionTrail(page, edition),
          { href: `${editionPath(edition.slug)}/seats`, label: t("room.seats.title") },
        ]}
      />
      <h1>{t("room.seats.set")}</h1>
      <p class="lede">{t("room.seats.setLede")}</p>
      {preview && <Preview page={page} preview={preview} />}
      <form method="post">
        <FormRefusal t={t} form={form} />
        <RequestKey form={form} fresh={freshKey} />
        {kinds.map((kind) => (
          <fieldset>
            <legend>
              <label class="choice">
                <input type="radio" name="kind" value={kind} checked={chosen === kind} />
                {t(`room.seats.kind.${kind}`)}
              </label>
            </legend>
            {kind === "each" ? (
              <Each {...props} />
            ) : kind === "by_region" ? (
              <ByRegion {...props} />
            ) : (
              <Apportioned {...props} />
            )}
          </fieldset>
        ))}
        <AndMore page={page} form={form} edition={edition} />
        <LanguageField page={page} form={form} label={t("room.form.decisionLanguage")} />
        <p class="acts">
          <button class="button second" type="submit" name="act" value="preview">
            {t("room.seats.preview")}
          </button>
          <Submit label={t("room.seats.send")} />
        </p>
      </form>
    </Layout>
  );
}
