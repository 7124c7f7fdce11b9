// However much an assembly decides, every public page stays within what a weak network carries.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import {
  castVote,
  closeVote,
  convene,
  findTextView,
  importText,
  openForAmendments,
  openVote,
  proposeAmendment,
  signText,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { projectFile } from "#platform/project";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";

const test = useDatabase();
const edition = "congress-2019";
const BUDGET_BYTES = 14 * 1024;
const WORDS = readFileSync(projectFile("examples", "congress-2019", "declaration.en.md"), "utf8")
  .replace(/[#*]/gu, " ")
  .split(/\s+/u);

/** Prose of the project's own example, each paragraph of other words. */
function prose(from: number, words: number): string {
  return Array.from(
    { length: words },
    (_, at) => WORDS[(from * 37 + at * (1 + (from % 5))) % WORDS.length],
  ).join(" ");
}

const LONG = Array.from({ length: 320 }, (_, at) =>
  at % 20 === 0 ? `# Chapter ${at / 20 + 1}: what we say of it` : prose(at, 34),
).join("\n\n");

let node: TestNode;
let assembly: Assembly;
let visitor: Reader;
let long: string;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 70);
  visitor = createTestApp(node.shell).as();
  const { text } = await importText(assembly.chair.ctx, {
    edition,
    title: inOneLanguage("en", "A long text"),
    language: "en",
    bytes: Buffer.from(LONG),
    format: "markdown",
    requestKey: newId(),
  });
  long = text;
  await openForAmendments(assembly.chair.ctx, { edition, text });
}, 60_000);

const address = (rest = "") => `/congress/${edition}/texts/${long}${rest}`;

/** The page, which must be there and within the budget with the sheet that comes with it. */
async function light(path: string): Promise<string> {
  const response = await visitor.get(path);
  expect(response.status, path).toBe(200);
  const html = await response.text();
  const sheet = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? "";
  const css = await (await visitor.get(sheet)).text();
  const bytes = gzipSync(html).byteLength + gzipSync(css).byteLength;
  expect(bytes, `${path} weighs ${bytes}`).toBeLessThanOrEqual(BUDGET_BYTES);
  return html;
}

const idsOf = (html: string) => [...html.matchAll(/ id="p-([0-9a-f-]{36})"/g)].map(([, id = ""]) => id);

