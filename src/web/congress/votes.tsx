// A roll call: its verdict in one sentence with every number, the picture, the regions, and each delegation's vote.
import type { Choice, DelegationVote, RollCallView } from "#congress";
import { regionName } from "#platform/geography/index";
import { Bar, type BarPart, Num, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

type Counted = Choice | "none";
const order: readonly Counted[] = ["for", "against", "abstain", "none"];
const tones: Readonly<Record<Counted, BarPart["tone"]>> = {
  for: "done",
  against: "late",
  abstain: "quiet",
  none: "rest",
};

function countOf(votes: readonly DelegationVote[], choice: Counted): number {
  return votes.filter((vote) => (vote.choice ?? "none") === choice).length;
}

/** The verdict in one sentence, and the bar. */
export function Verdict({ page, rollCall }: { page: Page; rollCall: RollCallView }) {
  const { t } = page;
  const parts = order
    .map((choice) => ({ tone: tones[choice], count: countOf(rollCall.votes, choice), key: choice }))
    .filter(({ count }) => count > 0)
    .map(({ tone, count, key }) => ({ tone, count, label: t(`congress.count.${key}`, { count }) }));
  return (
    <>
      <p>{t(rollCall.explanation.key, rollCall.explanation.values)}</p>
      <Bar parts={parts} label={parts.map(({ label }) => label).join(", ")} />
    </>
  );
}

function ByRegion({ page, votes }: { page: Page; votes: readonly DelegationVote[] }) {
  const { t } = page;
  const regions = Map.groupBy(votes, (vote) => vote.organization.region);
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t("congress.byRegion")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("congress.region")}</th>
            {order.map((choice) => (
              <th scope="col" class="num">
                {t(`congress.choice.${choice}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...regions].map(([region, own]) => (
            <tr>
              <th scope="row">{region ? regionName(region, page.language) : t("congress.noRegion")}</th>
              {order.map((choice) => (
                <td class="num">
                  <Num page={page} value={countOf(own, choice)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EachVote({ page, votes }: { page: Page; votes: readonly DelegationVote[] }) {
  const { t } = page;
  return (
    <ul class="columns">
      {votes.map((vote) => (
        <li>
          <a href={`/organizations/${vote.organization.slug}`}>
            <Said page={page} field={vote.organization.name} />
          </a>
          <br />
          <small>
            {vote.actId ? (
              <a href={`/log/acts/${vote.actId}`}>{t(`congress.choice.${vote.choice ?? "none"}`)}</a>
            ) : (
              t("congress.choice.none")
            )}
            {vote.mandate && (
              <>
                {" · "}
                {vote.mandate.personName}, <Said page={page} field={vote.mandate.officeName} />
              </>
            )}
          </small>
        </li>
      ))}
    </ul>
  );
}

/** All of a roll call, down to each delegation's vote and the mandate under which it was cast. `below` is the level of the heading above. */
export function RollCall({
  page,
  rollCall,
  below = 2,
}: {
  page: Page;
  rollCall: RollCallView;
  below?: 1 | 2;
}) {
  const Heading = below === 1 ? "h2" : "h3";
  return (
    <>
      <Verdict page={page} rollCall={rollCall} />
      <ByRegion page={page} votes={rollCall.votes} />
      <Heading>{page.t("congress.adoptionVote")}</Heading>
      <EachVote page={page} votes={rollCall.votes} />
    </>
  );
}
