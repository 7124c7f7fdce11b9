// The reader's pots and circles, and the forms that begin them.
import {
  type CircleEntry,
  circlePath,
  type CircleState,
  covers,
  earlyRules,
  orderings,
  type PotEntry,
  potPath,
  rhythms,
  turnRules,
} from "#financing";
import type { Currency } from "#ledger";
import { FormPage } from "../layout/form-page.tsx";
import { type Choice, type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import { Nothing, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { belowEconomy, amountsIn, Frame, ProgressBar, savingsPath } from "./frame.tsx";

const circleTones: Readonly<Record<CircleState, Tone>> = {
  forming: "plain",
  running: "going",
  completed: "done",
  dissolved: "quiet",
};

export function CircleStand({ page, state }: { page: Page; state: CircleState }) {
  return <Tag tone={circleTones[state]}>{page.t(`financing.circle.state.${state}`)}</Tag>;
}

type SavingsProps = {
  readonly page: Page;
  readonly pots: readonly PotEntry[];
  readonly circles: readonly CircleEntry[];
  readonly currencies: ReadonlyMap<string, Currency>;
  readonly canBegin: boolean;
};

type Say = (currencyId: string, amount: bigint) => string;

export function SavingsPage({ page, pots, circles, currencies, canBegin }: SavingsProps) {
  const { t } = page;
  const say: Say = (currencyId, amount) => {
    const currency = currencies.get(currencyId);
    return currency ? amountsIn(page, currency)(amount) : "";
  };
  return (
    <Frame page={page} title={t("financing.savings")}>
      <p class="lede">{t("financing.savingsLede")}</p>
      <div class="row half">
        <section>
          <h2>{t("financing.pots")}</h2>
          {pots.length === 0 && <Nothing>{t("financing.noPots")}</Nothing>}
          <ul class="list">
            {pots.map((pot) => (
              <PotItem page={page} pot={pot} say={say} />
            ))}
          </ul>
          {canBegin && (
            <p class="acts">
              <a class="button second" href={`${savingsPath}/pots/new`}>
                {t("financing.pot.open")}
              </a>
            </p>
          )}
        </section>
        <section>
          <h2>{t("financing.circles")}</h2>
          {circles.length === 0 && <Nothing>{t("financing.noCircles")}</Nothing>}
          <ul class="list">
            {circles.map((circle) => (
              <CircleItem page={page} circle={circle} say={say} />
            ))}
          </ul>
          {canBegin && (
            <p class="acts">
              <a class="button second" href={`${savingsPath}/circles/new`}>
                {t("financing.circle.found")}
              </a>
            </p>
          )}
        </section>
      </div>
    </Frame>
  );
}

function PotItem({ page, pot, say }: { page: Page; pot: PotEntry; say: Say }) {
  const { t } = page;
  const amounts = (amount: bigint) => say(pot.currencyId, amount);
  return (
    <li>
      <div>
        <a href={potPath(pot.id)}>{pot.name}</a>{" "}
        {pot.isInvitation && <Tag tone="late">{t("financing.invited")}</Tag>}
        {pot.state === "closed" && <Tag tone="quiet">{t("financing.pot.closed")}</Tag>}
      </div>
      <ProgressBar page={page} held={pot.held} goal={pot.goal} amounts={amounts} />
      <small>
        {t("financing.pot.heldOf", { held: amounts(pot.held), goal: amounts(pot.goal) })}
        {" · "}
        {t("financing.pot.until")} <When page={page} at={pot.lockedUntil} style="medium" />
      </small>
    </li>
  );
}

function CircleItem({ page, circle, say }: { page: Page; circle: CircleEntry; say: Say }) {
  const { t } = page;
  return (
    <li>
      <div>
        <a href={circlePath(circle.id)}>{circle.name}</a>{" "}
        {circle.isInvitation ? (
          <Tag tone="late">{t("financing.invited")}</Tag>
        ) : (
          <CircleStand page={page} state={circle.state} />
        )}
      </div>
      <small>
        {t(`financing.rhythm.${circle.rhythm}`)} · {say(circle.currencyId, circle.contribution)}
        {" · "}
        {t("financing.circle.roundsDone", { done: circle.done, members: circle.members })}
        {circle.nextOn && (
          <>
            {" · "}
            {t("financing.circle.nextOn")} <When page={page} at={circle.nextOn} style="medium" />
          </>
        )}
      </small>
    </li>
  );
}

type NewProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly accounts: readonly Choice[];
};

const savingsTrail = (page: Page) => [{ href: savingsPath, label: page.t("financing.savings") }];

function Beginning({ page, form, accounts }: Omit<NewProps, "freshKey">) {
  const { t } = page;
  return (
    <>
      <Select
        t={t}
        form={form}
        name="accountId"
        label={t("financing.account")}
        hint={t("financing.accountHint")}
        required
        choices={accounts}
      />
      <TextField t={t} form={form} name="name" label={t("financing.name")} required maxlength={120} />
    </>
  );
}

function Invited({ page, form }: Pick<NewProps, "page" | "form">) {
  const { t } = page;
  return (
    <TextArea
      t={t}
      form={form}
      name="invite"
      label={t("financing.invite")}
      hint={t("financing.inviteHint")}
      rows={4}
      maxlength={2000}
    />
  );
}

export function NewPotPage({ page, form, freshKey, accounts }: NewProps) {
  const { t } = page;
  const field = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("financing.pot.open")}
      section="economy"
      trail={belowEconomy(page, savingsTrail(page))}
      lede={t("financing.pot.openLede")}
      freshKey={freshKey}
      send={t("financing.pot.open")}
    >
      <Beginning page={page} form={form} accounts={accounts} />
      <TextField
        {...field}
        name="goal"
        label={t("financing.goal")}
        required
        inputmode="decimal"
        maxlength={40}
      />
      <TextField {...field} name="lockedUntil" label={t("financing.pot.lockedUntil")} required type="date" />
      <Select
        {...field}
        name="early"
        label={t("financing.pot.early")}
        required
        choices={earlyRules.map((rule) => ({ value: rule, label: t(`financing.pot.earlyRule.${rule}`) }))}
      />
      <TextField
        {...field}
        name="noticeDays"
        label={t("financing.pot.noticeDays")}
        hint={t("financing.pot.noticeDaysHint")}
        inputmode="numeric"
        maxlength={3}
      />
      <Invited page={page} form={form} />
    </FormPage>
  );
}

