// A delegation as its own organisation sees it: whom it named, how that stands, and naming more.
import type {
  DelegateEntry,
  SittingSummary,
  NamedOrganization,
  SeatKind,
  Seats,
  SubstitutionEntry,
} from "#assembly";
import { type Edition, editionPath } from "#congress";
import { textIn } from "#platform/multilingual";
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
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { timeAt, zoneOf, zoneOfEdition } from "./edition-times.ts";
import { editionTrail } from "./organs.page.tsx";
import { delegateTone } from "./words.ts";

export const nominationsPath = (edition: string, organization: string) =>
  `${editionPath(edition)}/delegations/${organization}`;

type DelegationProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly edition: Edition;
  readonly organization: NamedOrganization;
  readonly seats: Seats;
  readonly delegates: Paged<DelegateEntry>;
  /** Those named or accepted, for each kind of seat. */
  readonly taken: Readonly<Record<SeatKind, number>>;
  readonly nameable: readonly { readonly id: string; readonly name: string }[];
  /** Accepted people, to choose who stands in for whom. */
  readonly accepted: readonly DelegateEntry[];
  readonly substitutions: readonly SubstitutionEntry[];
  /** Sittings to come, of which one names the time of a substitution. */
  readonly sittings: readonly SittingSummary[];
};

export function DelegationPage(props: DelegationProps) {
  const { page, edition, organization, seats, delegates, taken } = props;
  const { t } = page;
  const title = t("room.delegation.title", { name: textIn(organization.name, page.language).text });
  return (
    <Layout page={page} title={title} section="congress">
      <Crumbs page={page} trail={editionTrail(page, edition)} />
      <h1>{title}</h1>
      <p class="lede">
        {t("room.delegation.seats", { taken: taken.delegate, most: seats.seats })}{" "}
        {t("room.delegation.alternates", { taken: taken.alternate, most: seats.alternates })}
      </p>
      {seats.until && (
        <p>
          {t("room.delegation.until", {
            until: timeAt(page, edition, seats.until, "long"),
            zone: zoneOf(page, edition, seats.until),
          })}
        </p>
      )}
      <FormRefusal t={t} form={props.form} />
      {delegates.total === 0 && <Nothing>{t("room.delegation.nobody")}</Nothing>}
      <ul class="list">
        {delegates.items.map((delegate) => (
          <Named {...props} delegate={delegate} />
        ))}
      </ul>
      <Pages page={page} paged={delegates} />
      <Nominate {...props} />
      <Substitutions {...props} />
    </Layout>
  );
}

function Named({
  page,
  form,
  edition,
  organization,
  delegate,
}: DelegationProps & { delegate: DelegateEntry }) {
  const { t } = page;
  const living = delegate.state === "nominated" || delegate.state === "accepted";
  const own = form.typed["delegateId"] === delegate.id;
  return (
    <li>
      <div>
        {delegate.name} <Tag tone={delegateTone[delegate.state]}>{t(`room.state.${delegate.state}`)}</Tag>
      </div>
      <small>{t(`room.seat.${delegate.seat}`)}</small>
      {delegate.reason && (
        <p class="trace">
          <Said page={page} field={delegate.reason} />
        </p>
      )}
      {living && (
        <details open={own}>
          <summary>{t("room.delegation.withdraw")}</summary>
          <p class="hint">{t("room.delegation.withdrawHint")}</p>
          <form method="post" action={`${nominationsPath(edition.slug, organization.slug)}/withdraw`}>
            <input type="hidden" name="delegateId" value={delegate.id} />
            <div class="field">
              <label for={`reason-${delegate.id}`}>{t("room.delegation.reason")}</label>
              <textarea id={`reason-${delegate.id}`} name="reason" rows={2} maxlength={1000} required>
                {own ? (form.typed["reason"] ?? "") : ""}
              </textarea>
            </div>
            <input type="hidden" name="language" value={page.language} />
            <Submit label={t("room.delegation.withdraw")} second />
          </form>
        </details>
      )}
    </li>
  );
}

const seatKinds = ["delegate", "alternate"] as const;

