// Elections: everybody reads them and their ballots; whoever presides leads them; delegations put forward and vote.
import { Hono } from "hono";
import { may } from "#confederation";
import { countElections, type ElectionView, listBallots, listElections, ownBallots } from "#elections";
import { Refusal } from "#platform/errors";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, pageOf, rangeOf } from "../layout/paging.tsx";
import { type Env, type WebContext } from "../request.ts";
import { electionActingRoutes } from "./acting.routes.tsx";
import { atEdition, atElection, ELECTION, ELECTIONS, type Status } from "./at-election.ts";
import { ballotRoutes } from "./ballot.routes.tsx";
import { BallotsPage } from "./ballots.page.tsx";
import { candidateRoutes } from "./candidates.routes.tsx";
import { ElectionPage } from "./election.page.tsx";
import { ElectionsPage } from "./elections.page.tsx";
import { electionFileRoutes } from "./files.routes.ts";
import { recallRoutes } from "./recalls.routes.tsx";
import { Result } from "./result.tsx";

const ELECTIONS_A_PAGE = 40;
const CANDIDATES_A_PAGE = 30;
const BALLOTS_A_PAGE = 40;

/** An election's page, also where an act on it was refused. */
export async function showElection(c: WebContext, form: FormState = emptyForm, status: Status = 200) {
  const { ctx, page } = c.var;
  const { election, standing } = await atElection(c);
  const standingNow = election.candidates.filter(({ state }) => state === "standing");
  const delegations = standing.delegations.filter(({ mayVote }) => mayVote);
  const own =
    election.state === "open"
      ? await ownBallots(
          ctx.db,
          election,
          delegations.map(({ organization }) => organization.id),
        )
      : [];
  const { gives } = election;
  return c.html(
    <ElectionPage
      page={page}
      election={election}
      standing={standing}
      own={own}
      form={form}
      candidates={pageOf(standingNow, askedPage(c), CANDIDATES_A_PAGE)}
      {...(election.count && { result: <Result page={page} election={election} /> })}
      mayInstall={gives !== null && (await may(ctx, "mandate.grant", gives.organizationId))}
    />,
    status,
  );
}

async function openElection(c: WebContext): Promise<ElectionView> {
  const { election } = await atElection(c);
  // The ballots of a secret election have no page.
  if (election.rules.secret || !election.openedAt) throw new Refusal("missing", "pageUnknown");
  return election;
}

export const electionRoutes = new Hono<Env>()
  .route("/", electionActingRoutes(showElection))
  .route("/", candidateRoutes(showElection))
  .route("/", ballotRoutes)
  .route("/", electionFileRoutes)
  .route("/", recallRoutes)
  .get(ELECTIONS, async (c) => {
    const { db } = c.var.ctx;
    const { edition, standing } = await atEdition(c);
    const range = rangeOf(await countElections(db, edition.id), askedPage(c), ELECTIONS_A_PAGE);
    return c.html(
      <ElectionsPage
        page={c.var.page}
        edition={edition}
        elections={{ ...range, items: await listElections(db, edition, range) }}
        presides={standing.presides}
      />,
    );
  })
  .get(ELECTION, (c) => showElection(c))
  .get(`${ELECTION}/ballots`, async (c) => {
    const election = await openElection(c);
    const range = rangeOf(election.turnout.voted, askedPage(c), BALLOTS_A_PAGE);
    const items = await listBallots(c.var.ctx.db, election, range);
    return c.html(<BallotsPage page={c.var.page} election={election} ballots={{ ...range, items }} />);
  });
