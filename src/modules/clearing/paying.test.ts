import { beforeAll, describe, expect, it } from "vitest";
import { findObligation, payObligation } from "#clearing";
import { type Account, findAccount, holdsOn, insertCurrency, openAccount } from "#ledger";
import { transact } from "#platform/context";
import { newId } from "#platform/ids";
import { type CountedIn, english, type Name, useClearing } from "../../../test/support/clearing.ts";

describe("paying what is owed with the ledger", () => {
  const clearing = useClearing();
  const { as, idOf, owe } = clearing;
  let currency: CountedIn;
  const accounts = new Map<Name, Account>();
  beforeAll(async () => {
    const { shell, organizationId } = clearing.node;
    const currencyId = await transact(shell, (tx) =>
      insertCurrency(tx, {
        requestKey: newId(),
        slug: "paid",
        code: "PAID",
        name: english("Paid"),
        kind: "mutual_credit",
        scale: 2,
        organizationId,
        rules: null,
        defaultMinimum: null,
        defaultMaximum: null,
        demurragePpm: 0,
        approvalAbove: 500n,
        backing: null,
        expiresOn: null,
        mirrors: null,
        openBooks: false,
        mandateId: null,
      }),
    );
    currency = { currencyId, officialCode: null };
    for (const name of ["Mill", "Bakery", "Dairy"] as const) {
      const holder = { kind: "organization", organizationId: idOf(name) } as const;
      const opened = await transact(shell, (tx) =>
        openAccount(tx, { currencyId, holder, minimum: -1_000n, maximum: 1_000n }),
      );
      accounts.set(name, opened);
    }
  });
  const pay = (obligationId: string, amount: bigint, more: object = {}) =>
    payObligation(as("Mill"), {
      requestKey: newId(),
      obligationId,
      fromAccountId: accounts.get("Mill")!.id,
      amount,
      ...more,
    });
  const balance = async (name: Name) =>
    (await findAccount(clearing.node.shell, accounts.get(name)!.id))?.posted;

  it("moves the money and marks the obligation in one act, once", async () => {
    const id = await owe("Mill", "Bakery", 300n, currency);
    const requestKey = newId();
    await pay(id, 120n, { requestKey });
    await pay(id, 120n, { requestKey });
    expect([await balance("Mill"), await balance("Bakery")]).toEqual([-120n, 120n]);
    expect(await findObligation(as("Bakery"), id)).toMatchObject({
      openAmount: 180n,
      movements: [{ kind: "settled", amount: 120n, entryId: expect.any(String) }],
    });
  });

  it("moves nothing where it is refused, by name", async () => {
    const id = await owe("Mill", "Bakery", 900n, currency);
    const before = await balance("Mill");
    const [from, euros] = [accounts.get("Dairy")!.id, { currencyId: null, officialCode: "EUR" }];
    await expect(pay(id, 901n)).rejects.toMatchObject({ reason: "moreThanIsOpen" });
    await expect(pay(id, 600n)).rejects.toMatchObject({ reason: "paymentNeedsSecond" });
    await expect(pay(id, 1n, { fromAccountId: from })).rejects.toMatchObject({
      reason: "accountNotOfDebtor",
    });
    await expect(pay(await owe("Mill", "Bakery", 5n, euros), 5n)).rejects.toMatchObject({
      reason: "obligationNotInLedger",
    });
    await expect(pay(await owe("Mill", "School", 5n, currency), 5n)).rejects.toMatchObject({
      reason: "creditorHasNoAccount",
    });
    await expect(
      payObligation(as("Dairy"), { requestKey: newId(), obligationId: id, fromAccountId: from, amount: 1n }),
    ).rejects.toMatchObject({ reason: "obligationUnknown" });
    expect(await balance("Mill")).toBe(before);
    expect(await holdsOn(clearing.node.shell, accounts.get("Mill")!.id)).toEqual([]);
    expect((await findObligation(as("Mill"), id))?.openAmount).toBe(900n);
  });
});
