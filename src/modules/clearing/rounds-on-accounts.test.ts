import { beforeAll, describe, expect, it } from "vitest";
import { findPreview, roundFiles } from "#clearing";
import { accountsOf, findAccount, insertCurrency, linesOf, openAccount } from "#ledger";
import { transact } from "#platform/context";
import { newId } from "#platform/ids";
import { type CountedIn, english, type Name, useClearing } from "../../../test/support/clearing.ts";

describe("rounds in a currency of the ledger", () => {
  const clearing = useClearing();
  const { as, call, circle, idOf, join, owe, round, settle, toPreview } = clearing;
  let currency: CountedIn;
  beforeAll(async () => {
    const currencyId = await transact(clearing.node.shell, (tx) => insertCurrency(tx, newCurrency()));
    currency = { currencyId, officialCode: null };
  });
  const newCurrency = () => ({
    requestKey: newId(),
    slug: "test-trueque",
    code: "TRUE",
    name: english("Trueque"),
    kind: "mutual_credit" as const,
    scale: 2,
    organizationId: clearing.node.organizationId,
    rules: null,
    defaultMinimum: null,
    defaultMaximum: null,
    demurragePpm: 0,
    approvalAbove: null,
    backing: null,
    expiresOn: null,
    mirrors: null,
    openBooks: false,
    mandateId: null,
  });
  const open = (name: Name, minimum: bigint, maximum: bigint) =>
    transact(clearing.node.shell, (tx) =>
      openAccount(tx, {
        currencyId: currency.currencyId!,
        holder: { kind: "organization", organizationId: idOf(name) },
        minimum,
        maximum,
      }),
    );

  it("moves no account by what goes round, and shows two lines for each obligation", async () => {
    const mill = await open("Mill", 0n, 0n);
    const { number, ids } = await circle({}, currency);
    await join(number, "Mill", [ids[0], ids[2]], { accountId: mill.id });
    await toPreview();
    await settle(number);
    expect(await findAccount(clearing.node.shell, mill.id)).toMatchObject({ posted: 0n });
    expect(
      (await linesOf(clearing.node.shell, mill.id)).map(({ amount, kind }) => [amount, kind]).toSorted(),
    ).toEqual([
      [-70n, "clearing"],
      [70n, "clearing"],
    ]);
    const [spare] = await accountsOf(clearing.node.shell, { kind: "clearing" }, currency.currencyId!);
    expect(spare).toMatchObject({ posted: 0n });
  });

  it("clears more with the room that accounts have, and proves it", async () => {
    const garage = await open("Garage", -30n, 100n);
    const clinic = await open("Clinic", -100n, 25n);
    const id = await owe("Garage", "Clinic", 50n, currency);
    const number = await call({ ...currency, withCredit: true });
    await join(number, "Garage", [id], { accountId: garage.id, paysUpTo: 40n });
    await join(number, "Clinic", [id], { accountId: clinic.id, takesUpTo: 1000n });
    await toPreview();
    expect(await round(number)).toMatchObject({ cleared: 25n, clearedOnCredit: 25n, total: 50n });
    expect(await findPreview(as("Clinic"), (await round(number)).id, idOf("Clinic"))).toMatchObject({
      movement: 25n,
    });
    const { certificate } = await roundFiles(clearing.test.db, await round(number));
    expect(JSON.parse(certificate)).toMatchObject({ format: "cumbe-clearing-with-credit", total: "25" });
    await settle(number);
    expect(await findAccount(clearing.node.shell, garage.id)).toMatchObject({ posted: -25n });
    expect(await findAccount(clearing.node.shell, clinic.id)).toMatchObject({ posted: 25n });
    // What is full by then is full: the ledger refuses, and nothing moved.
    const more = await owe("Garage", "Clinic", 5n, currency);
    const full = await call({ ...currency, withCredit: true });
    await join(full, "Garage", [more], { accountId: garage.id, paysUpTo: 5n });
    await join(full, "Clinic", [more], { accountId: clinic.id, takesUpTo: 5n });
    await toPreview();
    expect(await round(full)).toMatchObject({ cleared: 0n });
  });
});
