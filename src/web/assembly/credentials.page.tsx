// What the credentials commission decides on: several people at once, with a reason for those it does not accept.
import { type DelegateEntry, type DelegateFilter, delegateStates } from "#assembly";
import { type Edition, editionPath } from "#congress";
import { FormRefusal, type FormState, LanguageField, TextArea } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { editionTrail } from "./organs.page.tsx";
import { delegateTone } from "./words.ts";

type CredentialsProps = {
  readonly page: Page;
  readonly form: FormState;
  /** Whom the form that was refused had chosen. */
  readonly chosen: ReadonlySet<string>;
  readonly edition: Edition;
  readonly filter: DelegateFilter;
  readonly delegates: Paged<DelegateEntry>;
};

export function CredentialsPage({ page, form, chosen, edition, filter, delegates }: CredentialsProps) {
  const { t } = page;
  const base = editionPath(edition.slug);
  const deciding = filter.state === "nominated";
  return (
    <Layout page={page} title={t("room.credentials.title")} section="congress">
      <Crumbs page={page} trail={editionTrail(page, edition)} />
      <h1>{t("room.credentials.title")}</h1>
      <p class="lede">{t("room.credentials.lede")}</p>
      <p class="acts">
        <a class="button second" href={`${base}/badges`}>
          {t("room.badges.title")}
        </a>
        <a class="button second" href={`${base}/door`}>
          {t("room.door.title")}
        </a>
        <a class="button second" href={`${base}/door/aside`}>
          {t("room.aside.title")}
        </a>
      </p>
      <nav class="ways" aria-label={t("room.credentials.show")}>
        <ul>
          {delegateStates.map((state) => (
            <li>
              <a
                href={`${base}/credentials?state=${state}`}
                aria-current={state === filter.state ? "page" : undefined}
              >
                {t(`room.state.${state}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{t("room.credentials.count", { count: delegates.total })}</h2>
      {delegates.total === 0 && <Nothing>{t("room.credentials.empty")}</Nothing>}
      <form method="post" action={`${base}/credentials`} class="wide">
        <FormRefusal t={t} form={form} />
        <ul class="list">
          {delegates.items.map((delegate) => (
            <Entry page={page} delegate={delegate} deciding={deciding} chosen={chosen} />
          ))}
        </ul>
        {deciding && delegates.items.length > 0 && <Deciding page={page} form={form} />}
      </form>
      <Pages page={page} paged={delegates} />
    </Layout>
  );
}

type EntryProps = Pick<CredentialsProps, "page" | "chosen"> & { delegate: DelegateEntry; deciding: boolean };

function Entry({ page, delegate, deciding, chosen }: EntryProps) {
  const { t } = page;
  const { id, name, organization, seat, state, reason } = delegate;
  const what = (
    <span>
      {name} {!deciding && <Tag tone={delegateTone[state]}>{t(`room.state.${state}`)}</Tag>}
      <br />
      <small>
        <Said page={page} field={organization.name} /> · {t(`room.seat.${seat}`)}
      </small>
    </span>
  );
  return (
    <li>
      {deciding ? (
        <label class="choice">
          <input type="checkbox" name="delegateIds" value={id} checked={chosen.has(id)} />
          {what}
        </label>
      ) : (
        <div>{what}</div>
      )}
      {reason && (
        <p class="trace">
          <Said page={page} field={reason} />
        </p>
      )}
    </li>
  );
}

function Deciding({ page, form }: Pick<CredentialsProps, "page" | "form">) {
  const { t } = page;
  return (
    <>
      <p class="acts">
        <button class="button" type="submit" name="verdict" value="accept">
          {t("room.credentials.accept")}
        </button>
      </p>
      <details open={form.typed["verdict"] === "refuse"}>
        <summary>{t("room.credentials.refuseSummary")}</summary>
        <TextArea
          t={t}
          form={form}
          name="reason"
          needed
          label={t("room.credentials.reason")}
          hint={t("room.credentials.reasonHint")}
          rows={3}
          maxlength={1000}
        />
        <LanguageField page={page} form={form} label={t("congress-acts.reasonLanguage")} />
        <button class="button second" type="submit" name="verdict" value="refuse">
          {t("room.credentials.refuse")}
        </button>
      </details>
    </>
  );
}
