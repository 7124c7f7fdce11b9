// Voting: the form, page by page where there are many candidates, what the ballot says, and the casting of it.
import { Hono } from "hono";
import {
  type Ballot,
  type CandidateView,
  castBallot,
  type CastBallotInput,
  type ElectionView,
  methodFacts,
  type OwnBallot,
  ownBallots,
  previewBallot,
} from "#elections";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { textIn } from "#platform/multilingual";
import { type Choice, emptyForm, type FormState } from "../layout/forms.tsx";
import { pageOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { addressOf, atElection, ELECTION, ownChoices, type Status } from "./at-election.ts";
import { marksFrom, type Typed, typedFrom, typedMarks, wrongPlaces } from "./ballot-form.ts";
import { BallotPage, BallotPreviewPage } from "./ballot.page.tsx";

const CANDIDATES_A_PAGE = 40;

type AtBallot = {
  readonly election: ElectionView;
  readonly delegations: readonly Choice[];
  readonly own: readonly OwnBallot[];
};

/** Refuses before a form is shown that its reader could not send. */
async function atBallot(c: WebContext): Promise<AtBallot> {
  const { ctx, page } = c.var;
  const { election, standing } = await atElection(c);
  if (election.state !== "open") throw new Refusal("conflict", "electionNotOpen", { state: election.state });
  const may = standing.delegations
    .filter(({ mayVote }) => mayVote)
    .map(({ organization }) => organization.id);
  const own = (await ownBallots(ctx.db, election, may)).filter(
    ({ voted }) => !voted || !election.rules.secret,
  );
  const ids = new Set<string>(own.map(({ organizationId }) => organizationId));
  if (ids.size === 0) throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.vote" });
  return {
    election,
    own,
    delegations: ownChoices(standing, page.language, ({ organization }) => ids.has(organization.id)),
  };
}

/** Those whose name, or whose organisation's, has what was looked for. */
function found(candidates: readonly CandidateView[], search: string, language: string): CandidateView[] {
  const wanted = search.trim().toLocaleLowerCase(language);
  return candidates
    .filter(({ number }) => number !== null)
    .filter(({ name, organization }) =>
      [name, ...(organization ? [organization.name] : [])].some((field) =>
        textIn(field, language).text.toLocaleLowerCase(language).includes(wanted),
      ),
    );
}

type Shown = {
  readonly typed: Typed;
  readonly form?: FormState;
  readonly status?: Status;
  readonly search?: string;
  readonly asked?: number;
};

function showBallot(c: WebContext, at: AtBallot, shown: Shown) {
  const { page } = c.var;
  const { typed, form = emptyForm, status = 200, search = "", asked = 1 } = shown;
  const { ballot: kind } = methodFacts(at.election.rules.method);
  const wrong = form.refusal && kind !== "approval" ? wrongPlaces(typed) : new Set<number>();
  // The first page with something to mend, where something is.
  const candidates = found(at.election.candidates, search, page.language);
  const first = candidates.findIndex(({ number }) => wrong.has(number ?? 0));
  const number = first >= 0 ? Math.floor(first / CANDIDATES_A_PAGE) + 1 : asked;
  return c.html(
    <BallotPage
      page={page}
      election={at.election}
      kind={kind}
      form={form}
      typed={typed}
      wrong={kind === "ranked" ? wrong : new Set()}
      shown={pageOf(candidates, number, CANDIDATES_A_PAGE)}
      search={search}
      delegations={at.delegations}
      freshKey={newId()}
      changes={at.own.some(({ voted }) => voted)}
    />,
    status,
  );
}

/** The ballot that a delegation cast before, to be changed. */
function typedBefore({ own, election }: AtBallot): Typed {
  const [only, other] = own;
  const ballot: Ballot | null = only && !other ? only.ballot : null;
  return ballot ? typedFrom(ballot, methodFacts(election.rules.method).ballot) : new Map();
}

async function vote(c: WebContext, body: FormBody) {
  const at = await atBallot(c);
  const typed = typedMarks(body);
  const { ctx, page } = c.var;
  const input: CastBallotInput = {
    ...addressOf(c),
    organizationId: body.get("organizationId"),
    marks: marksFrom(typed),
    requestKey: body.get("requestKey"),
  };
  const organization = at.delegations.find(({ value }) => value === input.organizationId);
  if (!organization) throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.vote" });
  if (body.get("show") !== "")
    return showBallot(c, at, {
      typed,
      form: { typed: { organizationId: input.organizationId, requestKey: input.requestKey } },
      search: body.get("search").slice(0, 80),
      asked: Number(body.get("show")) || 1,
    });
  try {
    const ballot = await previewBallot(ctx, input);
    if (body.get("cast") !== "yes")
      return c.html(
        <BallotPreviewPage
          page={page}
          election={at.election}
          ballot={ballot}
          typed={typed}
          organization={organization}
          requestKey={input.requestKey}
        />,
      );
    await castBallot(ctx, input);
  } catch (error) {
    const { form, status } = refusedAct(error, body, ofLongForms);
    const asked = Number(body.get("was")) || 1;
    return showBallot(c, at, { typed, form, status: status as Status, asked });
  }
  return c.redirect(at.election.href, 303);
}

export const ballotRoutes = new Hono<Env>()
  .get(`${ELECTION}/vote`, signedIn, async (c) => {
    const at = await atBallot(c);
    return showBallot(c, at, { typed: typedBefore(at) });
  })
  .post(`${ELECTION}/vote`, signedIn, async (c) => vote(c, await readForm(c)));
