import { beforeAll, describe, expect, it } from "vitest";
import { defineOffice, listOffices, may } from "#confederation";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { someOfficeKeepsOperating } from "./offices.rules.ts";

const name = { source: "en", texts: { en: "Water keeper", es: "Custodia del agua" } };

describe("offices", () => {
  const test = useDatabase();
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
  });

  it("are added by an operator, and carry what they say", async () => {
    await defineOffice(node.operator, { key: "water_keeper", name, capabilities: ["commitment.report"] });
    expect((await listOffices(test.db)).at(-1)).toMatchObject({
      key: "water_keeper",
      capabilities: ["commitment.report"],
    });
    const { ctx } = await personWithOffice(node, node.organizationId, "water_keeper");
    expect(await may(ctx, "commitment.report", node.organizationId)).toBe(true);
    await defineOffice(node.operator, { key: "water_keeper", name, capabilities: ["organization.edit"] });
    expect(await may(ctx, "commitment.report", node.organizationId)).toBe(false);
    expect(await may(ctx, "organization.edit", node.organizationId)).toBe(true);
    expect((await listOffices(test.db)).filter(({ key }) => key === "water_keeper")).toHaveLength(1);
  });

  it("are defined by nobody else, and by no name that is none", async () => {
    const { ctx } = await personWithOffice(node, node.organizationId, "spokesperson");
    await expect(defineOffice(ctx, { key: "mine", name, capabilities: [] })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      defineOffice(node.operator, { key: "No Key", name, capabilities: [] }),
    ).rejects.toMatchObject({
      fields: [{ field: "key", reason: "officeKeyMalformed" }],
    });
  });

  it("never leave a node without an operator", async () => {
    const operator = (await listOffices(test.db)).find(({ key }) => key === "operator");
    const changed = {
      key: "operator",
      name: operator?.name ?? name,
      capabilities: ["organization.edit" as const],
    };
    await expect(defineOffice(node.operator, changed)).rejects.toMatchObject({ reason: "lastOperatorStays" });
    const without = { key: "operator", capabilities: [] };
    expect(someOfficeKeepsOperating(without, [{ office: "operator" }, { office: "other" }]).ok).toBe(true);
    expect(someOfficeKeepsOperating(without, [{ office: "operator" }]).ok).toBe(false);
    expect(
      someOfficeKeepsOperating({ ...without, capabilities: ["node.operate"] }, [{ office: "operator" }]).ok,
    ).toBe(true);
  });
});
