import { describe, expect, it } from "vitest";
import { foundThroughLink, holdFoundingLink, openFoundingLink } from "#confederation";
import { useDatabase } from "../../../test/support/database.ts";
import { contextOn } from "../../../test/support/node.ts";

const name = { source: "es", texts: { es: "Red de comunas" } };
const input = {
  profile: { name, place: "Lara", languages: ["es"] },
  organization: { name },
  person: { name: "Primera persona", accountId: "account-first" },
};

describe("the founding link", () => {
  const test = useDatabase();

  it("founds the node once, and only the latest one does", async () => {
    const shell = contextOn(test.db, { kind: "shell", through: "start" });
    const visitor = { ...shell, actor: { kind: "visitor" as const } };
    const tokenIn = (link: string | undefined) => link?.split("/").at(-1) ?? "";
    await expect(openFoundingLink(visitor)).rejects.toMatchObject({ reason: "onlyTheFoundingLink" });
    await expect(holdFoundingLink(visitor, "")).rejects.toMatchObject({ reason: "onlyTheFoundingLink" });
    const earlier = tokenIn(await openFoundingLink(shell));
    const link = await openFoundingLink(shell);
    expect(link).toMatch(/^https:\/\/node\.example\/setup\/[\w-]{32}$/);
    const token = tokenIn(link);
    for (const wrong of [earlier, "", "invented"])
      await expect(foundThroughLink(visitor, wrong, input)).rejects.toMatchObject({
        reason: "onlyTheFoundingLink",
      });
    const { rows } = await test.pool.query("select value from node_settings");
    expect(JSON.stringify(rows)).not.toContain(token);
    await holdFoundingLink(visitor, token);
    await foundThroughLink(visitor, token, input);
    await expect(foundThroughLink(visitor, token, input)).rejects.toMatchObject({
      reason: "nodeAlreadyFounded",
    });
    expect(await openFoundingLink(shell)).toBeUndefined();
    expect((await test.pool.query("select 1 from node_settings where key = 'founding_link'")).rowCount).toBe(
      0,
    );
  });
});
