// A roll call: its verdict in one sentence with every number, the picture, the regions, and each delegation's vote.
import type { Choice, DelegationVote, RollCallView } from "#congress";
import { verdictInWords } from "#rulebook";
import { regionName } from "#platform/geography/index";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Bar, type BarPart, Nothing, Num, Said, When } from "../layout/parts.tsx";
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
      <p>{verdictInWords(rollCall, rollCall.closedAt !== null, page.language)}</p>
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
            {vote.changed.length > 0 && ` (${t("congress.changedVote", { count: vote.changed.length })})`}
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

type RollCallProps = {
  readonly page: Page;
  readonly rollCall: RollCallView;
  /** The level of the heading above. */
  readonly below?: 1 | 2;
  /** Which page of its votes; without one, they stand here if they are few, else on a page of their own. */
  readonly asked?: number;
};

const VOTES_HERE = 60;

/** All of a roll call, down to each delegation's vote and the mandate under which it was cast. */
export function RollCall({ page, rollCall, below = 2, asked }: RollCallProps) {
  const Heading = below === 1 ? "h2" : "h3";
  const { votes, href } = rollCall;
  const paged = pageOf(votes, asked ?? 1, VOTES_HERE);
  return (
    <>
      <p class="eyebrow">
        <When page={page} at={rollCall.openedAt} /> ·{" "}
        <a href={`/log/acts/${rollCall.closeActId ?? rollCall.openActId}`}>{page.t("congress.proof")}</a> ·{" "}
        <a href={rollCall.decidedBy.href}>
          {page.t("rulebook.decidedBy", { number: rollCall.decidedBy.number })}
        </a>
      </p>
      <Verdict page={page} rollCall={rollCall} />
      <ByRegion page={page} votes={votes} />
      {asked === undefined && paged.pages > 1 ? (
        <p>
          <a href={href}>{page.t("congress.eachVote", { count: votes.length })}</a>
        </p>
      ) : (
        <>
          <Heading id="votes">{page.t("congress.adoptionVote")}</Heading>
          <EachVote page={page} votes={paged.items} />
          <Pages page={page} paged={paged} to="votes" />
        </>
      )}
    </>
  );
}

type RollCallsProps = Pick<RollCallProps, "page" | "below"> & { readonly rollCalls: readonly RollCallView[] };

/** The roll calls on one thing: what came of each, and the last one in full. */
export function RollCalls({ page, rollCalls, below }: RollCallsProps) {
  const { t } = page;
  const last = rollCalls.at(-1);
  if (!last) return <Nothing>{t("congress.notVoted")}</Nothing>;
  return (
    <>
      {rollCalls.slice(0, -1).map((rollCall) => (
        <section>
          <p class="eyebrow">
            <When page={page} at={rollCall.openedAt} />
          </p>
          <Verdict page={page} rollCall={rollCall} />
          <p>
            <a href={rollCall.href}>{t("congress.eachVote", { count: rollCall.votes.length })}</a>
          </p>
        </section>
      ))}
      <RollCall page={page} rollCall={last} below={below} />
    </>
  );
}
