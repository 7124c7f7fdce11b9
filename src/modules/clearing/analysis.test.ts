import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { allowName, analyseNow, keepAnalyses, listKeptAnalyses } from "#clearing";
import { dollars, type Name, useClearing } from "../../../test/support/clearing.ts";
import { personWithOffice } from "../../../test/support/node.ts";
import { grantMandate } from "#confederation";
import { actAs } from "../../../test/support/node.ts";
import { analyse, publicPartOf, rounded } from "./analysis.rules.ts";

describe("the analysis of what is owed", () => {
  const clearing = useClearing();
  const { as, idOf, owe } = clearing;
  let analyst: ReturnType<typeof actAs>;
  beforeAll(async () => {
    const { node } = clearing;
    const { personId } = await personWithOffice(node, node.organizationId, "teacher");
    await grantMandate(node.operator, {
      personId,
      organizationId: node.organizationId,
      office: "economic_commission",
      covers: "node",
      startsAt: new Date(+node.shell.now - 1_000),
      endsAt: null,
      decision: { source: "en", texts: { en: "The assembly" } },
    });
    analyst = actAs(node.shell, personId);
  });

  it("keeps nothing in public of fewer than five, and rounds what it keeps", async () => {
    const four: readonly [Name, Name, bigint][] = [
      ["Mill", "Bakery", 123_456n],
      ["Bakery", "Dairy", 111_111n],
      ["Dairy", "Mill", 100_001n],
      ["Dairy", "School", 77n],
    ];
    for (const [debtor, creditor, amount] of four) await owe(debtor, creditor, amount);
    expect(await keepAnalyses(clearing.node.shell)).toBe(0);
    await owe("School", "Clinic", 50_000n);
    expect(await keepAnalyses(clearing.node.shell)).toBe(1);
    const [kept] = await listKeptAnalyses(clearing.node.shell);
    expect(kept).toMatchObject({
      officialCode: "USD",
      result: { parties: 5, obligations: 5, total: "385000", cleared: "300000", girth: 3, cycles: [] },
    });
    expect(JSON.stringify(kept)).not.toMatch(/123456|100001|central|mill/i);
  });

  it("shows the commission how it stands now, with the names of those who allowed it", async () => {
    await expect(analyseNow(clearing.commission.ctx, dollars as never)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(analyseNow(as("Mill"), dollars as never)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    expect((await analyseNow(analyst, dollars as never))?.names).toEqual([null, null, null]);
    await expect(
      allowName(as("Bakery"), { organizationId: idOf("Mill"), allowed: true }),
    ).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await allowName(as("Mill"), { organizationId: idOf("Mill"), allowed: true });
    const found = await analyseNow(analyst, dollars as never);
    expect(found).toMatchObject({ cleared: "300003", cycles: [{ length: 3, cycles: 1, amount: "300003" }] });
    expect(found?.names.filter((name) => name !== null)).toMatchObject([{ slug: "mill" }]);
    await allowName(as("Mill"), { organizationId: idOf("Mill"), allowed: false });
    expect((await analyseNow(analyst, dollars as never))?.names).toEqual([null, null, null]);
  });

  it("rounds to three digits that count", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 70n), (amount) => {
        const [said, length] = [rounded(String(amount)), String(amount).length];
        const unit = 10n ** BigInt(Math.max(0, length - 3));
        const off = BigInt(said) - amount;
        expect(BigInt(said) % unit).toBe(0n);
        expect((off < 0n ? -off : off) * 2n <= unit).toBe(true);
      }),
    );
  });

  it("draws the curve of credit from what accounts have room for", () => {
    const facts = {
      obligations: {
        parties: 2,
        debtor: Int32Array.of(0),
        creditor: Int32Array.of(1),
        amount: Float64Array.of(100),
      },
      accounts: [
        { party: 0, balance: 0n, minimum: -60n, maximum: 0n },
        { party: 1, balance: 0n, minimum: 0n, maximum: 200n },
      ],
      turnover: 50n,
      days: 365,
    };
    const analysis = analyse(facts);
    expect(analysis.curve?.map(({ cleared }) => Number(cleared))).toEqual([
      0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60,
    ]);
    expect(analysis).toMatchObject({ cleared: "0", netInternalDebt: "100", girth: null, velocity: 0.5 });
    expect(publicPartOf(analysis)).toBeUndefined();
  });
});