describe("a long text", () => {
  it("is read in parts, each light, which together are all of it in order", async () => {
    expect(Buffer.byteLength(LONG)).toBeGreaterThan(60_000);
    const body = (await findTextView(test.db, edition, long))?.version.body ?? [];
    const first = await light(address());
    expect(first).toContain("Chapter 16");
    const parts = [...first.matchAll(/href="[^"]*\?part=(\d+)"/g)].map(([, number]) => Number(number));
    const last = Math.max(...parts);
    expect(last).toBeGreaterThan(4);
    const found: string[] = idsOf(first);
    for (let part = 2; part <= last; part += 1) found.push(...idsOf(await light(address(`?part=${part}`))));
    expect(found).toEqual(body.map(({ id }) => id));
    expect(idsOf(await light(address("?part=999")))).toEqual(idsOf(await light(address(`?part=${last}`))));
    const whole = await (await visitor.get(address("?part=all"))).text();
    expect(idsOf(whole)).toEqual(body.map(({ id }) => id));
  });

  it("opens where a paragraph stands, with the number that it has in the whole", async () => {
    const body = (await findTextView(test.db, edition, long))?.version.body ?? [];
    const there = body[211];
    const html = await light(address(`?p=${there?.id}`));
    expect(idsOf(html)).toContain(there?.id);
    const number = body.slice(0, 212).filter(({ kind }) => kind !== "heading").length;
    expect(html).toMatch(new RegExp(`id="p-${there?.id}"[^>]*><a class="n" [^>]*>${number}<`));
    expect(idsOf(await light(address(`?p=${newId()}`)))[0]).toBe(body[0]?.id);
  });

  it("stands with very many others in a list of its own", async () => {
    for (let at = 0; at < 70; at += 1)
      await importText(assembly.chair.ctx, {
        edition,
        title: inOneLanguage("en", `Draft ${at} ${prose(at, 20)}`),
        language: "en",
        bytes: Buffer.from("Words."),
        requestKey: newId(),
      });
    expect(await light(`/congress/${edition}`)).toContain(`href="/congress/${edition}/texts"`);
    expect(await light(`/congress/${edition}/texts?page=2`)).toContain("Draft 69 ");
  });

  it("of one page stays on one page", async () => {
    const text = await openText(assembly.chair.ctx, edition, "Short", "Short\n\nOne.\n\nTwo.\n");
    const html = await light(`/congress/${edition}/texts/${text}`);
    expect(html).not.toMatch(/part=/);
  });
});

describe("what an assembly does with it", () => {
  it("lists very many amendments in pages, and shows one with very many changes", async () => {
    const body = (await findTextView(test.db, edition, long))?.version.body ?? [];
    const { ctx, organizationId } = assembly.delegations[0] as Assembly["delegations"][number];
    const propose = (operations: Parameters<typeof proposeAmendment>[1]["operations"], title: string) =>
      proposeAmendment(ctx, {
        edition,
        text: long,
        baseVersion: 1,
        title: inOneLanguage("en", title),
        reason: inOneLanguage("en", prose(3, 400)),
        operations,
        organizationId,
        requestKey: newId(),
      });
    const changes = body.slice(1, 91).map(({ id, text }) => {
      return { op: "replace" as const, paragraphId: id, text: `${text} And a little more of it.` };
    });
    await propose(changes, "Ninety changes");
    for (let at = 2; at <= 120; at += 1) await propose(changes.slice(at % 90, (at % 90) + 1), prose(at, 12));
    const list = await light(address("/amendments"));
    expect(list).toContain("?page=2");
    expect(await light(address("/amendments?page=3"))).toContain(`${address("/amendments/120")}"`);
    const first = await light(address("/amendments/1"));
    expect(first).toContain("page=2#changes");
    expect(await light(address("/amendments/1?page=2"))).not.toBe(first);
  });

  it("shows a large roll call by its result, and each vote in pages", async () => {
    const { chair, delegations } = assembly;
    const rollCallId = await openVote(chair.ctx, {
      edition,
      text: long,
      subject: { on: "amendment", number: 1 },
    });
    await Promise.all(
      delegations.map(({ ctx, organizationId }) =>
        castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() }),
      ),
    );
    const { ctx, organizationId } = delegations[0] as Assembly["delegations"][number];
    await castVote(ctx, { rollCallId, organizationId, choice: "against", requestKey: newId() });
    await closeVote(chair.ctx, { rollCallId });
    const html = await light(address("/amendments/1"));
    expect(html).toContain(address(`/votes/${rollCallId}`));
    expect(html).not.toContain(delegations[69]?.slug);
    const votes = await light(address(`/votes/${rollCallId}`));
    expect(votes.match(/\(changed once\)/g)).toHaveLength(1);
    expect(await light(address(`/votes/${rollCallId}?page=2`))).toContain("?page=1#votes");
    expect((await visitor.get(address(`/votes/${newId()}`))).status).toBe(404);
  });

  it("lists delegations, those who are called, and signatures in pages", async () => {
    const { chair, delegations } = assembly;
    expect(await light(`/congress/${edition}`)).toContain("?page=2#delegations");
    const called = delegations.map(({ organizationId }) => organizationId);
    await convene(chair.ctx, {
      slug: "called-by-name",
      title: inOneLanguage("en", "Called by name"),
      hostCity: "Caracas",
      zone: "America/Caracas",
      country: "VE",
      startsOn: "2021-01-01",
      endsOn: "2021-01-02",
      conveningOrganizationId: node.organizationId,
      called,
      requestKey: newId(),
    });
    const named = await light("/congress/called-by-name");
    expect(named).toContain("70 organisations are called");
    await light(/\/log\/acts\/[0-9a-f-]{36}/.exec(named)?.[0] ?? "");
    expect(await light("/congress/called-by-name/called")).toContain(delegations[69]?.slug);
    const text = await openText(chair.ctx, edition, "Signed", "One.\n\nTwo.\n");
    const subject = { on: "whole", expectedVersion: 1 } as const;
    const rollCallId = await openVote(chair.ctx, { edition, text, subject });
    for (const { ctx, organizationId } of delegations)
      await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
    await closeVote(chair.ctx, { rollCallId });
    await Promise.all(
      delegations.map(({ ctx, organizationId }) => signText(ctx, { edition, text, organizationId })),
    );
    const list = await light(`/congress/${edition}/texts/${text}/signatures`);
    expect(list).toContain("?page=2");
    expect(await light(`/congress/${edition}/texts/${text}/adoption`)).toContain("/votes/");
    await light(`/congress/${edition}/texts/${text}`);
  }, 60_000);
});
