// Clearing in the API: rounds for everybody, obligations and an own part for programs that have signed in.
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Name, useClearing } from "../../../test/support/clearing.ts";
import { obligationDetail, obligationList, roundDetail, roundList, roundPreview } from "./clearing.schema.ts";

const clearing = useClearing();
const slugs = new Map<Name, string>();
let mill: Reader;
let bakery: Reader;
let clinic: Reader;
let visitor: Reader;

beforeAll(async () => {
  const { as } = createTestApp(clearing.node.shell, () => new Date(clearing.node.shell.now));
  const signIn = async (name: Name) => {
    await clearing.test.pool.query("update people set account_id = $1 where id = $2", [
      name,
      clearing.treasurerOf(name),
    ]);
    const { rows } = await clearing.test.pool.query<{ slug: string }>(
      "select slug from organizations where id = $1",
      [clearing.idOf(name)],
    );
    slugs.set(name, rows[0]?.slug ?? "");
    return as(name);
  };
  mill = await signIn("Mill");
  bakery = await signIn("Bakery");
  clinic = await signIn("Clinic");
  visitor = as();
});

const slugOf = (name: Name) => slugs.get(name) ?? "";
const send = (who: Reader, path: string, body: object, key: string | null = newId()) =>
  who.send(path, JSON.stringify(body), {
    "content-type": "application/json",
    ...(key === null ? {} : { "idempotency-key": key }),
  });
const flour = (over: object = {}) => ({
  organization: slugOf("Mill"),
  side: "creditor",
  counterparty: slugOf("Bakery"),
  officialCode: "USD",
  amount: "12.50",
  sinceOn: "2031-01-01",
  text: "Flour",
  ...over,
});
const listed = async (who: Reader, name: Name) =>
  obligationList.parse(await (await who.get(`/api/v1/obligations?organization=${slugOf(name)}`)).json());
const entered = async (): Promise<z.infer<typeof obligationDetail>> =>
  obligationDetail.parse(await (await send(mill, "/api/v1/obligations", flour())).json());

describe("obligations", () => {
  it("are entered once for a key, and read by their two sides alone", async () => {
    const key = newId();
    const first = await send(mill, "/api/v1/obligations", flour(), key);
    expect(first.status).toBe(201);
    const answer = obligationDetail.parse(await first.json());
    expect(answer).toMatchObject({
      amount: "12.50",
      open: "12.50",
      state: "recorded",
      enteredBy: "creditor",
    });
    expect(await (await send(mill, "/api/v1/obligations", flour(), key)).json()).toEqual(answer);
    const reused = await send(mill, "/api/v1/obligations", flour({ amount: "12.51" }), key);
    expect([reused.status, await reused.json()]).toMatchObject([409, { reason: "requestKeyReused" }]);
    expect(await listed(bakery, "Bakery")).toMatchObject({ total: 1, obligations: [{ id: answer.id }] });

    const path = `/api/v1/obligations/${answer.id}`;
    expect((await bakery.get(path)).headers.get("cache-control")).toContain("no-store");
    expect((await clinic.get(path)).status).toBe(404);
    expect((await visitor.get(path)).status).toBe(401);
    expect((await clinic.get(`/api/v1/obligations?organization=${slugOf("Mill")}`)).status).toBe(403);
    expect((await send(clinic, `${path}/answer`, { answer: "acknowledged" })).status).toBe(404);
  });

  it("are acknowledged or contested by the other side, twice as once", async () => {
    const answer = (who: Reader, id: string, body: object) =>
      send(who, `/api/v1/obligations/${id}/answer`, body, null);
    const one = await entered();
    expect((await answer(mill, one.id, { answer: "acknowledged" })).status).toBe(403);
    for (let times = 0; times < 2; times++) {
      const acknowledged = await answer(bakery, one.id, { answer: "acknowledged" });
      expect([acknowledged.status, await acknowledged.json()]).toMatchObject([
        200,
        { state: "acknowledged" },
      ]);
    }
    const late = await answer(bakery, one.id, { answer: "contested", reason: "Never came" });
    expect(late.status).toBe(409);
    const other = await entered();
    expect((await answer(bakery, other.id, { answer: "contested" })).status).toBe(400);
    const contested = await answer(bakery, other.id, { answer: "contested", reason: "Never came" });
    expect(obligationDetail.parse(await contested.json()).state).toBe("contested");
  });

  it("are refused by name, and nothing is entered", async () => {
    const { total } = await listed(mill, "Mill");
    const refusals: [object, number, string][] = [
      [{ amount: "12,50" }, 400, "inputInvalid"],
      [{ amount: "0.001" }, 400, "amountFinerThanScale"],
      [{ officialCode: "XQX" }, 400, "currencyUnknown"],
      [{ officialCode: null }, 400, "currencyUnknown"],
      [{ currency: "none" }, 400, "currencyUnknown"],
      [{ counterparty: "nobody" }, 404, "organizationUnknown"],
      [{ counterparty: slugOf("Mill") }, 400, "inputInvalid"],
      [{ dueOn: "2030-12-31" }, 400, "inputInvalid"],
      [{ organization: slugOf("Clinic") }, 403, "noMandateForThis"],
    ];
    for (const [over, status, reason] of refusals) {
      const refused = await send(mill, "/api/v1/obligations", flour(over));
      expect([refused.status, await refused.json()], JSON.stringify(over)).toMatchObject([
        status,
        { reason },
      ]);
    }
    expect((await send(mill, "/api/v1/obligations", flour(), null)).status).toBe(400);
    expect((await send(visitor, "/api/v1/obligations", flour())).status).toBe(401);
    const foreign = await mill.send("/api/v1/obligations", JSON.stringify(flour()), {
      origin: "https://elsewhere.example",
      "idempotency-key": newId(),
    });
    expect(foreign.status).toBe(403);
    expect((await listed(mill, "Mill")).total).toBe(total);
  });
});

