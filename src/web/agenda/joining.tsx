// Holding an action together, on its page: what the reader's organisations asked, and what those who announced it answer.
import type { ActionView, Joining } from "#agenda";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { type FormState, Submit, TextArea } from "../layout/forms.tsx";
import { Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export type JoiningOffers = {
  /** Organisations of the reader that may ask. */
  readonly ask: readonly { readonly id: string; readonly name: string }[];
  /** How organisations of the reader stand that asked. */
  readonly own: readonly Joining[];
  /** Of those who announced the action: how others stand. */
  readonly others: readonly Joining[];
};

type JoiningProps = {
  readonly page: Page;
  readonly action: ActionView;
  readonly joining: JoiningOffers;
  readonly form: FormState;
};

const pathOf = (action: ActionView) => `/agenda/actions/${action.number}/organizers`;

export function JoiningActs(props: JoiningProps) {
  return (
    <>
      {props.joining.own.map((own) => (
        <Own {...props} own={own} />
      ))}
      <AskForm {...props} />
      <Others {...props} />
    </>
  );
}

/** For those who do the same thing: with a yes of those who announced it they become organisers of this one. */
function AskForm({ page: { t, language }, action, joining }: JoiningProps) {
  if (joining.ask.length === 0) return null;
  const [announcer] = action.organizers;
  return (
    <form method="post" action={`/agenda/actions/${action.number}/join`}>
      <div class="field">
        <label for="f-organizationId">{t("agenda.form.organization")}</label>
        {announcer && (
          <p class="hint">{t("joining.askHint", { organization: textIn(announcer.name, language).text })}</p>
        )}
        <select id="f-organizationId" name="organizationId">
          {joining.ask.map(({ id, name }) => (
            <option value={id}>{name}</option>
          ))}
        </select>
      </div>
      <Submit label={t("joining.ask")} second />
    </form>
  );
}

function OneButton({ path, id, label }: { path: string; id: string; label: string }) {
  return (
    <form method="post" action={path}>
      <input type="hidden" name="organizationId" value={id} />
      <Submit label={label} second />
    </form>
  );
}

function Own({ page, action, own }: JoiningProps & { own: Joining }) {
  const { t, language } = page;
  if (own.step === "left") return null;
  const organization = textIn(own.organization.name, language).text;
  return (
    <>
      <p>
        {t(`joining.your.${own.step}`, { organization })}{" "}
        {own.reason && <Said page={page} field={own.reason} />}
      </p>
      {(own.step === "asked" || own.step === "accepted") && (
        <OneButton
          path={`${pathOf(action)}/leave`}
          id={own.organization.id}
          label={t(own.step === "asked" ? "joining.withdraw" : "joining.leave")}
        />
      )}
    </>
  );
}

/** The open questions first, with an answer at once; whom nobody needs to answer any more folded away. */
function Others(props: JoiningProps) {
  const { page, joining } = props;
  const { t } = page;
  const of = (...steps: Joining["step"][]) => joining.others.filter(({ step }) => steps.includes(step));
  const [asking, together, away] = [of("asked"), of("accepted"), of("refused", "removed")];
  return (
    <>
      {asking.length > 0 && <h3>{t("joining.title")}</h3>}
      {asking.map((each) => (
        <Asking {...props} of={each} />
      ))}
      {together.length > 0 && <h3>{t("joining.together")}</h3>}
      {together.map((each) => (
        <TurnAway {...props} of={each} to="remove" />
      ))}
      {away.length > 0 && <h3>{t("joining.turnedAway")}</h3>}
      {away.map((each) => (
        <Away {...props} of={each} />
      ))}
    </>
  );
}

type Each = JoiningProps & { of: Joining };

function Asking(props: Each) {
  const { page, action, of } = props;
  const { t, language } = page;
  const organization = textIn(of.organization.name, language).text;
  return (
    <>
      <p>
        <a href={`/organizations/${of.organization.slug}`}>
          <Said page={page} field={of.organization.name} />
        </a>{" "}
        <small>{t("joining.asks", { day: formatDate(of.at, language) })}</small>
      </p>
      <OneButton
        path={`${pathOf(action)}/accept`}
        id={of.organization.id}
        label={t("joining.accept", { organization })}
      />
      <TurnAway {...props} to="refuse" />
    </>
  );
}

function TurnAway({ page, action, of, form, to }: Each & { to: "refuse" | "remove" }) {
  const { t, language } = page;
  const label = t(`joining.${to}`, { organization: textIn(of.organization.name, language).text });
  const name = `why-${of.organization.id}`;
  return (
    <details open={form.refusal !== undefined && form.typed[name] !== undefined}>
      <summary>{label}</summary>
      <form method="post" action={`${pathOf(action)}/${to}`}>
        {to === "remove" && <p class="hint">{t("joining.removeHint")}</p>}
        <input type="hidden" name="organizationId" value={of.organization.id} />
        <TextArea
          t={t}
          form={form}
          name={name}
          label={t("joining.reason")}
          hint={t("joining.reasonHint")}
          required
          rows={2}
          maxlength={1000}
        />
        <Submit label={label} />
      </form>
    </details>
  );
}

function Away({ page, action, of }: Each) {
  return (
    <>
      <p>
        <Said page={page} field={of.organization.name} />
        {of.reason && (
          <>
            {": "}
            <Said page={page} field={of.reason} />
          </>
        )}
      </p>
      <OneButton path={`${pathOf(action)}/accept`} id={of.organization.id} label={page.t("joining.letIn")} />
    </>
  );
}
