// Rounds whose parties take part with accounts: what moves, and that the published files prove it to anybody.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inFolder } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPreview, roundFiles, sha256Of } from "#clearing";
import { accountsOf, findAccount, insertCurrency, linesOf, openAccount } from "#ledger";
import { transact } from "#platform/context";
import { newId } from "#platform/ids";
import { projectFile } from "#platform/project";
import { type CountedIn, english, type Name, useClearing } from "../../../test/support/clearing.ts";
import { run } from "../../../test/support/command-line.ts";
import { pythonWith } from "../../../test/support/python.ts";

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

  describe("whose files are read on the command line", () => {
    const folder = mkdtempSync(inFolder(tmpdir(), "cumbe-round-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const file = (name: string, content: string) => {
      writeFileSync(inFolder(folder, name), content);
      return inFolder(folder, name);
    };
    const python = pythonWith(["csv", "hashlib"]);
    /** What `clear verify` says, once the script that knows only the guide has said the same. */
    const check = async (csv: string, certificate: string) => {
      const [one, other] = [file("round.csv", csv), file("round.json", certificate)];
      const { code, out, err } = await run(`clear verify ${one} ${other}`);
      if (python) {
        const script = spawnSync(python, [projectFile("test", "check-clearing.py"), one, other]);
        expect(script.status).toBe(code);
      }
      return { code, said: out || err };
    };
    const filesOf = async (number: number) => {
      const settled = await round(number);
      const files = await roundFiles(clearing.test.db, settled);
      expect(sha256Of(files.certificate)).toBe(settled.certificateSha256);
      return files;
    };
    type Published = {
      total: number;
      pool: number;
      accounts: [string, number, number, number][];
      cleared: number[];
    };

    it("proves a settled round without credit", async () => {
      const { number } = await circle({}, currency);
      await toPreview();
      await settle(number);
      const { csv, certificate } = await filesOf(number);
      expect(JSON.parse(certificate)).toMatchObject({ format: "cumbe-clearing" });
      expect(await check(csv, certificate)).toMatchObject({ code: 0, said: expect.stringContaining("210") });
    });

    it("proves a settled round with credit, and refuses it with a number changed", async () => {
      const dairy = await open("Dairy", -30n, 100n);
      const school = await open("School", -100n, 25n);
      const id = await owe("Dairy", "School", 50n, currency);
      const number = await call({ ...currency, withCredit: true });
      await join(number, "Dairy", [id], { accountId: dairy.id, paysUpTo: 40n });
      await join(number, "School", [id], { accountId: school.id, takesUpTo: 1000n });
      await toPreview();
      await settle(number);
      const { csv, certificate } = await filesOf(number);
      expect(await check(csv, certificate)).toMatchObject({
        code: 0,
        said: expect.stringContaining("25 is cleared"),
      });
      const published = JSON.parse(certificate) as Published;
      expect(published).toMatchObject({ format: "cumbe-clearing-with-credit", total: 25, cleared: [25] });
      expect(published.accounts.map(([, ...amounts]) => amounts).toSorted((a, b) => a[2]! - b[2]!)).toEqual([
        [30, 0, -25],
        [0, 25, 25],
      ]);
      const payer = published.accounts.findIndex(([, pays]) => pays > 0);
      const taker = 1 - payer;
      const changes: [(one: Published) => void, string][] = [
        [(one) => void (one.accounts[payer]![3] -= 1), "but what is cleared leaves -25 for it"],
        [(one) => void (one.accounts[payer]![1] = 24), "had room to pay 24"],
        [(one) => void (one.accounts[taker]![2] = 24), "and to take 24"],
        [(one) => void (one.accounts[taker]![2] = 26), "while the potentials ask for another movement"],
        [(one) => void (one.accounts[taker]![1] = -1), "no whole numbers"],
        [(one) => void (one.cleared[0] = 24), "but what is cleared leaves"],
        [(one) => void (one.total = 26), "its total is not the sum"],
        [(one) => void (one.pool += 1), "potentials"],
        [(one) => void (one.pool -= 1), "potentials"],
        [(one) => void one.accounts.splice(taker, 1), "gets 25 in all"],
      ];
      for (const [change, says] of changes) {
        const changed = structuredClone(published);
        change(changed);
        expect(await check(csv, JSON.stringify(changed))).toMatchObject({
          code: 1,
          said: expect.stringContaining(says),
        });
      }
    });
  });
});
