import { beforeAll, describe, expect, it } from "vitest";
import { listOffices } from "#confederation";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

describe("the page of offices", () => {
  const test = useDatabase();
  let operator: Reader;
  let spokesperson: Reader;
  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    const { as } = createTestApp(node.shell);
    operator = as("account-operator");
    spokesperson = await readerOf(
      test.db,
      as,
      await personWithOffice(node, node.organizationId, "spokesperson"),
    );
  });

  it("is the operator's", async () => {
    expect(await (await operator.get("/node/offices?office=treasurer")).text()).toContain(
      'value="treasurer"',
    );
    expect((await spokesperson.get("/node/offices")).status).toBe(403);
    expect((await spokesperson.post("/node/offices", { key: "mine" })).status).toBe(403);
  });

  it("adds an office with several capabilities", async () => {
    const form = new FormData();
    form.append("key", "water_keeper");
    form.append("name-es", "Custodia del agua");
    form.append("name-en", "Water keeper");
    for (const capability of ["commitment.report", "organization.edit"])
      form.append("capability", capability);
    expect((await operator.post("/node/offices", form)).status).toBe(303);
    expect((await listOffices(test.db)).at(-1)).toMatchObject({
      key: "water_keeper",
      name: { source: "es", texts: { es: "Custodia del agua", en: "Water keeper" } },
      capabilities: ["commitment.report", "organization.edit"],
    });
  });

  it("keeps what was typed when the identifier cannot be one", async () => {
    const response = await operator.post("/node/offices", {
      key: "Agua!",
      "name-es": "Custodia del agua",
      capability: "commitment.report",
    });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain("Custodia del agua");
    expect(page).toContain('id="r-key"');
    expect(page).toMatch(/value="commitment.report" checked/);
  });
});
