import { beforeAll, describe, expect, it } from "vitest";
import { findObligation, type ObligationId, payObligation } from "#clearing";
import {
  type Account,
  approvePayment,
  findAccount,
  holdsOn,
  insertCurrency,
  openAccount,
  withdrawPayment,
} from "#ledger";
import { transact } from "#platform/context";
import { newId } from "#platform/ids";
import { type CountedIn, english, type Name, useClearing } from "../../../test/support/clearing.ts";
import { personWithOffice } from "../../../test/support/node.ts";

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

  describe("above the amount that needs two people", () => {
    const waiting = async (id: string, amount = 600n) => {
      const done = await pay(id, amount);
      if (done.state !== "waiting") throw new Error("it is large");
      return { approvalId: done.approvalId };
    };
    const second = async () => (await personWithOffice(clearing.node, idOf("Mill"), "treasurer")).ctx;
    const open = async (id: string) => (await findObligation(as("Mill"), id as ObligationId))?.openAmount;
    const held = async () => (await findAccount(clearing.node.shell, accounts.get("Mill")!.id))?.pendingOut;

    it("waits with the amount held, is not approved by the same person, and is marked when another approves", async () => {
      const id = await owe("Mill", "Bakery", 700n, currency);
      const before = await balance("Mill");
      const wanted = await waiting(id);
      expect([await balance("Mill"), await held(), await open(id)]).toEqual([before, 600n, 700n]);
      await expect(approvePayment(as("Mill"), wanted)).rejects.toMatchObject({
        reason: "secondPersonNeeded",
      });
      await expect(approvePayment(as("Bakery"), wanted)).rejects.toMatchObject({
        reason: "noMandateForThis",
      });
      const other = await second();
      await approvePayment(other, wanted);
      await approvePayment(other, wanted);
      expect([await balance("Mill"), await held(), await open(id)]).toEqual([before! - 600n, 0n, 100n]);
    });

    it("is refused at the approval where no such amount is open any more; nothing of it is done", async () => {
      const id = await owe("Bakery", "Mill", 600n, currency);
      const bakery = { fromAccountId: accounts.get("Bakery")!.id };
      const asked = () =>
        payObligation(as("Bakery"), { requestKey: newId(), obligationId: id, amount: 600n, ...bakery });
      const [one, two] = [await asked(), await asked()];
      if (one.state !== "waiting" || two.state !== "waiting") throw new Error("both are large");
      const other = (await personWithOffice(clearing.node, idOf("Bakery"), "treasurer")).ctx;
      await approvePayment(other, one);
      const before = await balance("Bakery");
      await expect(approvePayment(other, two)).rejects.toMatchObject({ reason: "obligationNotAcknowledged" });
      expect(await balance("Bakery")).toBe(before);
      await withdrawPayment(as("Bakery"), two);
    });

    it("is left as it was by a week's lapse", async () => {
      const id = await owe("Mill", "Bakery", 600n, currency);
      const before = await balance("Mill");
      const wanted = await waiting(id, 501n);
      const later = clearing.at(await second(), 7 * 24);
      await expect(approvePayment(later, wanted)).rejects.toMatchObject({ reason: "approvalLapsed" });
      expect([await balance("Mill"), await open(id)]).toEqual([before, 600n]);
      await withdrawPayment(as("Mill"), wanted);
    });
  });
});
