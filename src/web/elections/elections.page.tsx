// The elections of an edition, and the recalls that are under way.
import type { EditionView } from "#congress";
import type { ElectionEntry } from "#elections";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { AsJson, BelowElections, Stand, turnoutWords } from "./election-frame.tsx";

export type ElectionsProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly elections: Paged<ElectionEntry>;
  readonly presides: boolean;
};

export function ElectionsPage({ page, edition, elections, presides }: ElectionsProps) {
  const { t } = page;
  return (
    <BelowElections page={page} edition={edition} heading={t("elections.title")} list>
      <p class="lede">{t("elections.lede")}</p>
      {presides && (
        <p class="acts">
          <a class="button" href={`${edition.href}/elections/new`}>
            {t("elections.call")}
          </a>
        </p>
      )}
      {elections.total === 0 && <Nothing>{t("elections.none")}</Nothing>}
      <ol class="list">
        {elections.items.map((election) => (
          <li>
            <div>
              <a href={election.href}>
                {election.number}. <Said page={page} field={election.title} />
              </a>{" "}
              <Stand page={page} state={election.state} />
            </div>
            <small>
              {t(`elections.kind.${election.kind}`)} · {t(`elections.method.${election.rules.method}`)} ·{" "}
              {t(`elections.standing.${election.kind}`, { count: election.standing })}
              {election.openedAt && ` · ${turnoutWords(page, election)}`}
            </small>
          </li>
        ))}
      </ol>
      <Pages page={page} paged={elections} />
      <p>
        <a href="/recalls">{t("recalls.title")}</a>
      </p>
      <AsJson page={page} href={`${edition.href}/elections`} />
    </BelowElections>
  );
}
