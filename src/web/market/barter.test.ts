// Barter rings by their pages: looked for, answered by their parties, and shown to nobody else; and what is missing.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let visitor: Reader;
let parties: { readonly who: Trader; readonly reader: Reader }[];
let stranger: Reader;

const swaps = [
  { name: "Coffee growers", category: "coffee_and_cocoa", title: "Coffee in beans", wants: "clothing" },
  { name: "Bakers", category: "bread", title: "Rye bread", wants: "coffee_and_cocoa" },
  { name: "Weavers", category: "clothing", title: "Aprons of cotton", wants: "bread" },
] as const;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  const { as } = createTestApp(node.shell);
  const signIn = async ({ personId }: Trader) => {
    const account = `account-${personId}`;
    await sql`update people set account_id = ${account} where id = ${personId}`.execute(test.db);
    return as(account);
  };
  visitor = as();
  stranger = await signIn(await trader(node, "Neighbours"));
  parties = [];
  for (const { name, category, title, wants } of swaps) {
    const who = await trader(node, name);
    const wanted = { category: wants, words: said(wants) } as never;
    await publish(who, { category, title: said(title), price: null, wanted, quantity: 5_000n });
    parties.push({ who, reader: await signIn(who) });
  }
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const ringIn = (html: string) => /action="(\/market\/barter\/[0-9a-f-]{36})"/.exec(html)?.[1] ?? "";

describe("barter by its pages", () => {
  it("is explained to everybody, and only parties are offered to look", async () => {
    const page = await textOf(visitor.get("/market/barter"));
    expect(page).toContain('href="/market?return=barter"');
    expect(page).not.toContain('name="organizationId"');
    const organizationId = parties[0]?.who.id ?? "";
    expect((await visitor.post("/market/barter", { organizationId })).status).toBe(401);
    expect((await stranger.post("/market/barter", { organizationId })).status).toBe(403);
  });

  it("proposes a ring to its parties, who all say yes, each once", async () => {
    const [first, ...others] = parties;
    const looked = await first?.reader.post("/market/barter", { organizationId: first.who.id });
    expect(looked?.headers.get("location")).toBe("/market/barter?found=1");
    const page = await textOf(first?.reader.get("/market/barter?found=1") as Promise<Response>);
    // The picture has its words, and the steps stand beside it.
    expect(page).toMatch(/<svg[^>]*aria-label/);
    for (const { title, name } of swaps) {
      expect(page).toContain(title);
      expect(page).toContain(name);
    }
    const ring = ringIn(page);
    expect(await textOf(stranger.get("/market/barter"))).not.toContain("Rye bread");
    expect(await textOf(visitor.get("/market/barter"))).not.toContain("Rye bread");
    const forged = { organizationId: first?.who.id ?? "", answer: "yes" };
    expect((await stranger.post(ring, forged)).status).toBe(403);
    for (const { who, reader } of [first, ...others].filter((one) => one !== undefined)) {
      const answer = await reader.post(ring, { organizationId: who.id, answer: "yes" });
      expect(answer.headers.get("location")).toBe("/market/barter");
    }
    const again = await first?.reader.post(ring, forged);
    expect(again?.status).toBe(409);
    const agreed = await textOf(first?.reader.get("/market/own") as Promise<Response>);
    expect(agreed).toContain("/market/agreements/");
    expect(ringIn(await textOf(first?.reader.get("/market/barter") as Promise<Response>))).toBe("");
  });

  it("tells everybody what is missing", async () => {
    expect((await visitor.get("/market/missing")).status).toBe(200);
  });
});
