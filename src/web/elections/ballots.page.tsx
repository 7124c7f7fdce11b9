// The ballots of an open election, by delegation; who wants to count them takes the file.
import type { BallotView, ElectionView } from "#elections";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { BallotWords } from "./ballot.page.tsx";
import { BelowElections } from "./election-frame.tsx";

type BallotsProps = {
  readonly page: Page;
  readonly election: ElectionView;
  readonly ballots: Paged<BallotView>;
};

export function BallotsPage({ page, election, ballots }: BallotsProps) {
  const { t } = page;
  return (
    <BelowElections
      page={page}
      edition={election.edition}
      election={election}
      heading={t("elections.ballots")}
    >
      <p class="lede">{t("elections.ballotsLede")}</p>
      {ballots.total === 0 && <Nothing>{t("elections.noBallots")}</Nothing>}
      <ul class="list">
        {ballots.items.map((one) => (
          <li>
            <div>
              <a href={`/organizations/${one.organization.slug}`}>
                <Said page={page} field={one.organization.name} />
              </a>
              {one.weight > 1 && ` · ${t("elections.weighs", { weight: one.weight })}`}
            </div>
            <BallotWords page={page} election={election} ballot={one.ballot} />
            <small>
              <a href={`/log/acts/${one.actId}`}>{t("congress.proof")}</a>
              {one.changed > 0 && ` · ${t("congress.changedVote", { count: one.changed })}`}
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={ballots} />
    </BelowElections>
  );
}