describe("rounds", () => {
  it("are read by everybody with what came of them, and an own part by its people alone", async () => {
    const { number } = await clearing.circle();
    await clearing.toPreview();
    const path = `/api/v1/clearing/rounds/${number}`;
    const preview = `${path}/preview?organization=${slugOf("Mill")}`;
    expect(roundPreview.parse(await (await mill.get(preview)).json())).toMatchObject({
      state: "previewed",
      owing: "1.00",
      owingCleared: "0.70",
      owedCleared: "0.70",
      movement: "0.00",
    });
    expect((await clinic.get(preview)).status).toBe(403);
    expect((await visitor.get(preview)).status).toBe(401);
    expect(
      (await clinic.get(`${path}/preview?organization=${slugOf("Clinic")}`)).status,
      "of a round that it did not join",
    ).toBe(404);
    expect(roundDetail.parse(await (await visitor.get(path)).json())).toMatchObject({ outcome: null });
    await clearing.settle(number);
    const list = await visitor.get("/api/v1/clearing/rounds");
    expect(list.headers.get("access-control-allow-origin")).toBe("*");
    // Four took part: the files are for them alone.
    expect(roundList.parse(await list.json())).toMatchObject({
      total: 1,
      rounds: [{ number, officialCode: "USD", outcome: { parties: 4, cleared: "2.10", files: null } }],
    });
    expect((await visitor.get("/api/v1/clearing/rounds/99")).status).toBe(404);
  });

  it("stand in the OpenAPI document with obligations, reading and entering at one address", async () => {
    const { paths } = (await (await visitor.get("/api/openapi.json")).json()) as {
      paths: Record<string, Record<string, object>>;
    };
    expect(paths["/api/v1/obligations"]).toMatchObject({
      get: { operationId: "listOwnObligations" },
      post: { operationId: "enterObligation" },
    });
    expect(paths["/api/v1/obligations/{id}/answer"]?.["post"]).toMatchObject({
      operationId: "answerObligation",
    });
    expect(paths["/api/v1/clearing/rounds/{number}/preview"]).toBeDefined();
  });
});
