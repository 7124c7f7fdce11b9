// What the debts among organisations say, in pictures with their numbers beside: rounded and without names for everybody, as it stands
// now for the commission.
import type { Denomination, FullAnalysis, KeptAnalysis, PublicAnalysis } from "#clearing";
import { LEAST_IN_PUBLIC } from "#clearing";
import type { Missing } from "#market";
import { formatNumber } from "#platform/i18n/i18n";
import { Layout } from "../layout/layout.tsx";
import { Bar, Crumbs, Nothing, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { MissingTable } from "../market/missing-table.tsx";
import { CreditCurve, LorenzCurve } from "./curves.tsx";
import { amountWords, CLEARING, clearingTrail, codeOf, lengthOf, type Units } from "./words.tsx";

export type AnalysisProps = {
  readonly page: Page;
  readonly units: Units;
  /** What can be chosen, by the keys of the address. */
  readonly choices: readonly { readonly key: string; readonly counted: Denomination }[];
  readonly chosen: { readonly key: string; readonly counted: Denomination } | undefined;
  readonly kept: KeptAnalysis | undefined;
  /** For the commission: as it stands now. */
  readonly full: FullAnalysis | undefined;
  /** What the market lacks, the most needed first. */
  readonly missing: readonly Missing[];
};

type Shown = {
  readonly page: Page;
  readonly words: (amount: string) => string;
  readonly analysis: PublicAnalysis;
};

export function AnalysisPage(props: AnalysisProps) {
  const { page, units, choices, chosen, kept, full, missing } = props;
  const { t } = page;
  const analysis = full ?? kept?.result;
  const words = (amount: string) =>
    chosen ? amountWords(page, units, chosen.counted as never, BigInt(amount)) : amount;
  return (
    <Layout
      page={page}
      section="economy"
      title={t("clearing.analysis.title")}
      description={t("clearing.analysis.lede")}
    >
      <Crumbs page={page} trail={clearingTrail(page)} />
      <h1>{t("clearing.analysis.title")}</h1>
      <p class="lede">{t("clearing.analysis.lede")}</p>
      {choices.length > 1 && (
        <nav aria-label={t("clearing.analysis.currencies")}>
          <ul class="key">
            {choices.map(({ key, counted }) => (
              <li>
                <a
                  href={`${CLEARING}/analysis?currency=${key}`}
                  aria-current={key === chosen?.key ? "true" : undefined}
                >
                  {codeOf(units, counted)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {!analysis && <Nothing>{t("clearing.analysis.none", { least: LEAST_IN_PUBLIC })}</Nothing>}
      {analysis && (
        <>
          <p class="quiet">
            {full ? (
              t("clearing.analysis.now")
            ) : (
              <>
                {t("clearing.analysis.rounded", { least: LEAST_IN_PUBLIC })}{" "}
                {kept && <When page={page} at={kept.madeAt} style="medium" />}.
              </>
            )}
          </p>
          <Overview page={page} words={words} analysis={analysis} />
          <Circles page={page} words={words} analysis={analysis} />
          {analysis.curve && <Credit page={page} words={words} analysis={analysis} />}
          <Spread page={page} words={words} analysis={analysis} />
          {full && <Central page={page} words={words} full={full} />}
        </>
      )}
      {missing.length > 0 && <Lacking page={page} missing={missing} />}
    </Layout>
  );
}

const MOST_MISSING = 10;

/** What would have to be found elsewhere, or made, before more can be owed and set off here. */
function Lacking({ page, missing }: { readonly page: Page; readonly missing: readonly Missing[] }) {
  const { t } = page;
  return (
    <section>
      <h2>{t("market.missing.title")}</h2>
      <p>{t("market.missing.lede")}</p>
      <MissingTable page={page} missing={missing.slice(0, MOST_MISSING)} />
      {missing.length > MOST_MISSING && (
        <p>
          <a href="/market/missing">{t("clearing.analysis.allMissing", { count: missing.length })}</a>
        </p>
      )}
    </section>
  );
}

function percentOf(page: Page) {
  const format = new Intl.NumberFormat(page.language, { style: "percent", maximumFractionDigits: 0 });
  return (share: number) => format.format(share);
}

function Overview({ page, words, analysis }: Shown) {
  const { t } = page;
  const percent = percentOf(page);
  const [total, cleared, ceiling] = [analysis.total, analysis.cleared, analysis.ceiling].map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  const share = (part: bigint) => (total === 0n ? 0 : Number((part * 10_000n) / total) / 10_000);
  const between = ceiling > cleared ? ceiling - cleared : 0n;
  const parts = [
    { tone: "done" as const, amount: cleared, name: "cleared" },
    { tone: "quiet" as const, amount: between, name: "between" },
    { tone: "rest" as const, amount: total > ceiling ? total - ceiling : 0n, name: "net" },
  ].map(({ tone, amount, name }) => ({
    tone,
    count: lengthOf(amount, total, 1000),
    label: t(`clearing.analysis.part.${name}`, { amount: words(String(amount)) }),
  }));
  return (
    <section>
      <h2>{t("clearing.analysis.overview")}</h2>
      <ul class="figures">
        <li>
          <b>{words(analysis.total)}</b>
          {t("clearing.analysis.owed", {
            parties: formatNumber(analysis.parties, page.language),
            obligations: formatNumber(analysis.obligations, page.language),
          })}
        </li>
        <li>
          <b>{percent(share(cleared))}</b>
          {t("clearing.analysis.couldClear")}
        </li>
        <li>
          <b>{percent(share(ceiling))}</b>
          {t("clearing.analysis.atMost")}
        </li>
        {analysis.velocity !== null && (
          <li>
            <b>{formatNumber(Math.round(analysis.velocity * 10) / 10, page.language)}</b>
            {t("clearing.analysis.velocity")}
          </li>
        )}
      </ul>
      <Bar parts={parts} label={parts.map(({ label }) => label).join(", ")} />
      <p>{t("clearing.analysis.overviewSays")}</p>
    </section>
  );
}

const WIDTH = 1000;

function ShareRow({ page, label, share }: { page: Page; label: string; share: number }) {
  return (
    <tr>
      <th scope="row">
        {label}
        <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none">
          <rect class="done" width={Math.round(share * WIDTH)} height="1" />
        </svg>
      </th>
      <td class="num">{percentOf(page)(share)}</td>
    </tr>
  );
}

function Circles({ page, words, analysis }: Shown) {
  const { t } = page;
  const { connected, reciprocity, cycles, girth } = analysis;
  const most = cycles.reduce((sum, { amount }) => (BigInt(amount) > sum ? BigInt(amount) : sum), 0n);
  return (
    <section>
      <h2>{t("clearing.analysis.circles")}</h2>
      <p>{t("clearing.analysis.circlesSays")}</p>
      <table class="bars">
        <tbody>
          <ShareRow
            page={page}
            label={t("clearing.analysis.connectedParties")}
            share={connected.partiesShare}
          />
          <ShareRow
            page={page}
            label={t("clearing.analysis.connectedAmount")}
            share={connected.amountShare}
          />
          <ShareRow page={page} label={t("clearing.analysis.reciprocity")} share={reciprocity.byAmount} />
        </tbody>
      </table>
      {girth !== null && <p>{t("clearing.analysis.girth", { length: girth })}</p>}
      {cycles.length > 0 && (
        <table class="bars">
          <caption>{t("clearing.analysis.lengths")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("clearing.analysis.length")}</th>
              <th scope="col" class="num">
                {t("clearing.analysis.howMany")}
              </th>
              <th scope="col" class="num">
                {t("clearing.analysis.clearsTogether")}
              </th>
            </tr>
          </thead>
          <tbody>
            {cycles.map(({ length, cycles: many, amount }) => (
              <tr>
                <th scope="row">
                  {t("clearing.analysis.ofLength", { length })}
                  <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none">
                    <rect class="done" width={lengthOf(BigInt(amount), most, WIDTH)} height="1" />
                  </svg>
                </th>
                <td class="num">{formatNumber(many, page.language)}</td>
                <td class="num">{words(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Credit({ page, words, analysis }: Shown) {
  const { t } = page;
  const curve = analysis.curve ?? [];
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return null;
  const said = t("clearing.analysis.curveSays", {
    alone: words(first.cleared),
    all: words(last.cleared),
  });
  const percent = percentOf(page);
  return (
    <section>
      <h2>{t("clearing.analysis.curve")}</h2>
      <figure class="result">
        <CreditCurve curve={curve} total={analysis.total} said={said} />
        <figcaption>
          {said} {t("clearing.analysis.curveHow")}
        </figcaption>
      </figure>
      <details>
        <summary>{t("clearing.analysis.numbers")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("clearing.analysis.credit")}</th>
              <th scope="col" class="num">
                {t("clearing.analysis.clears")}
              </th>
              <th scope="col" class="num">
                {t("clearing.analysis.moves")}
              </th>
            </tr>
          </thead>
          <tbody>
            {curve.map(({ part, of, cleared, moved }) => (
              <tr>
                <td>{percent(part / of)}</td>
                <td class="num">{words(cleared)}</td>
                <td class="num">{words(moved)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Spread({ page, analysis }: Shown) {
  const { t } = page;
  const { topFive, gini, likeSoMany } = analysis.concentration;
  const percent = percentOf(page);
  const said = t("clearing.analysis.spreadSays", {
    share: percent(topFive),
    alike: formatNumber(Math.round(likeSoMany), page.language),
  });
  return (
    <section>
      <h2>{t("clearing.analysis.spread")}</h2>
      <p>
        {said}{" "}
        {t("clearing.analysis.gini", {
          gini: formatNumber(Math.round(gini * 100) / 100, page.language),
        })}
      </p>
      {analysis.lorenz.length > 0 && (
        <figure class="result">
          <LorenzCurve points={analysis.lorenz} said={said} />
          <figcaption>{t("clearing.analysis.lorenz")}</figcaption>
        </figure>
      )}
    </section>
  );
}

function Central({ page, words, full }: Pick<Shown, "page" | "words"> & { readonly full: FullAnalysis }) {
  const { t } = page;
  const percent = percentOf(page);
  const longest = full.central[0]?.share ?? 1;
  return (
    <section>
      <h2>{t("clearing.analysis.central")}</h2>
      <p>{t("clearing.analysis.centralSays")}</p>
      {full.central.length === 0 && <Nothing>{t("clearing.analysis.nothingGoes")}</Nothing>}
      <table class="bars">
        <tbody>
          {full.central.map(({ through, share }, at) => {
            const name = full.names[at];
            return (
              <tr>
                <th scope="row">
                  {name ? (
                    <a href={`/organizations/${name.slug}`}>
                      <Said page={page} field={name.name} />
                    </a>
                  ) : (
                    t("clearing.analysis.unnamed")
                  )}
                  <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none">
                    <rect class="going" width={Math.round((share / longest) * WIDTH)} height="1" />
                  </svg>
                </th>
                <td class="num">{words(through)}</td>
                <td class="num">{percent(share)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
