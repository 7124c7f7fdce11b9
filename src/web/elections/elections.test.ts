// An election by pages: called from a template, people put forward, voted on a phone, closed, drawn, counted, read by everybody.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { closeElection, countElection, openElection } from "#elections";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import {
  approved,
  memberOf,
  ranked,
  standingPeople,
  testElection,
  voteIn,
  withOptions,
} from "../../../test/support/elections.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { electionDetail, electionList } from "../../protocols/api/elections.schema.ts";

const test = useDatabase();
const base = "/congress/congress-2019/elections";
let assembly: Assembly;
let visitor: Reader;
let chair: Reader;
let voters: Reader[];

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 7);
  const { as } = createTestApp(node.shell);
  visitor = as();
  const signIn = async (personId: string) => {
    const account = `account-${personId}`;
    await sql`update people set account_id = ${account} where id = ${personId}`.execute(test.db);
    return as(account);
  };
  chair = await signIn(assembly.chair.personId);
  voters = [];
  for (const { personId } of assembly.delegations) voters.push(await signIn(personId));
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const at = (election: number) => ({ edition: assembly.edition, election });
const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
const voter = (index: number) => voters[index] as Reader;

describe("an election by its pages", () => {
  it("goes from a template to a result that anybody can repeat", async () => {
    expect(await textOf(chair.get(`${base}/new`))).toContain("template=commission");
    const form = await textOf(chair.get(`${base}/new?template=commission`));
    expect(form).toContain('name="least-005"');
    const sent = {
      kind: "people",
      requestKey: field(form, "requestKey"),
      source: "en",
      "title-en": "The promoting commission",
      "title-es": "La comisión promotora",
      about: "Who prepares the next congress",
      method: "scottish-stv",
      seats: "2",
      "least-005": "1",
      "least-woman": "1",
      ties: "lot",
      lot: "Six dice before the assembly",
      weights: "one_each",
      secret: "open",
      publishes: "yes",
    };
    const refused = await chair.post(`${base}/new`, { ...sent, seats: "" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("La comisión promotora");
    const called = await chair.post(`${base}/new`, sent);
    const path = called.headers.get("location") ?? "";
    expect(path).toMatch(new RegExp(`^${base}/\\d+$`));
    expect((await chair.post(`${path}/edit`, { ...sent, "title-en": "The commission" })).status).toBe(303);
    expect((await chair.post(`${path}/nominations`, {})).status).toBe(303);

    const put = (index: number, more: Record<string, string>) =>
      voter(index).post(`${path}/candidates/new`, {
        organizationId: memberOf(assembly, index).organizationId,
        requestKey: newId(),
        person: "",
        name: "",
        gender: "woman",
        about: "",
        ...more,
      });
    const without = await put(0, { name: "Rosa" });
    expect(without.status).toBe(422);
    expect(await without.text()).toContain("Nobody stands without having accepted");
    for (const [index, name] of ["Rosa", "Ciro", "Ana"].entries())
      expect((await put(index, { name, hasAccepted: "yes" })).status).toBe(303);
    expect((await put(3, { person: memberOf(assembly, 3).personId })).status).toBe(303);
    expect((await chair.post(`${path}/open`, {})).status).toBe(303);
    const opened = await textOf(voter(0).get(path));
    expect(opened).toContain(`href="${path}/vote"`);
    expect(opened).toContain("Spokesperson of Delegation congress-2019 4");

    const ballot = await textOf(voter(0).get(`${path}/vote`));
    const marks = {
      requestKey: field(ballot, "requestKey"),
      organizationId: field(ballot, "organizationId"),
    };
    const twice = await voter(0).post(`${path}/vote`, { ...marks, "m-1": "1", "m-3": "1" });
    expect(twice.status).toBe(422);
    const again = await twice.text();
    expect(again).toContain("Place 1 is given twice");
    expect(again).toMatch(/name="m-3"[^>]*value="1"[^>]*aria-invalid="true"/);
    const preview = await textOf(voter(0).post(`${path}/vote`, { ...marks, "m-1": "2", "m-3": "1" }));
    expect(preview).toContain("<ol><li>Ana</li><li>Rosa</li></ol>");
    const cast = await voter(0).post(`${path}/vote`, { ...marks, "m-1": "2", "m-3": "1", cast: "yes" });
    expect(cast.headers.get("location")).toBe(path);
    const number = Number(path.split("/").at(-1));
    await voteIn(assembly, number, [null, ranked(1, 3), ranked(3), ranked(4, 1), ranked(2)]);
    expect(await textOf(voter(0).get(`${path}/vote`))).toMatch(/name="m-3"[^>]*value="1"/);
    expect(await textOf(visitor.get(`${path}/ballots`))).toContain("<ol><li>Ana</li><li>Rosa</li></ol>");
    expect((await visitor.get(`${path}/ballots.blt`)).status).toBe(404);

    expect((await chair.post(`${path}/close`, {})).status).toBe(303);
    expect(await textOf(chair.get(path))).toContain("Six dice before the assembly");
    const short = await chair.post(`${path}/count`, { drawn: "1 2" });
    expect([short.status, (await short.text()).includes("Write at least 6")]).toEqual([422, true]);
    expect((await chair.post(`${path}/count`, { drawn: "3 5 1 6 2 4" })).status).toBe(303);

    const page = await textOf(visitor.get(path));
    expect(page).toContain("2 people elected");
    expect(page).toContain('class="flow"');
    expect(page).toMatch(
      /bin\/cumbe tally ballots\.blt --rule scottish-stv --seats 2 --set at-least:005=1\//,
    );
    expect(await textOf(visitor.get(`${path}/ballots.blt`))).toContain('"Ana"');
    expect(await textOf(visitor.get(`${path}/ballots.json`))).toContain('"cumbe/ballots/1"');
    expect(await textOf(visitor.get(`${path}/count.json`))).toContain('"elected"');
    expect(await textOf(visitor.get(base))).toContain(path);
    const api = electionDetail.strict().parse(await (await visitor.get(`/api/v1${path}`)).json());
    expect(api).toMatchObject({ state: "counted", rules: { method: "scottish-stv", seats: 2 }, ballots: 5 });
    expect(api.candidates.map(({ place }) => place).toSorted()).toEqual([1, 2, null, null]);
    const list = electionList.strict().parse(await (await visitor.get(`/api/v1${base}`)).json());
    expect(list.elections.map(({ uri }) => uri)).toEqual([`https://node.example${path}`]);
    for (const language of ["es", "pt", "fr"])
      expect(await textOf(visitor.get(`${path}?lang=${language}`))).not.toMatch(/elections\.[a-z]/);
  });

  it("offers nothing to whoever has no mandate for it", async () => {
    const election = await testElection(assembly);
    for (const [reader, path] of [
      [voter(0), `${base}/new`],
      [voter(0), `${base}/${election}/edit`],
      [chair, `${base}/${election}/candidates/new`],
    ] as const)
      expect((await reader.get(path)).status, path).toBe(403);
    expect((await voter(0).get(`${base}/${election}/vote`)).status).toBe(409);
    expect((await visitor.get(`${base}/${election}/vote`)).status).toBe(303);
    expect((await visitor.get(`${base}/999`)).status).toBe(404);
    expect((await voter(0).post(`${base}/${election}/open`, {})).status).toBe(403);
    expect(await textOf(voter(0).get(`${base}/${election}`))).not.toContain("Annul the election");
  });

  it("keeps what is marked when the page of a long ballot is turned, or something is looked for", async () => {
    const election = await testElection(assembly, {
      kind: "priorities",
      rules: { method: "schulze", seats: null },
    });
    const names = Array.from({ length: 90 }, (_, index) => `Option ${index + 1}`);
    await withOptions(assembly, election, names);
    await openElection(assembly.chair.ctx, at(election));
    const path = `${base}/${election}/vote`;
    const form = await textOf(voter(0).get(path));
    expect(form).toContain('name="m-40"');
    expect(form).not.toContain('name="m-41"');
    const marks = { organizationId: field(form, "organizationId"), requestKey: field(form, "requestKey") };
    const second = await textOf(voter(0).post(path, { ...marks, "m-2": "1", show: "2" }));
    expect(second).toContain('type="hidden" name="m-2" value="1"');
    expect(second).toContain('name="m-41"');
    const found = await textOf(voter(0).post(path, { ...marks, "m-2": "1", show: "1", search: "option 77" }));
    expect(found).toContain('name="m-77"');
    expect(found).not.toContain('name="m-41"');
    const preview = await textOf(voter(0).post(path, { ...marks, "m-2": "1", "m-77": "2" }));
    expect(preview).toContain("<ol><li>Option 2</li><li>Option 77</li></ol>");
  });

  it("shows each method's picture with its figures", async () => {
    const rankings = await testElection(assembly, {
      kind: "priorities",
      rules: { method: "ranked-pairs", seats: null },
    });
    await withOptions(assembly, rankings, ["Seeds", "Water", "Schools"]);
    await openElection(assembly.chair.ctx, at(rankings));
    await voteIn(assembly, rankings, [ranked(1, 2, 3), ranked(2, 3, 1), ranked(3, 1, 2), ranked(1, 2, 3)]);
    const grades = await testElection(assembly, {
      kind: "priorities",
      rules: { method: "majority-judgment", seats: null, mostPoints: 5, settings: { min: "0", max: "5" } },
    });
    await withOptions(assembly, grades, ["Seeds", "Water"]);
    await openElection(assembly.chair.ctx, at(grades));
    await voteIn(assembly, grades, [
      [
        [1, 5],
        [2, 3],
      ],
      [
        [1, 2],
        [2, 4],
      ],
      [
        [1, 0],
        [2, 3],
      ],
    ]);
    const approvals = await testElection(assembly, { rules: { method: "approval", secret: true } });
    await standingPeople(assembly, approvals, ["Ana", "Bea", "Ciro"]);
    await voteIn(assembly, approvals, [approved(1, 2), approved(2), approved(3)]);
    const budget = await testElection(assembly, {
      kind: "budget",
      rules: {
        method: "equal-shares",
        seats: null,
        settings: { utility: "cost", completion: "add-one-greedy" },
        budget: { total: 1_000n, currency: "SEMILLA", decimals: 1 },
      },
    });
    await withOptions(assembly, budget, [
      ["A well", 250n],
      ["A radio", 500n],
    ]);
    await openElection(assembly.chair.ctx, at(budget));
    await voteIn(assembly, budget, [approved(1), approved(1, 2)]);
    const pages: string[] = [];
    for (const election of [rankings, grades, approvals, budget]) {
      await closeElection(assembly.chair.ctx, at(election));
      await countElection(assembly.chair.ctx, { ...at(election), drawn: "351624" });
      pages.push(await textOf(visitor.get(`${base}/${election}`)));
    }
    expect(pages[0]).toContain('class="matrix"');
    expect(pages[1]).toContain('class="g5"');
    expect(pages[2]).toContain("neither figures nor ballots are published");
    expect(pages[2]).not.toContain("bin/cumbe");
    expect(pages[3]).toContain('<rect class="done piece" x="0" width="250" height="20"></rect>');
    expect(pages[3]).toContain("Spent: 75.0 SEMILLA of 100.0 SEMILLA");
    expect((await visitor.get(`${base}/${approvals}/ballots`)).status).toBe(404);
    expect((await visitor.get(`${base}/${approvals}/ballots.json`)).status).toBe(404);
    expect((await visitor.get(`${base}/${approvals}/count.json`)).status).toBe(404);
  });
});

describe("a recall by its pages", () => {
  it("is opened, signed by a button, voted on, and told to everybody", async () => {
    const { node } = assembly;
    const { mandateId } = await personWithOffice(node, node.organizationId, "commission_member", "Elena");
    const form = await textOf(voter(0).get(`/recalls/new?mandate=${mandateId}`));
    expect(form).toContain("Against the mandate of Elena, Commission member, in Test confederation.");
    const sent = {
      mandate: mandateId,
      organizationId: memberOf(assembly, 0).organizationId,
      language: "en",
      reason: "",
      requestKey: field(form, "requestKey"),
    };
    expect((await voter(0).post("/recalls/new", sent)).status).toBe(422);
    const opened = await voter(0).post("/recalls/new", { ...sent, reason: "No report for a year" });
    const path = opened.headers.get("location") ?? "";
    expect(await textOf(visitor.get("/recalls"))).toContain(`href="${path}"`);
    expect(await textOf(visitor.get(path))).not.toContain(`${path}/sign`);
    const organizationId = memberOf(assembly, 1).organizationId;
    expect(await textOf(voter(1).get(path))).toContain(`${path}/sign`);
    expect((await voter(1).post(`${path}/sign`, { organizationId })).status).toBe(303);
    const voting = await textOf(voter(1).get(path));
    expect(voting).toContain("voting is open");
    const vote = { organizationId, choice: "for", requestKey: field(voting, "requestKey") };
    expect((await voter(1).post(`${path}/vote`, vote)).status).toBe(303);
    expect(await textOf(visitor.get(path))).toContain("1 of 8 organisations have voted");
    for (const language of ["es", "pt", "fr"])
      expect(await textOf(visitor.get(`${path}?lang=${language}`))).not.toMatch(/recalls\.[a-z]/);
    expect((await visitor.get(`/recalls/${newId()}`)).status).toBe(404);
    expect((await voter(0).get("/recalls/new?mandate=nobody")).status).toBe(404);
  });
});
