// What pages about elections share: the way back, how an election stands, and an election's rules in sentences.
import {
  type ElectionEntry,
  type ElectionState,
  type ElectionView,
  electionsPath,
  formatAmount,
  type Guarantee,
} from "#elections";
import { regionName } from "#platform/geography/index";
import { type Multilingual, textIn } from "#platform/multilingual";
import type { Child } from "hono/jsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Said, Tag, type Tone } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

const tones: Readonly<Record<ElectionState, Tone>> = {
  drafted: "plain",
  nominating: "going",
  open: "going",
  closed: "plain",
  counted: "done",
  annulled: "quiet",
};

export function Stand({ page, state }: { page: Page; state: ElectionState }) {
  return <Tag tone={tones[state]}>{page.t(`elections.state.${state}`)}</Tag>;
}

type Below = {
  readonly page: Page;
  readonly edition: { readonly slug: string; readonly title: Multilingual };
  readonly heading: string;
  /** An election that the page is below. */
  readonly election?: Pick<ElectionView, "href" | "number">;
  readonly list?: boolean;
  readonly children: Child;
};

export function trailTo({ page, edition, election, list }: Omit<Below, "heading" | "children">) {
  const { t } = page;
  return [
    { href: "/congress", label: t("congress.title") },
    { href: `/congress/${edition.slug}`, label: textIn(edition.title, page.language).text },
    ...(list ? [] : [{ href: electionsPath(edition.slug), label: t("elections.title") }]),
    ...(election ? [{ href: election.href, label: t("elections.number", { number: election.number }) }] : []),
  ];
}

export function BelowElections({ children, heading, ...below }: Below) {
  return (
    <Layout page={below.page} title={heading} section="congress">
      <Crumbs page={below.page} trail={trailTo(below)} />
      <h1>{heading}</h1>
      {children}
    </Layout>
  );
}

export function guaranteeWords(page: Page, { by, of, least }: Guarantee): string {
  const group = by === "region" ? regionName(of, page.language) : page.t(`elections.gender.${of}`);
  return page.t("elections.guarantee", { least, group });
}

export function costWords(page: Page, { rules }: Pick<ElectionView, "rules">, units: bigint): string {
  return rules.budget ? formatAmount(units, rules.budget, page.language) : "";
}

/** What is to be known before voting, a sentence each. */
export function Rules({ page, election }: { page: Page; election: ElectionView }) {
  const { t } = page;
  const { rules, kind } = election;
  return (
    <ul>
      <li>
        {t(`elections.method.${rules.method}`)}. {t(`elections.how.${rules.method}`)}
      </li>
      {kind === "people" && <li>{t("elections.seatsSaid", { seats: rules.seats ?? 1 })}</li>}
      {rules.budget && (
        <li>{t("elections.budgetSaid", { amount: costWords(page, election, rules.budget.total) })}</li>
      )}
      {rules.guarantees.map((one) => (
        <li>{guaranteeWords(page, one)}</li>
      ))}
      <li>{t(`elections.weights.${rules.weights}`)}</li>
      <li>{t(rules.secret ? "elections.isSecret" : "elections.isOpen")}</li>
      {rules.secret && (
        <li>
          {rules.publishes
            ? t("elections.secretPublishes", { least: rules.leastBallots })
            : t("elections.secretKeeps")}
        </li>
      )}
      <li>
        {rules.ties === "lot" && rules.source ? (
          <>
            {t("elections.tiesByLot")} <Said page={page} field={rules.source} />
          </>
        ) : (
          t("elections.tiesByOrder")
        )}
      </li>
      {election.organ && election.officeName && (
        <li>
          {t("elections.givesOffice", {
            office: textIn(election.officeName, page.language).text,
            organization: textIn(election.organ.name, page.language).text,
          })}
        </li>
      )}
    </ul>
  );
}

export function turnoutWords(page: Page, { turnout }: Pick<ElectionEntry, "turnout">): string {
  return page.t("elections.turnout", turnout);
}

/** `href`: of the page whose data it is. */
export function AsJson({ page, href }: { page: Page; href: string }) {
  return (
    <p>
      <a href={`/api/v1${href}`}>{page.t("organizations.asJson")}</a>
    </p>
  );
}
