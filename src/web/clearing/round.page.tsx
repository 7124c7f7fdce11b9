// One round: for everybody what it is and what came of it, for whoever takes part the way to their own part, for the commission
// what takes it on.
import type { RoundView } from "#clearing";
import { obligationsArePublic } from "#clearing";
import { formatNumber } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal, LanguageField, Submit, TextArea } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Bar, Crumbs, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { ActingFor } from "./acting-for.ts";
import { amountWords, CLEARING, clearingTrail, codeOf, lengthOf, toneOfRound, type Units } from "./words.tsx";

export type RoundProps = {
  readonly page: Page;
  readonly round: RoundView;
  readonly units: Units;
  readonly now: Date;
  readonly form: FormState;
  /** Of the reader's organisations, those that could take part, and those that do. */
  readonly own: readonly ActingFor[];
  readonly joined: ReadonlySet<string>;
  readonly leads: boolean;
  /** Whether the reader may have the obligations under their numbers. */
  readonly mayRead: boolean;
};

export function RoundPage(props: RoundProps) {
  const { page, round, form } = props;
  const { t } = page;
  const title = textIn(round.title, page.language).text;
  return (
    <Layout page={page} section="economy" title={title}>
      <Crumbs page={page} trail={clearingTrail(page)} />
      <h1>
        <Said page={page} field={round.title} />
      </h1>
      <p>
        <Tag tone={toneOfRound[round.state]}>{t(`clearing.roundState.${round.state}`)}</Tag>{" "}
        <span class="quiet">
          {t("clearing.round.number", { number: round.number })} ·{" "}
          <a href={`/log?subject=${CLEARING}/rounds/${round.number}`}>{t("congress.proof")}</a>
        </span>
      </p>
      <FormRefusal t={t} form={form} />
      <p>{t(`clearing.roundSays.${round.state}`)}</p>
      {round.abandonedFor && (
        <p class="refused">
          <Said page={page} field={round.abandonedFor} />
        </p>
      )}
      <OwnWays {...props} />
      {(round.state === "settled" || (props.leads && round.state === "previewed")) && <Outcome {...props} />}
      <Facts {...props} />
      {round.state === "settled" && <Proof {...props} />}
      <Leading {...props} />
    </Layout>
  );
}

