// Where clearing begins: what it is, the rounds with their totals, and the ways to one's own obligations.
import type { RoundView } from "#clearing";
import { formatNumber } from "#platform/i18n/i18n";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { amountWords, CLEARING, codeOf, OBLIGATIONS, toneOfRound, type Units } from "./words.tsx";

type RoundsProps = {
  readonly page: Page;
  readonly rounds: Paged<RoundView>;
  readonly units: Units;
  readonly mayCall: boolean;
};

export function RoundsPage({ page, rounds, units, mayCall }: RoundsProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("clearing.title")} description={t("clearing.lede")}>
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
        <path class="goes" d="M112 30 44 112l10 8 68-82zM128 30l-8 8 68 82 10-8zM60 126v12h120v-12z" />
        <circle class="s-hopeful" cx="120" cy="24" r="20" />
        <circle class="s-hopeful" cx="40" cy="128" r="20" />
        <circle class="s-hopeful" cx="200" cy="128" r="20" />
        <text x="120" y="28">
          A
        </text>
        <text x="40" y="132">
          C
        </text>
        <text x="200" y="132">
          B
        </text>
        <text x="182" y="74">
          100
        </text>
        <text x="120" y="122">
          80
        </text>
        <text x="60" y="74">
          90
        </text>
      </svg>
      <figcaption>{said}</figcaption>
    </figure>
  );
}