export function NewCirclePage({ page, form, freshKey, accounts }: NewProps) {
  const { t } = page;
  const field = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("financing.circle.found")}
      section="economy"
      trail={belowEconomy(page, savingsTrail(page))}
      lede={t("financing.circle.foundLede")}
      freshKey={freshKey}
      send={t("financing.circle.found")}
    >
      <Beginning page={page} form={form} accounts={accounts} />
      <TextField
        {...field}
        name="contribution"
        label={t("financing.circle.contribution")}
        required
        inputmode="decimal"
        maxlength={40}
      />
      <Select
        {...field}
        name="rhythm"
        label={t("financing.rhythmLabel")}
        required
        value="monthly"
        choices={rhythms.map((one) => ({ value: one, label: t(`financing.rhythm.${one}`) }))}
      />
      <TextField {...field} name="startsOn" label={t("financing.circle.startsOn")} required type="date" />
      <Select
        {...field}
        name="orderedBy"
        label={t("financing.circle.orderedBy")}
        required
        choices={orderings.map((one) => ({ value: one, label: t(`financing.circle.order.${one}`) }))}
      />
      <TextField
        {...field}
        name="lotSource"
        label={t("financing.circle.lotSource")}
        hint={t("financing.circle.lotSourceHint")}
        maxlength={200}
      />
      <Invited page={page} form={form} />
      <Defaults page={page} form={form} />
    </FormPage>
  );
}

/** What happens when a contribution does not come: agreed before there is anybody who did not pay. */
function Defaults({ page, form }: Pick<NewProps, "page" | "form">) {
  const { t } = page;
  const field = { t, form };
  return (
    <fieldset>
      <legend>{t("financing.circle.defaults")}</legend>
      <TextField
        {...field}
        name="graceDays"
        label={t("financing.circle.graceDays")}
        required
        value="5"
        inputmode="numeric"
        maxlength={2}
      />
      <Select
        {...field}
        name="cover"
        label={t("financing.circle.cover")}
        required
        value="others"
        choices={covers.map((one) => ({ value: one, label: t(`financing.circle.coverRule.${one}`) }))}
      />
      <TextField
        {...field}
        name="reserve"
        label={t("financing.circle.reserve")}
        hint={t("financing.circle.reserveHint")}
        inputmode="decimal"
        maxlength={40}
      />
      <Select
        {...field}
        name="turnRule"
        label={t("financing.circle.turn")}
        required
        choices={turnRules.map((one) => ({ value: one, label: t(`financing.circle.turnRule.${one}`) }))}
      />
      <TextField
        {...field}
        name="putOutAfter"
        label={t("financing.circle.putOutAfter")}
        hint={t("financing.circle.putOutAfterHint")}
        inputmode="numeric"
        maxlength={3}
      />
    </fieldset>
  );
}