/** To the reader's own part in it, for each of their organisations. */
function OwnWays({ page, round, own, joined, now }: RoundProps) {
  const { t } = page;
  const open = round.state === "called" && now < round.deadlineAt;
  const shown = own.filter(({ id }) => joined.has(id) || open);
  if (shown.length === 0) return null;
  const where = open ? "join" : "preview";
  return (
    <ul class="list">
      {shown.map(({ id, slug, name }) => (
        <li>
          <div class="acts">
            <a class="button" href={`${CLEARING}/rounds/${round.number}/${where}?organization=${slug}`}>
              {t(joined.has(id) ? `clearing.round.own.${where}` : "clearing.round.join", {
                name: textIn(name, page.language).text,
              })}
            </a>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Outcome({ page, round, units }: RoundProps) {
  const { t } = page;
  const [total, cleared, debt] = [round.total ?? 0n, round.cleared ?? 0n, round.netInternalDebt ?? 0n];
  const ceiling = total - debt > cleared ? total - debt : cleared;
  const words = (amount: bigint) => amountWords(page, units, round, amount);
  const share = total === 0n ? 0 : Number((cleared * 1000n) / total) / 1000;
  const percent = new Intl.NumberFormat(page.language, { style: "percent", maximumFractionDigits: 1 });
  const parts = [
    { tone: "done" as const, amount: cleared, name: "cleared" },
    { tone: "quiet" as const, amount: ceiling - cleared, name: "belowCeiling" },
    { tone: "rest" as const, amount: total - ceiling, name: "netDebt" },
  ].map(({ tone, amount, name }) => ({
    tone,
    count: lengthOf(amount, total, 1000),
    label: t(`clearing.outcome.${name}`, { amount: words(amount) }),
  }));
  return (
    <section>
      <h2>{t(round.state === "settled" ? "clearing.outcome.settled" : "clearing.outcome.previewed")}</h2>
      <ul class="figures">
        <li>
          <b>{words(cleared)}</b>
          {t("clearing.outcome.ofTotal", { total: words(total), share: percent.format(share) })}
        </li>
        <li>
          <b>{formatNumber(round.parties ?? 0, page.language)}</b>
          {t("clearing.outcome.parties")}
        </li>
        <li>
          <b>{formatNumber(round.obligations ?? 0, page.language)}</b>
          {t("clearing.outcome.obligations")}
        </li>
        {round.withCredit && (
          <li>
            <b>{words(round.clearedOnCredit ?? 0n)}</b>
            {t("clearing.outcome.onCredit")}
          </li>
        )}
      </ul>
      <Bar parts={parts} label={parts.map(({ label }) => label).join(", ")} />
    </section>
  );
}

function Facts({ page, round, units }: RoundProps) {
  const { t } = page;
  return (
    <section>
      <h2>{t("clearing.round.rules")}</h2>
      <table>
        <tbody>
          <tr>
            <th scope="row">{t("clearing.round.calledBy")}</th>
            <td>
              <a href={`/organizations/${round.commission.slug}`}>
                <Said page={page} field={round.commission.name} />
              </a>
            </td>
          </tr>
          <tr>
            <th scope="row">{t("clearing.enter.currency")}</th>
            <td>{codeOf(units, round as never)}</td>
          </tr>
          <tr>
            <th scope="row">{t("clearing.round.deadline")}</th>
            <td>
              <When page={page} at={round.deadlineAt} style="instant" />
            </td>
          </tr>
          <tr>
            <th scope="row">{t("clearing.round.looking")}</th>
            <td>
              {t("clearing.round.lookingSays", { hours: round.lookHours })}
              {round.settleFromAt && round.state === "previewed" && (
                <>
                  {" "}
                  {t("clearing.round.until")} <When page={page} at={round.settleFromAt} style="instant" />.
                </>
              )}
            </td>
          </tr>
          <tr>
            <th scope="row">{t("clearing.round.accounts")}</th>
            <td>{t(round.withCredit ? "clearing.round.withCredit" : "clearing.round.withoutCredit")}</td>
          </tr>
          <tr>
            <th scope="row">{t("clearing.round.published")}</th>
            <td>{t(`clearing.round.publication.${round.publication}`)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Proof({ page, round, mayRead }: RoundProps) {
  const { t } = page;
  const at = `${CLEARING}/rounds/${round.number}`;
  return (
    <section>
      <h2>{t("clearing.proof.title")}</h2>
      <p>{t("clearing.proof.says")}</p>
      {!obligationsArePublic(round) && <p class="quiet">{t("clearing.proof.forParties")}</p>}
      {mayRead && (
        <>
          <p class="acts">
            <a class="button second" href={`${at}/obligations.csv`}>
              {t("clearing.proof.obligations")}
            </a>
            <a class="button second" href={`${at}/certificate.json`}>
              {t("clearing.proof.certificate")}
            </a>
          </p>
          <pre>{`cumbe clear verify round-${round.number}.csv round-${round.number}-certificate.json`}</pre>
        </>
      )}
      <p class="quiet">
        {t("clearing.proof.digest")} <code>{round.certificateSha256}</code>
      </p>
    </section>
  );
}

/** What takes the round on, for the commission. */
function Leading({ page, round, leads, now, form }: RoundProps) {
  const { t } = page;
  const at = `${CLEARING}/rounds/${round.number}`;
  if (!leads || round.state === "settled" || round.state === "abandoned") return null;
  const ready = round.state === "previewed" && round.settleFromAt !== null && now >= round.settleFromAt;
  return (
    <section>
      <h2>{t("clearing.lead.title")}</h2>
      {round.state === "previewed" && (
        <form method="post" action={`${at}/settle`} class="card">
          <p>{t(ready ? "clearing.lead.settleSays" : "clearing.lead.settleWaits")}</p>
          <input type="hidden" name="attempt" value={String(round.attempt)} />
          <Submit label={t("clearing.lead.settle")} second={!ready} />
        </form>
      )}
      {round.state === "previewed" && (
        <details>
          <summary>{t("clearing.lead.again")}</summary>
          <form method="post" action={`${at}/solve-again`} class="card">
            <p>{t("clearing.lead.againSays")}</p>
            <Submit label={t("clearing.lead.again")} second />
          </form>
        </details>
      )}
      <details open={"reason" in form.typed}>
        <summary>{t("clearing.lead.abandon")}</summary>
        <form method="post" action={`${at}/abandon`} class="card">
          <p>{t("clearing.lead.abandonSays")}</p>
          <TextArea
            t={t}
            form={form}
            name="reason"
            label={t("clearing.lead.reason")}
            rows={3}
            maxlength={1000}
            required
          />
          <LanguageField page={page} form={form} label={t("amendments.reasonLanguage")} />
          <Submit label={t("clearing.lead.abandon")} second />
        </form>
      </details>
    </section>
  );
}
