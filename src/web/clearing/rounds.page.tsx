// Where clearing begins: what it is, the rounds with their totals, and the ways to one's own obligations.
import type { RoundView } from "#clearing";
import { formatNumber } from "#platform/i18n/i18n";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import {
  amountWords,
  CLEARING,
  codeOf,
  economyTrail,
  OBLIGATIONS,
  toneOfRound,
  type Units,
} from "./words.tsx";

type RoundsProps = {
  readonly page: Page;
  readonly rounds: Paged<RoundView>;
  readonly units: Units;
  readonly mayCall: boolean;
};

export function RoundsPage({ page, rounds, units, mayCall }: RoundsProps) {
  const { t } = page;
  return (
    <Layout page={page} section="economy" title={t("clearing.title")} description={t("clearing.lede")}>
      <Crumbs page={page} trail={economyTrail(page)} />
      <h1>{t("clearing.title")}</h1>
      <p class="lede">{t("clearing.lede")}</p>
      <div class="row two">
        <div>
          <p>{t("clearing.how")}</p>
          <p>{t("clearing.consent")}</p>
        </div>
        <Circle page={page} />
      </div>
      <p class="acts">
        {mayCall && (
          <a class="button" href={`${CLEARING}/rounds/new`}>
            {t("clearing.call.title")}
          </a>
        )}
        <a class="button second" href={OBLIGATIONS}>
          {t("clearing.obligations.title")}
        </a>
        <a class="button second" href={`${CLEARING}/analysis`}>
          {t("clearing.analysis.title")}
        </a>
      </p>
      <section>
        <h2 id="rounds">{t("clearing.rounds")}</h2>
        {rounds.total === 0 && <Nothing>{t("clearing.noRounds")}</Nothing>}
        <ol class="list">
          {rounds.items.map((round) => (
            <li>
              <div>
                <a href={`${CLEARING}/rounds/${round.number}`}>
                  {round.number}. <Said page={page} field={round.title} />
                </a>{" "}
                <Tag tone={toneOfRound[round.state]}>{t(`clearing.roundState.${round.state}`)}</Tag>
              </div>
              <small>
                {codeOf(units, round as never)} ·{" "}
                <When page={page} at={round.endedAt ?? round.deadlineAt} style="medium" />
                {round.state === "settled" &&
                  ` · ${t("clearing.roundTotals", {
                    cleared: amountWords(page, units, round, round.cleared ?? 0n),
                    parties: formatNumber(round.parties ?? 0, page.language),
                  })}`}
              </small>
            </li>
          ))}
        </ol>
        <Pages page={page} paged={rounds} to="rounds" />
      </section>
    </Layout>
  );
}

/** Three who owe each other in a circle: what is the same all round falls away. */
function Circle({ page }: { readonly page: Page }) {
  const { t } = page;
  const said = t("clearing.circleSays");
  return (
    <figure class="result">
      <svg class="flow" role="img" aria-label={said} viewBox="0 0 240 150">
        {/* From debtor to creditor, as wide as what is owed. */}
        <path class="goes" d="M133 40l10-8 36 50 9-6 1 33-31-12 9-7-36-50z" />
        <path class="goes" d="M178 122v12H84v11L58 128l26-17v11z" />
        <path class="goes" d="M48 109l36-50-9-6 31-13-1 33-9-6-36 50z" />
        <rect class="s-hopeful" x="100" y="4" width="40" height="40" rx="20" />
        <rect class="s-hopeful" x="20" y="108" width="40" height="40" rx="20" />
        <rect class="s-hopeful" x="180" y="108" width="40" height="40" rx="20" />
        <text x="120" y="28">
          A
        </text>
        <text x="40" y="132">
          C
        </text>
        <text x="200" y="132">
          B
        </text>
        <text x="188" y="66">
          100
        </text>
        <text x="122" y="116">
          80
        </text>
        <text x="54" y="66">
          90
        </text>
      </svg>
      <figcaption>{said}</figcaption>
    </figure>
  );
}
