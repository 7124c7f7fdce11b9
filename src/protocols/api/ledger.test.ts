// Money in the API: what anybody reads of currencies, and paying from a program that has signed in.
import { beforeAll, describe, expect, it } from "vitest";
import { type Currency, findParty, type Party } from "#ledger";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { accountOf, foundTestCurrency, payer } from "../../../test/support/money.ts";
import { foundTestNode, testOrigin, type TestNode } from "../../../test/support/node.ts";
import { currencyDetail, currencyList, ownAccounts, requestAnswer, transferAnswer } from "./ledger.schema.ts";

const test = useDatabase();
let node: TestNode;
let currency: Currency;
let bread: Party;
let flour: Party;
let treasurer: Reader;
let visitor: Reader;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  const bakery = await payer(node, "Bakery");
  const mill = await payer(node, "Mill");
  currency = await foundTestCurrency(mill.second, mill.organizationId, { approvalAbove: 50_000n });
  bread = await accountOf(bakery, currency);
  flour = await accountOf(mill, currency);
  await test.pool.query("update people set account_id = 'treasurer' where id = $1", [
    bakery.treasurer.personId,
  ]);
  const { as } = createTestApp(node.shell);
  treasurer = as("treasurer");
  visitor = as();
});

const send = (who: Reader, path: string, body: object, key: string | null = newId()) =>
  who.send(path, JSON.stringify(body), {
    "content-type": "application/json",
    ...(key === null ? {} : { "idempotency-key": key }),
  });
const transfer = (over: object = {}) => ({
  from: bread.number,
  to: flour.number,
  amount: "12.50",
  text: "Flour",
  ...over,
});
const posted = async () => (await findParty(node.shell, bread.id))?.posted;

describe("currencies", () => {
  it("are listed and read as their schemas say, by every site", async () => {
    const list = await visitor.get("/api/v1/currencies");
    expect(list.headers.get("access-control-allow-origin")).toBe("*");
    expect(currencyList.parse(await list.json())).toMatchObject({
      total: 1,
      currencies: [{ slug: currency.slug }],
    });
    const detail = await (await visitor.get(`/api/v1/currencies/${currency.slug}`)).json();
    expect(currencyDetail.parse(detail)).toMatchObject({ defaultMinimum: "-1000.00", organizations: 2 });
    expect((await visitor.get("/api/v1/currencies/none")).status).toBe(404);
  });
});

describe("a program that has signed in", () => {
  it("reads its own accounts, which no other site may", async () => {
    const answer = await treasurer.get("/api/v1/accounts");
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const { accounts } = ownAccounts.parse(await answer.json());
    expect(accounts).toMatchObject([{ number: bread.number, posted: "0.00", mayPay: true }]);
    expect((await visitor.get("/api/v1/accounts")).status).toBe(401);
  });

  it("pays once for a key, and is told when the key has another body", async () => {
    const before = (await posted()) ?? 0n;
    const key = newId();
    const first = await send(treasurer, "/api/v1/transfers", transfer(), key);
    expect(first.status).toBe(201);
    const answer = transferAnswer.parse(await first.json());
    expect(
      transferAnswer.parse(await (await send(treasurer, "/api/v1/transfers", transfer(), key)).json()),
    ).toEqual(answer);
    expect(await posted()).toBe(before - 1_250n);
    const reused = await send(treasurer, "/api/v1/transfers", transfer({ amount: "12.51" }), key);
    expect(reused.status).toBe(409);
    expect(await reused.json()).toMatchObject({ reason: "requestKeyReused" });
  });

  it("is told by name what cannot be, and nothing moves", async () => {
    const before = await posted();
    const refusals: [object, number, string][] = [
      [{ amount: "12,50" }, 400, "inputInvalid"],
      [{ amount: "0" }, 400, "amountNotPositive"],
      [{ amount: "0.001" }, 400, "amountFinerThanScale"],
      [{ amount: "9223372036854775808" }, 400, "amountTooLarge"],
      [{ from: flour.number }, 404, "accountUnknown"],
      [{ to: "1" }, 400, "inputInvalid"],
      [{ amount: "499999" }, 409, "belowMinimum"],
    ];
    for (const [over, status, reason] of refusals) {
      const answer = await send(treasurer, "/api/v1/transfers", transfer(over));
      expect([answer.status, ((await answer.json()) as { reason: string }).reason], reason).toEqual([
        status,
        reason,
      ]);
    }
    expect((await send(treasurer, "/api/v1/transfers", transfer(), null)).status).toBe(400);
    expect((await treasurer.send("/api/v1/transfers", "{", { "idempotency-key": newId() })).status).toBe(400);
    expect((await send(visitor, "/api/v1/transfers", transfer())).status).toBe(401);
    const foreign = await treasurer.send("/api/v1/transfers", JSON.stringify(transfer()), {
      origin: "https://elsewhere.example",
      "idempotency-key": newId(),
    });
    expect(foreign.status).toBe(403);
    expect(await posted()).toBe(before);
  });

  it("places what needs a second person, and asks to be paid", async () => {
    const waiting = await send(treasurer, "/api/v1/transfers", transfer({ amount: "600" }));
    expect(waiting.status).toBe(202);
    expect(transferAnswer.parse(await waiting.json()).state).toBe("waiting");
    const asked = await send(treasurer, "/api/v1/payment-requests", {
      to: bread.number,
      amount: "3.00",
      text: "Bread",
      many: false,
    });
    const { token, url } = requestAnswer.parse(await asked.json());
    expect(url).toBe(`${testOrigin}/pay/${token}`);
    const read = await visitor.get(`/api/v1/payment-requests/${token}`);
    expect(requestAnswer.parse(await read.json())).toMatchObject({ state: "open", amount: "3.00" });
  });

  it("finds all of it in the OpenAPI document", async () => {
    const { paths } = (await (await visitor.get("/api/openapi.json")).json()) as {
      paths: Record<string, object>;
    };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        "/api/v1/currencies",
        "/api/v1/currencies/{slug}",
        "/api/v1/accounts",
        "/api/v1/transfers",
        "/api/v1/payment-requests",
        "/api/v1/payment-requests/{token}",
      ]),
    );
    expect(paths["/api/v1/transfers"]).toMatchObject({ post: { operationId: "transfer" } });
  });
});
