// What pages of saving and financing share: where one is, amounts in the reader's writing, progress towards a goal, small forms.
import type { NamedParty } from "#financing";
import { type Currency, formatAmount } from "#ledger";
import { textIn } from "#platform/multilingual";
import type { Child } from "hono/jsx";
import { type FormState, FormRefusal, RequestKey, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Bar, type Crumb, Crumbs, Lang } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export const savingsPath = "/economy/savings";
export const fundsPath = "/economy/funds";
export const appealsPath = "/economy/appeals";
export const loansPath = "/economy/loans";

export type Amounts = (amount: bigint) => string;

/** How this reader reads amounts of a currency. */
export const amountsIn =
  (page: Page, currency: Currency): Amounts =>
  (amount) =>
    formatAmount(page.language, amount, currency);

/** The way back, from the economy's first page on. */
export const belowEconomy = (page: Page, trail: readonly Crumb[] = []): readonly Crumb[] => [
  { href: "/economy", label: page.t("economy.title") },
  ...trail,
];

type FrameProps = {
  readonly page: Page;
  readonly title: string;
  readonly trail?: readonly Crumb[];
  readonly description?: string;
  readonly children?: Child;
};

export function Frame({ page, title, trail = [], description, children }: FrameProps) {
  return (
    <Layout
      page={page}
      title={title}
      section="economy"
      {...(description === undefined ? {} : { description })}
    >
      <Crumbs page={page} trail={belowEconomy(page, trail)} />
      <h1>{title}</h1>
      {children}
    </Layout>
  );
}

type ProgressProps = {
  readonly page: Page;
  readonly held: bigint;
  readonly goal: bigint;
  readonly amounts: Amounts;
};

/** In thousandths, for drawing and for words. */
const shareOf = ({ held, goal }: Pick<ProgressProps, "held" | "goal">) => Number((held * 1000n) / goal);

const progressWords = ({ page, held, goal, amounts }: ProgressProps) =>
  page.t("financing.progress", {
    held: amounts(held),
    goal: amounts(goal),
    share: Math.floor(shareOf({ held, goal }) / 10),
  });

/** How far it is to the goal, drawn; more than the goal is drawn whole. */
export function ProgressBar(props: ProgressProps) {
  const drawn = Math.min(shareOf(props), 1000);
  return (
    <Bar
      label={progressWords(props)}
      legend={false}
      parts={[
        { tone: "done", count: drawn, label: "" },
        { tone: "rest", count: 1000 - drawn, label: "" },
      ]}
    />
  );
}

/** The same with its words beside. */
export function Progress(props: ProgressProps) {
  return (
    <>
      <ProgressBar {...props} />
      <p>{progressWords(props)}</p>
    </>
  );
}

/** An organisation by its page, a person by name. */
export function Party({ page, party }: { page: Page; party: Pick<NamedParty, "name" | "slug"> }) {
  const { text, language } = textIn(party.name, page.language);
  const name =
    language === "und" ? (
      text
    ) : (
      <Lang page={page} of={language}>
        {text}
      </Lang>
    );
  return party.slug === null ? <>{name}</> : <a href={`/organizations/${party.slug}`}>{name}</a>;
}

export const nameOf = (page: Page, party: Pick<NamedParty, "name">) => textIn(party.name, page.language).text;

type ActProps = {
  readonly action: string;
  readonly send: string;
  readonly second?: boolean;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly children?: Child;
};

/** A form of one button, with what it is about. */
export function Act({ action, send, second, hidden = {}, children }: ActProps) {
  return (
    <form method="post" action={action}>
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <p>
        <Submit label={send} second={second === true} />
      </p>
    </form>
  );
}

type AmountActProps = ActProps & {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  /** The field, one of its own on the page. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
};

/** A form that asks for an amount. */
export function AmountAct({ page, form, freshKey, name, label, hint, ...act }: AmountActProps) {
  return (
    <Act {...act}>
      <RequestKey form={form} fresh={freshKey} />
      <TextField
        t={page.t}
        form={form}
        name={name}
        label={label}
        required
        inputmode="decimal"
        maxlength={40}
        {...(hint === undefined ? {} : { hint })}
      />
    </Act>
  );
}

/** The reason why something was refused, at the head of a page that has several forms. */
export function Refused({ page, form }: { page: Page; form: FormState }) {
  return <FormRefusal t={page.t} form={form} />;
}
