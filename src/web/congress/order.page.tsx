// The order in which amendments are put to the vote, with the reason for each place, and what whoever presides decides there.
import type { SittingSummary } from "#assembly";
import { type ConflictsView, fatesOfAlternatives, ordersOfAlternatives, type Turn } from "#congress";
import { textIn } from "#platform/multilingual";
import {
  type FormState,
  FormRefusal,
  LanguageField,
  RequestKey,
  Select,
  Submit,
  TextArea,
  TextField,
} from "../layout/forms.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { ToTheTable } from "./acting/acts.tsx";
import { listed, WaysOfAmendments } from "./amendment-ways.tsx";
import { BelowText, type OfText } from "./history.page.tsx";
import { amendmentTone } from "./words.ts";

export type OrderProps = OfText & {
  readonly sitting: SittingSummary | undefined;
  readonly view: ConflictsView;
  readonly turns: Paged<Turn>;
  /** What the chair may do here; null for everybody else. */
  readonly chairing: { readonly form: FormState; readonly freshKey: string } | null;
  /** The chair's table of the sitting that is open: votes are called there. */
  readonly table: string | null;
};

/** The order of votes and the reason for each place; whoever presides opens the votes from here. */
export function OrderPage({ view, turns, chairing, table, sitting, ...of }: OrderProps) {
  const { page, text } = of;
  const { t } = page;
  return (
    <BelowText {...of} heading={t("amendments.order")}>
      <p class="lede">
        {t("amendments.orderLede")} {t(`amendments.rule.${view.rules.alternatives}`)}{" "}
        {t(`amendments.rule.${view.rules.afterAdoption}`)}
      </p>
      <WaysOfAmendments page={page} href={text.href} here="order" sitting={sitting} />
      {chairing && <FormRefusal t={t} form={chairing.form} />}
      {chairing && <ToTheTable page={page} table={table} />}
      {view.chair && (view.chair.numbers.length > 0 || view.chair.rules) && (
        <p class="told">
          {view.chair.numbers.length > 0
            ? t("amendments.chairDecided", { numbers: listed(page, view.chair.numbers) })
            : t("amendments.chairDecidedRules")}{" "}
          <Said page={page} field={view.chair.reason} /> ·{" "}
          <When page={page} at={view.chair.setAt} style="medium" /> ·{" "}
          <a href={`/log/acts/${view.chair.actId}`}>{t("congress.proof")}</a>
        </p>
      )}
      {chairing && <Settling page={page} view={view} href={text.href} />}
      {turns.total === 0 && <Nothing>{t("amendments.noTurns")}</Nothing>}
      <section>
        <ol class="list">
          {turns.items.map((turn, at) => (
            <TurnOf
              page={page}
              view={view}
              turn={turn}
              at={(turns.number - 1) * TURNS_A_PAGE + at + 1}
              chairing={chairing !== null && table === null}
            />
          ))}
        </ol>
        <Pages page={page} paged={turns} />
      </section>
      {chairing && <OrderForm page={page} rules={view.rules} {...chairing} />}
    </BelowText>
  );
}

export const TURNS_A_PAGE = 25;

function TurnOf({
  page,
  view,
  turn,
  at,
  chairing,
}: {
  page: Page;
  view: ConflictsView;
  turn: Turn;
  /** Its place in the order, from 1. */
  at: number;
  chairing: boolean;
}) {
  const { t } = page;
  const amendment = view.amendments.get(turn.number);
  if (!amendment) return null;
  const mayOpen =
    chairing &&
    (amendment.state === "proposed" || amendment.state === "quorum_not_reached") &&
    !view.turns.some(({ parent }) => parent === turn.number);
  return (
    <li>
      <div>
        {at}.{" "}
        <a href={amendment.href}>
          {t("congress.amendmentTitle", {
            number: turn.number,
            title: textIn(amendment.title, page.language).text,
          })}
        </a>{" "}
        {amendment.state !== "proposed" && (
          <Tag tone={amendmentTone[amendment.state]}>{t(`congress.amendmentState.${amendment.state}`)}</Tag>
        )}
      </div>
      <small>
        {t(`amendments.why.${turn.why}`, {
          parent: turn.parent ?? 0,
          numbers: listed(
            page,
            turn.group.filter((number) => number !== turn.number),
          ),
        })}{" "}
        {t(`amendments.reach.${turn.measure.reach}`, { measure: turn.measure.measure })}
      </small>
      {mayOpen && (
        <form method="post" action={`${amendment.href}/vote/open`}>
          <Submit label={t("congress-acts.act.openVote.button")} second />
        </form>
      )}
    </li>
  );
}

/** Alternatives to an adopted amendment, which are not put any more once the chair says so. */
function Settling({ page, view, href }: { page: Page; view: ConflictsView; href: string }) {
  const { t } = page;
  return (
    <>
      {view.settling.map(({ adopted, rest }) => (
        <form method="post" action={`${href}/amendments/${adopted}/settle`} class="card">
          <p>{t("amendments.settleSays", { number: adopted, numbers: listed(page, rest) })}</p>
          <Submit label={t("amendments.settle")} />
        </form>
      ))}
    </>
  );
}

type OrderFormProps = {
  page: Page;
  rules: ConflictsView["rules"];
  form: FormState;
  freshKey: string;
};

function OrderForm({ page, rules, form, freshKey }: OrderFormProps) {
  const { t } = page;
  const choices = (values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`amendments.choice.${value}`) }));
  return (
    <section>
      <h2>{t("amendments.otherOrder")}</h2>
      <form method="post">
        <RequestKey form={form} fresh={freshKey} />
        <TextField
          t={t}
          form={form}
          name="numbers"
          label={t("amendments.first")}
          hint={t("amendments.firstHint")}
          maxlength={400}
        />
        <Select
          t={t}
          form={form}
          name="alternatives"
          needed
          label={t("amendments.ruleOfAlternatives")}
          value={rules.alternatives}
          choices={choices(ordersOfAlternatives)}
        />
        <Select
          t={t}
          form={form}
          name="afterAdoption"
          needed
          label={t("amendments.ruleAfterAdoption")}
          value={rules.afterAdoption}
          choices={choices(fatesOfAlternatives)}
        />
        <TextArea
          t={t}
          form={form}
          name="reason"
          label={t("amendments.reason")}
          rows={3}
          maxlength={1000}
          required
        />
        <LanguageField page={page} form={form} label={t("amendments.reasonLanguage")} />
        <p class="acts">
          <Submit label={t("amendments.setOrder")} />
        </p>
      </form>
    </section>
  );
}