function Nominate({ page, form, freshKey, edition, organization, nameable }: DelegationProps) {
  const { t } = page;
  const chosen = new Set((form.typed["people"] ?? "").split(","));
  return (
    <section>
      <h2 id="nominate">{t("room.delegation.nominate")}</h2>
      <form method="post" action={nominationsPath(edition.slug, organization.slug)}>
        <RequestKey form={form} fresh={freshKey} />
        <Select
          t={t}
          form={form}
          name="seat"
          label={t("room.delegation.as")}
          required
          choices={seatKinds.map((value) => ({ value, label: t(`room.seat.${value}`) }))}
        />
        <TextArea
          t={t}
          form={form}
          name="names"
          needed
          label={t("room.delegation.names")}
          hint={t("room.delegation.namesHint")}
          rows={4}
        />
        {nameable.length > 0 && (
          <fieldset>
            <legend>{t("room.delegation.people")}</legend>
            {nameable.map(({ id, name }) => (
              <label class="choice">
                <input type="checkbox" name="people" value={id} checked={chosen.has(id)} />
                {name}
              </label>
            ))}
          </fieldset>
        )}
        <p class="hint">{t("room.delegation.whoSees")}</p>
        <Submit label={t("room.delegation.nominate")} />
      </form>
    </section>
  );
}

/** A sitting, or a time of its own. */
function Time({ page, form, edition, sittings }: DelegationProps) {
  const { t } = page;
  const choices = sittings.map(({ number, title, startsAt, zone }) => {
    const at = timeAt(page, { zone }, startsAt);
    const label = `${textIn(title, page.language).text}, ${at}, ${zoneOf(page, { zone }, startsAt)}`;
    return { value: String(number), label };
  });
  return (
    <>
      {choices.length > 0 && (
        <Select
          t={t}
          form={form}
          name="sitting"
          label={t("room.delegation.sitting")}
          empty={t("room.delegation.noSitting")}
          choices={choices}
        />
      )}
      <TextField
        t={t}
        form={form}
        name="startsAt"
        type="datetime-local"
        label={t("room.delegation.from")}
        hint={t("room.times.typed", { zone: zoneOfEdition(page, edition) })}
        needed
      />
      <TextField
        t={t}
        form={form}
        name="endsAt"
        type="datetime-local"
        label={t("room.delegation.to")}
        needed
      />
    </>
  );
}

function Substitutions(props: DelegationProps) {
  const { page, form, freshKey, edition, organization, accepted, substitutions } = props;
  const { t } = page;
  const choices = (seat: SeatKind) =>
    accepted.filter((one) => one.seat === seat).map(({ id, name }) => ({ value: id, label: name }));
  const [delegates, alternates] = [choices("delegate"), choices("alternate")];
  if (delegates.length === 0 || alternates.length === 0) return null;
  const at = (date: Date) => timeAt(page, edition, date);
  const base = nominationsPath(edition.slug, organization.slug);
  return (
    <section>
      <h2 id="substitutions">{t("room.delegation.substitutions")}</h2>
      <p>{t("room.delegation.substitutionsHow")}</p>
      {substitutions.length > 0 && (
        <p class="quiet">{t("room.times.told", { zone: zoneOfEdition(page, edition) })}</p>
      )}
      <ul class="list">
        {substitutions.map((one) => (
          <li>
            <div>
              {t("room.delegation.standsIn", { alternate: one.alternate, delegate: one.delegate })}{" "}
              {one.ended && <Tag tone="quiet">{t("room.delegation.ended")}</Tag>}
            </div>
            <small>{t("room.delegation.fromTo", { from: at(one.startsAt), to: at(one.endsAt) })}</small>
            {!one.ended && (
              <form method="post" action={`${base}/substitutions/end`}>
                <input type="hidden" name="substitutionId" value={one.id} />
                <Submit label={t("room.delegation.endSubstitution")} second />
              </form>
            )}
          </li>
        ))}
      </ul>
      <form method="post" action={`${base}/substitutions`}>
        <RequestKey form={form} fresh={freshKey} />
        <Select
          t={t}
          form={form}
          name="delegateId"
          label={t("room.seat.delegate")}
          required
          choices={delegates}
        />
        <Select
          t={t}
          form={form}
          name="alternateId"
          label={t("room.seat.alternate")}
          required
          choices={alternates}
        />
        <Time {...props} />
        <Submit label={t("room.delegation.substitute")} second />
      </form>
    </section>
  );
}
