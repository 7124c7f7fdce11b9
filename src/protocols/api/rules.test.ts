// The rules of an edition in the API: what decides now, every version, and the OpenAPI description of both.
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { rulesOfToday } from "#algorithms/roll-calls";
import { hashOfRules } from "#rulebook";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, testOrigin } from "../../../test/support/node.ts";
import { setTestRules, testRules } from "../../../test/support/rules.ts";
import { editionRules } from "./rules.schema.ts";

const test = useDatabase();
const path = "/api/v1/congress/congress-2019/rules";
let assembly: Assembly;
let visitor: Reader;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 1);
  visitor = createTestApp(node.shell).as();
});

const read = async () => editionRules.strict().parse(await (await visitor.get(path)).json());

describe("rules in the API", () => {
  it("are those that every congress begins with until it has its own, with every version and its data", async () => {
    expect(await read()).toMatchObject({
      inForce: { number: 0, hash: hashOfRules(rulesOfToday), rules: { format: "cumbe/rules/1" } },
      versions: [],
    });
    const rules = testRules("Ours");
    await setTestRules(assembly, rules);
    const { inForce, versions } = await read();
    expect(inForce).toMatchObject({ number: 1, hash: hashOfRules(rules), rules });
    expect(versions).toMatchObject([
      { number: 1, uri: `${testOrigin}/congress/congress-2019/rules/1`, decision: null, inForceUntil: null },
    ]);
    const data = await (await visitor.get(inForce.data.replace(testOrigin, ""))).arrayBuffer();
    expect(createHash("sha256").update(Buffer.from(data)).digest("hex")).toBe(inForce.hash);
    expect((await visitor.get("/api/v1/congress/none/rules")).status).toBe(404);
    expect(await (await visitor.get("/congress/congress-2019/rules")).text()).toContain(`href="${path}"`);
  });
});
