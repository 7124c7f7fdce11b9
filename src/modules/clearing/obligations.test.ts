import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import {
  acknowledgeObligation,
  confirmPayment,
  contestObligation,
  correctObligation,
  enterObligation,
  type EnterObligationInput,
  enterObligations,
  findObligation,
  type ObligationId,
  type ObligationState,
  obligationsOf,
  obligationStates,
  openSumsOf,
  recordObligation,
  settleObligation,
  withdrawObligation,
} from "#clearing";
import { createOrganization, type OrganizationId, recallMandate } from "#confederation";
import { transact } from "#platform/context";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { useDatabase } from "../../../test/support/database.ts";
import {
  foundTestNode,
  personWithOffice,
  type TestNode,
  type TestPerson,
} from "../../../test/support/node.ts";
import { obligationSteps, sideOf, stepExists } from "./obligations.rules.ts";

describe("obligations", () => {
  const test = useDatabase();
  let node: TestNode;
  const ids: OrganizationId[] = [];
  const treasurers: TestPerson[] = [];
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    for (const name of ["Mill", "Bakery", "Dairy"]) {
      const { id } = await createOrganization(node.operator, {
        name: inOneLanguage("en", name),
        kind: "cooperative",
        country: "VE",
      });
      ids.push(id);
      treasurers.push(await personWithOffice(node, id, "treasurer"));
    }
  });
  const mill = () => treasurers[0]!.ctx;
  const bakery = () => treasurers[1]!.ctx;
  const dairy = () => treasurers[2]!.ctx;

  /** The mill enters what the bakery owes it. */
  const wanted = (more: Partial<EnterObligationInput> = {}): EnterObligationInput => ({
    requestKey: newId(),
    organizationId: ids[0]!,
    counterpartyId: ids[1]!,
    side: "creditor",
    denomination: { currencyId: null, officialCode: "USD" },
    amount: 10_000n,
    sinceOn: "2031-03-01",
    dueOn: "2031-04-01",
    text: "Flour for March",
    ...more,
  });
  const enter = (more: Partial<EnterObligationInput> = {}) => enterObligation(mill(), wanted(more));
  const find = (id: ObligationId) => findObligation(mill(), id);

  it("is entered by one side and acknowledged by the other, and only then lowered", async () => {
    const id = await enter();
    const lowering = () =>
      confirmPayment(mill(), { requestKey: newId(), obligationId: id, amount: 1n, text: "Cash" });
    await expect(lowering()).rejects.toMatchObject({ reason: "obligationNotAcknowledged" });
    await expect(acknowledgeObligation(mill(), id)).rejects.toMatchObject({ reason: "noMandateForThis" });
    await acknowledgeObligation(bakery(), id);
    await lowering();
    await correctObligation(mill(), {
      requestKey: newId(),
      obligationId: id,
      amount: 999n,
      text: "A sack was wet",
    });
    expect(await find(id)).toMatchObject({
      openAmount: 9_000n,
      state: "acknowledged",
      steps: [{ to: "recorded" }, { from: "recorded", to: "acknowledged" }],
      movements: [
        { kind: "settled", amount: 1n },
        { kind: "corrected", amount: 999n },
      ],
    });
    const all = { requestKey: newId(), obligationId: id, amount: 9_000n, text: "The rest" };
    await expect(confirmPayment(mill(), { ...all, amount: 9_001n })).rejects.toMatchObject({
      reason: "moreThanIsOpen",
    });
    await confirmPayment(mill(), all);
    await confirmPayment(mill(), all);
    expect(await find(id)).toMatchObject({ openAmount: 0n, state: "discharged" });
    await expect(lowering()).rejects.toMatchObject({ reason: "obligationNotAcknowledged" });
  });

  it("takes no step that the table does not have, whoever asks", async () => {
    const steps = { acknowledged: acknowledgeObligation, withdrawn: withdrawObligation } as const;
    const contested = (id: ObligationId, ctx = bakery()) =>
      contestObligation(ctx, { obligationId: id, reason: "Never came" });
    const reach: Record<ObligationState, (id: ObligationId) => Promise<void>> = {
      recorded: async () => {},
      acknowledged: (id) => acknowledgeObligation(bakery(), id),
      contested,
      withdrawn: (id) => withdrawObligation(mill(), id),
      discharged: async (id) => {
        await acknowledgeObligation(bakery(), id);
        await confirmPayment(mill(), {
          requestKey: newId(),
          obligationId: id,
          amount: 10_000n,
          text: "Paid",
        });
      },
    };
    for (const from of obligationStates) {
      for (const to of ["acknowledged", "contested", "withdrawn"] as const) {
        const id = await enter();
        await reach[from](id);
        const act = () =>
          to === "contested" ? contested(id) : steps[to](to === "withdrawn" ? mill() : bakery(), id);
        if (stepExists(from, to).ok) {
          await act();
          expect((await find(id))?.state).toBe(to);
        } else {
          await expect(act()).rejects.toMatchObject({ reason: "obligationStepUnknown" });
          expect((await find(id))?.state).toBe(from);
        }
      }
    }
    expect(obligationSteps).toHaveLength(5);
    expect([sideOf("creditor", "other"), sideOf("debtor", "recorder")]).toEqual(["debtor", "debtor"]);
  });

  it("is contested with a reason, by the side that did not enter it", async () => {
    const id = await enter();
    await expect(contestObligation(bakery(), { obligationId: id, reason: " " })).rejects.toMatchObject({
      reason: "inputInvalid",
    });
    await expect(contestObligation(mill(), { obligationId: id, reason: "No" })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await contestObligation(bakery(), { obligationId: id, reason: "Half of it came" });
    expect((await find(id))?.steps.at(-1)).toMatchObject({ to: "contested", reason: "Half of it came" });
  });

  it("is seen by its two sides alone", async () => {
    const id = await enter();
    expect(await findObligation(dairy(), id)).toBeUndefined();
    expect(await findObligation(node.operator, id)).toBeUndefined();
    expect(await findObligation({ ...mill(), actor: { kind: "visitor" } }, id)).toBeUndefined();
    expect(await obligationsOf(dairy(), ids[0]!)).toEqual([]);
    expect(await openSumsOf(dairy(), ids[0]!)).toEqual([]);
    await expect(acknowledgeObligation(dairy(), id)).rejects.toMatchObject({ reason: "obligationUnknown" });
    expect((await obligationsOf(bakery(), ids[1]!, { side: "debtor" })).map((one) => one.id)).toContain(id);
    expect(await obligationsOf(bakery(), ids[1]!, { side: "creditor" })).toEqual([]);
  });

  it("counts a form that is sent twice once, also when both arrive together", async () => {
    const input = wanted();
    const [one, other] = await Promise.all([enterObligation(mill(), input), enterObligation(mill(), input)]);
    expect(one).toBe(other);
  });

  it.each([
    ["movementNotPositive", "amount", { amount: 0n }],
    ["movementNotPositive", "amount", { amount: -5n }],
    ["obligationTooLarge", "amount", { amount: 2n ** 63n }],
    ["obligationToOneself", "counterpartyId", { counterpartyId: "own" }],
    ["organizationUnknown", "counterpartyId", { counterpartyId: "nobody" }],
    ["dueBeforeItBegan", "dueOn", { dueOn: "2031-02-28" }],
    ["dateMalformed", "sinceOn", { sinceOn: "2031-02-30" }],
    ["currencyUnknown", "denomination", { denomination: { currencyId: null, officialCode: "QQQ" } }],
    ["currencyUnknown", "denomination", { denomination: { currencyId: null, officialCode: "usd" } }],
  ])("refuses with %s at %s", async (reason, field, more) => {
    const who = { own: ids[0]!, nobody: newId() } as Record<string, string>;
    const given = more as Partial<EnterObligationInput>;
    const counterpartyId = who[given.counterpartyId ?? ""] ?? ids[1]!;
    await expect(enter({ ...given, counterpartyId })).rejects.toMatchObject({
      reason: "inputInvalid",
      fields: expect.arrayContaining([
        expect.objectContaining({ reason, field: expect.stringMatching(`^${field}`) }),
      ]),
    });
  });

  it("enters many or none, with each complaint at its line", async () => {
    const { requestKey: _, organizationId, ...facts } = wanted();
    const many = (obligations: object[]) =>
      enterObligations(mill(), { requestKey: newId(), organizationId, obligations: obligations as never });
    const before = (await obligationsOf(mill(), ids[0]!)).length;
    await expect(
      many([facts, { ...facts, counterpartyId: newId() }, { ...facts, dueOn: "2030-01-01" }]),
    ).rejects.toMatchObject({
      fields: [
        { field: "obligations.1.counterpartyId", reason: "organizationUnknown" },
        { field: "obligations.2.dueOn", reason: "dueBeforeItBegan" },
      ],
    });
    expect(await obligationsOf(mill(), ids[0]!)).toHaveLength(before);
    expect(await many([facts, facts])).toBe(2);
    expect(await obligationsOf(mill(), ids[0]!)).toHaveLength(before + 2);
  });

  it("is recorded by another module as acknowledged, and settled by a transfer of it", async () => {
    const by = { mandateId: treasurers[0]!.mandateId };
    const id = await transact(mill(), (tx) =>
      recordObligation(
        tx,
        {
          debtorId: ids[2]!,
          creditorId: ids[0]!,
          currencyId: null,
          officialCode: "EUR",
          amount: 500n,
          dueOn: null,
          about: "/market/agreements/1",
          text: "Delivery",
          acknowledged: true,
        },
        by,
      ),
    );
    const pay = (amount: bigint) =>
      transact(mill(), (tx) =>
        settleObligation(tx, { obligationId: id, amount, entryId: null, text: "" }, by),
      );
    await expect(pay(501n)).rejects.toMatchObject({ reason: "moreThanIsOpen" });
    await expect(pay(0n)).rejects.toMatchObject({ reason: "movementNotPositive" });
    await pay(200n);
    expect(await openSumsOf(dairy(), ids[2]!)).toEqual([
      { currencyId: null, officialCode: "EUR", owed: 0n, owing: 300n },
    ]);
  });

  it("keeps what was written, whatever writes to the database", async () => {
    const id = await enter();
    const refused = (statement: string) =>
      expect(sql.raw(statement.replace("$id", `'${id}'`)).execute(test.db)).rejects.toMatchObject({
        code: expect.stringMatching(/^23/),
      });
    await refused("update obligations set amount = 5 where id = $id");
    await refused("update obligations set open_amount = 5 where id = $id");
    await refused("update obligations set state = 'discharged' where id = $id");
    await refused("delete from obligations where id = $id");
    await refused("update obligation_steps set reason = 'x' where obligation_id = $id");
    await refused(
      "insert into obligation_movements (id, obligation_id, kind, amount, made_at) values (gen_random_uuid(), $id, 'settled', 1, now())",
    );
    await acknowledgeObligation(bakery(), id);
    await refused(
      "insert into obligation_movements (id, obligation_id, kind, amount, made_at) values (gen_random_uuid(), $id, 'settled', 10001, now())",
    );
  });

  it("lets nobody act whose mandate was recalled", async () => {
    const id = await enter();
    const leaving = await personWithOffice(node, ids[1]!, "treasurer");
    await recallMandate(node.operator, {
      mandateId: leaving.mandateId,
      decision: inOneLanguage("en", "The assembly"),
    } as never);
    await expect(acknowledgeObligation(leaving.ctx, id)).rejects.toMatchObject({
      reason: "obligationUnknown",
    });
  });
});
