// The ballots of an election and its protocol as files, so that anybody can count again. Where nothing is to be published there is none.
import { canonicalJson } from "#algorithms/transparency";
import { Hono } from "hono";
import { ballotFileOf, ballotsContent, castIn, type ElectionView, readBallots } from "#elections";
import { Refusal } from "#platform/errors";
import { type Env, type WebContext } from "../request.ts";
import { atElection, ELECTION } from "./at-election.ts";

const textOf = (value: unknown) => new TextDecoder().decode(canonicalJson(value));

function missing(): Refusal {
  return new Refusal("missing", "pageUnknown");
}

async function ballotsOf(c: WebContext, election: ElectionView) {
  const ballots = await readBallots(c.var.ctx.db, election);
  if (!ballots) throw missing();
  return ballots;
}

export const electionFileRoutes = new Hono<Env>()
  /** In the form whose SHA-256 the log has. */
  .get(`${ELECTION}/ballots.json`, async (c) => {
    const { election } = await atElection(c);
    const content = ballotsContent(election, await ballotsOf(c, election));
    return c.body(textOf(content), 200, { "Content-Type": "application/json" });
  })
  .get(`${ELECTION}/count.json`, async (c) => {
    const { election } = await atElection(c);
    if (!election.count || !election.isPublic) throw missing();
    return c.body(textOf(election.count), 200, { "Content-Type": "application/json" });
  })
  .get(`${ELECTION}/:file{ballots\\.[a-z.]+}`, async (c) => {
    const { election } = await atElection(c);
    const file = ballotFileOf(election, castIn(election, election.candidates, await ballotsOf(c, election)));
    if (file.name !== c.req.param("file")) throw missing();
    const bytes = new Uint8Array(file.bytes);
    return c.body(bytes.buffer, 200, {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="${election.edition.slug}-${election.number}-${file.name}"`,
    });
  });
