// What an organisation owes and is owed: for its own people alone.
import type { ObligationEntry, ObligationSide, OpenSum } from "#clearing";
import { textIn } from "#platform/multilingual";
import { Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { ActingFor } from "./acting-for.ts";
import { amountWords, clearingTrail, lengthOf, OBLIGATIONS, toneOf, type Units } from "./words.tsx";

type ObligationsProps = {
  readonly page: Page;
  readonly organization: ActingFor;
  /** All of the reader's. */
  readonly organizations: readonly ActingFor[];
  readonly sums: readonly OpenSum[];
  /** What the other side entered and this one has not answered. */
  readonly waiting: readonly ObligationEntry[];
  readonly side: ObligationSide;
  readonly entries: Paged<ObligationEntry>;
  readonly units: Units;
  readonly mayRecord: boolean;
  readonly today: string;
  /** Whether the commission may see the name in its analysis; null for whoever may not decide it. */
  readonly named: boolean | null;
};

export function NoBooksPage({ page }: { readonly page: Page }) {
  const { t } = page;
  return (
    <Layout page={page} section="economy" title={t("clearing.obligations.title")}>
      <Crumbs page={page} trail={clearingTrail(page)} />
      <h1>{t("clearing.obligations.title")}</h1>
      <Nothing>{t("clearing.obligations.noBooks")}</Nothing>
    </Layout>
  );
}

export function ObligationsPage(props: ObligationsProps) {
  const { page, organization, organizations, waiting, mayRecord } = props;
  const { t } = page;
  const name = textIn(organization.name, page.language).text;
  return (
    <Layout page={page} section="economy" title={t("clearing.obligations.of", { name })}>
      <Crumbs page={page} trail={clearingTrail(page)} />
      <h1>{t("clearing.obligations.of", { name })}</h1>
      <p class="lede">{t("clearing.obligations.lede")}</p>
      {organizations.length > 1 && (
        <Switch page={page} organizations={organizations} current={organization} />
      )}
      {mayRecord && (
        <p class="acts">
          <a class="button" href={`${OBLIGATIONS}/new?organization=${organization.slug}`}>
            {t("clearing.obligations.add")}
          </a>
          <a class="button second" href={`${OBLIGATIONS}/from-file?organization=${organization.slug}`}>
            {t("clearing.obligations.fromFile")}
          </a>
        </p>
      )}
      {waiting.length > 0 && (
        <section>
          <h2>{t("clearing.obligations.waiting", { count: waiting.length })}</h2>
          <ul class="list">
            {waiting.map((entry) => (
              <Entry {...props} entry={entry} />
            ))}
          </ul>
        </section>
      )}
      <Sums {...props} />
      <List {...props} />
      <Name {...props} />
    </Layout>
  );
}

function Switch({
  page,
  organizations,
  current,
}: {
  page: Page;
  organizations: readonly ActingFor[];
  current: ActingFor;
}) {
  return (
    <nav aria-label={page.t("clearing.obligations.switch")}>
      <ul class="key">
        {organizations.map(({ slug, name }) => (
          <li>
            <a
              href={`${OBLIGATIONS}?organization=${slug}`}
              aria-current={slug === current.slug ? "true" : undefined}
            >
              <Said page={page} field={name} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const WIDTH = 1000;

/** Owed and owing in each currency, as two bars on one scale. */
function Sums({ page, sums, units }: ObligationsProps) {
  const { t } = page;
  if (sums.length === 0) return null;
  const bar = (tone: string, part: bigint, most: bigint) => (
    <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none">
      <rect class={tone} width={lengthOf(part, most, WIDTH)} height="1" />
    </svg>
  );
  return (
    <section>
      <h2>{t("clearing.obligations.open")}</h2>
      <table class="bars">
        <tbody>
          {sums.map((sum) => {
            const most = sum.owed > sum.owing ? sum.owed : sum.owing;
            return (
              <>
                <tr>
                  <th scope="row">
                    {t("clearing.obligations.owed")}
                    {bar("done", sum.owed, most)}
                  </th>
                  <td class="num">{amountWords(page, units, sum, sum.owed)}</td>
                </tr>
                <tr>
                  <th scope="row">
                    {t("clearing.obligations.owing")}
                    {bar("going", sum.owing, most)}
                  </th>
                  <td class="num">{amountWords(page, units, sum, sum.owing)}</td>
                </tr>
              </>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Name({ page, organization, named }: ObligationsProps) {
  const { t } = page;
  if (named === null) return null;
  return (
    <section>
      <h2 id="name">{t("clearing.name.title")}</h2>
      <p>{t(named ? "clearing.name.allowed" : "clearing.name.notAllowed")}</p>
      <form method="post" action={`${OBLIGATIONS}/name?organization=${organization.slug}`}>
        <input type="hidden" name="allowed" value={named ? "no" : "yes"} />
        <Submit label={t(named ? "clearing.name.takeBack" : "clearing.name.allow")} second />
      </form>
    </section>
  );
}

function List(props: ObligationsProps) {
  const { page, organization, side, entries } = props;
  const { t } = page;
  const tab = (which: ObligationSide) => (
    <a
      href={`${OBLIGATIONS}?organization=${organization.slug}&side=${which}#list`}
      class="button second"
      aria-current={which === side ? "true" : undefined}
    >
      {t(which === "creditor" ? "clearing.obligations.owed" : "clearing.obligations.owing")}
    </a>
  );
  return (
    <section>
      <h2 id="list">{t(side === "creditor" ? "clearing.obligations.owed" : "clearing.obligations.owing")}</h2>
      <p class="acts">{tab(side === "creditor" ? "debtor" : "creditor")}</p>
      {entries.total === 0 && <Nothing>{t(`clearing.obligations.none.${side}`)}</Nothing>}
      <ul class="list">
        {entries.items.map((entry) => (
          <Entry {...props} entry={entry} />
        ))}
      </ul>
      <Pages page={page} paged={entries} to="list" />
    </section>
  );
}

type EntryProps = Pick<ObligationsProps, "page" | "organization" | "units" | "today"> & {
  readonly entry: ObligationEntry;
};

function Entry({ page, organization, units, entry, today }: EntryProps) {
  const { t } = page;
  const owed = entry.creditorId === organization.id;
  const other = owed ? entry.debtor : entry.creditor;
  const late = entry.state === "acknowledged" && entry.dueOn !== null && entry.dueOn < today;
  return (
    <li>
      <div>
        <a href={`${OBLIGATIONS}/${entry.id}`}>
          {t(owed ? "clearing.obligations.theyOwe" : "clearing.obligations.weOwe", {
            name: textIn(other.name, page.language).text,
            amount: amountWords(page, units, entry, entry.openAmount || entry.amount),
          })}
        </a>{" "}
        <Tag tone={toneOf[entry.state]}>{t(`clearing.state.${entry.state}`)}</Tag>{" "}
        {late && <Tag tone="late">{t("clearing.obligations.late")}</Tag>}
      </div>
      <small>
        {entry.text && `${entry.text} · `}
        {entry.dueOn ? (
          <>
            {t("clearing.obligations.due")} <When page={page} at={entry.dueOn} style="medium" />
          </>
        ) : (
          <>
            {t("clearing.obligations.since")} <When page={page} at={entry.sinceOn} style="medium" />
          </>
        )}
      </small>
    </li>
  );
}
