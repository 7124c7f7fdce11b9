// Presence at any moment, and what every edition has without anybody asking.
import { beforeAll, describe, expect, it } from "vitest";
import { defaultRules, findPlenary, listOrgans, presenceAt, rulesAt } from "#assembly";
import { findEdition, withdrawAccreditation } from "#congress";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";

describe("an edition", () => {
  const test = useDatabase();
  let node: TestNode;
  let assembly: Assembly;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    assembly = await conveneAssembly(node, 3);
  });

  it("has a plenary from the moment it is convened, with rules and languages", async () => {
    const edition = await findEdition(test.db, assembly.edition);
    if (!edition) throw new Error("convened above");
    const plenary = await findPlenary(test.db, edition.id);
    expect(plenary).toMatchObject({ kind: "plenary", slug: "plenary", rules: defaultRules });
    expect(plenary.languages).toEqual(["es", "en", "pt", "fr"]);
    expect(await listOrgans(test.db, edition.id)).toEqual([plenary]);
    expect(await rulesAt(test.db, plenary.id, new Date(0))).toEqual(defaultRules);
  });

  it("knows how many were accredited at a moment, also of those withdrawn later", async () => {
    const edition = await findEdition(test.db, assembly.edition);
    const [first] = assembly.delegations;
    if (!edition || !first) throw new Error("convened above");
    const before = assembly.chair.ctx.now;
    const later = new Date(before.getTime() + 60_000);
    await withdrawAccreditation(
      { ...assembly.chair.ctx, now: later },
      {
        edition: edition.slug,
        organizationId: first.organizationId,
        reason: inOneLanguage("en", "Left the confederation"),
      },
    );
    const at = (instant: Date) => presenceAt(test.db, edition.id, instant);
    expect(await at(before)).toMatchObject({ accreditedDelegations: 3, delegations: [], delegates: [] });
    expect(await at(later)).toMatchObject({ accreditedDelegations: 2 });
    expect(await at(new Date(before.getTime() - 60_000))).toMatchObject({ accreditedDelegations: 0 });
  });
});
