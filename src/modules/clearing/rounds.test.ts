import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import {
  abandonRound,
  confirmPayment,
  findObligation,
  findOwnPart,
  findPreview,
  freezeDueRounds,
  joinRound,
  leaveRound,
  listRounds,
  mayReadObligations,
  roundFiles,
  type RoundState,
  roundStates,
  settleRound,
  sha256Of,
  solveAgain,
  solveFrozenRounds,
  withdrawFromRound,
} from "#clearing";
import { recallMandate } from "#confederation";
import { readCertificate, readObligations, verify } from "#algorithms/clearing";
import type { Ctx } from "#platform/context";
import { newId } from "#platform/ids";
import { listActs } from "#platform/log/views";
import { english, useClearing } from "../../../test/support/clearing.ts";
import { personWithOffice } from "../../../test/support/node.ts";
import { roundGoesTo, roundSteps } from "./rounds.rules.ts";

describe("rounds of clearing", () => {
  const clearing = useClearing();
  const { as, at, call, circle, idOf, join, leave, owe, round, settle, test, toPreview, withdraw } = clearing;

  it("sets off what is owed in a circle, once", async () => {
    const { number, ids } = await circle();
    await toPreview();
    expect(await findPreview(as("Dairy"), (await round(number)).id, idOf("Dairy"))).toMatchObject({
      owed: 70n,
      owing: 130n,
      owedCleared: 70n,
      owingCleared: 70n,
      movement: 0n,
    });
    await expect(settle(number, 2)).rejects.toMatchObject({ reason: "roundStillLooking" });
    await expect(settle(number, 24, as("Mill"))).rejects.toMatchObject({ reason: "noMandateForThis" });
    const both = await Promise.allSettled([settle(number), settle(number)]);
    expect(both.filter(({ status }) => status === "rejected")).toMatchObject([
      { reason: { reason: "roundAlreadySettled" } },
    ]);
    const open = await Promise.all(
      ids.map(async (id) => (await findObligation(as("Dairy"), id))?.openAmount),
    );
    expect(open).toEqual([undefined, 0n, 20n, 40n]);
    expect(await findObligation(as("Mill"), ids[0])).toMatchObject({
      openAmount: 30n,
      inRound: false,
      movements: [{ kind: "cleared", amount: 70n }],
    });
    const { acts } = await listActs(test.db, { subject: `/clearing/rounds/${number}` }, 10);
    expect(acts.map(({ type }) => type).toSorted()).toEqual([
      "clearing.round.called",
      "clearing.round.settled",
    ]);
    const { rows: logged } = await sql<{ record: unknown }>`
      select record from log_acts where type = 'clearing.round.settled' and subject = ${`/clearing/rounds/${number}`}`.execute(
      test.db,
    );
    expect(logged[0]?.record).toMatchObject({
      parties: 4,
      obligations: 4,
      total: "300",
      cleared: "210",
    });
  });

  it("publishes a proof under numbers that anybody can check, and that agrees with the log", async () => {
    const { number } = await circle();
    await toPreview();
    await settle(number);
    const settled = await round(number);
    const { csv, certificate } = await roundFiles(test.db, settled);
    expect(sha256Of(certificate)).toBe(settled.certificateSha256);
    const file = readObligations(Buffer.from(csv));
    const read = readCertificate(certificate, file);
    expect(read.sha256).toBe(sha256Of(csv));
    expect(verify(file.obligations, read.certificate)).toEqual({ ok: true, total: 210n });
    // Four took part: even under numbers their obligations are for themselves.
    expect(await mayReadObligations(contextOfVisitor(), settled)).toBe(false);
    expect(await mayReadObligations(as("Garage"), settled)).toBe(false);
    expect(await mayReadObligations(as("School"), settled)).toBe(true);
  });
  const contextOfVisitor = (): Ctx => ({ ...clearing.node.shell, actor: { kind: "visitor" } });

  it("takes part only what both sides offered", async () => {
    const ids = [await owe("Mill", "Bakery", 10n), await owe("Bakery", "Mill", 10n)];
    const number = await call();
    await join(number, "Mill", ids);
    await join(number, "Bakery", [ids[0]!]);
    await toPreview();
    expect(await round(number)).toMatchObject({ obligations: 1, total: 10n, cleared: 0n });
    await expect(settle(number)).rejects.toMatchObject({ reason: "roundClearsNothing" });
    await abandonRound(clearing.commission.ctx, { number, reason: english("Nothing to set off") });
    expect((await findObligation(as("Mill"), ids[0]!))?.inRound).toBe(false);
  });

  /** Everything that the other organisations and the public can read of a round. */
  async function traces(number: number) {
    const found = await round(number);
    const { id: _, number: __, calledAt: ___, certificateSha256, ...rest } = found;
    const parts = [];
    for (const name of ["Mill", "Bakery", "Dairy"] as const) {
      const preview = await findPreview(as(name), found.id, idOf(name));
      const part = await findOwnPart(as(name), found.id, idOf(name));
      parts.push(
        preview?.lines.map(({ amount, cleared, counterparty }) => [counterparty.slug, amount, cleared]),
        part?.offered.length,
      );
    }
    const { acts } = await listActs(test.db, { subject: `/clearing/rounds/${number}` }, 50);
    return { ...rest, hasProof: certificateSha256 !== null, parts, acts: acts.map(({ type }) => type) };
  }

  it("leaves no trace of whoever withdraws before the deadline", async () => {
    const run = async (withSchool: boolean) => {
      const ids = [
        await owe("Mill", "Bakery", 5n),
        await owe("Bakery", "Dairy", 5n),
        await owe("Dairy", "Mill", 5n),
      ];
      const toSchool = await owe("Dairy", "School", 9n);
      const number = await call();
      await join(number, "Mill", [ids[0]!, ids[2]!]);
      await join(number, "Bakery", [ids[0]!, ids[1]!]);
      await join(number, "Dairy", [ids[1]!, ids[2]!, toSchool]);
      const before = await traces(number);
      if (withSchool) {
        await join(number, "School", [toSchool]);
        expect(await traces(number)).toEqual(before);
        await withdraw(number, "School");
        await expect(withdraw(number, "School")).rejects.toMatchObject({ reason: "roundNotJoined" });
      }
      expect(await traces(number)).toEqual(before);
      await toPreview();
      const previewed = await traces(number);
      await abandonRound(at(clearing.commission.ctx, 2), { number, reason: english("Only a trial") });
      const { rows } = await sql`select 1 from clearing_parties p join clearing_rounds r on r.id = p.round_id
        where r.number = ${number}`.execute(test.db);
      expect(rows).toEqual([]);
      return previewed;
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it("is solved again without whoever leaves while others look, and they look anew", async () => {
    const { number, ids } = await circle();
    await toPreview();
    const first = await round(number);
    await expect(leave(number, "Garage")).rejects.toMatchObject({ reason: "roundNotJoined" });
    await leave(number, "School", 2.9);
    expect(await round(number)).toMatchObject({ state: "frozen", attempt: 2, cleared: null });
    expect((await findObligation(as("School"), ids[3]))?.inRound).toBe(false);
    await expect(settleRound(at(clearing.commission.ctx, 24), { number, attempt: 2 })).rejects.toMatchObject({
      reason: "roundStepUnknown",
    });
    await solveFrozenRounds(at(clearing.node.shell, 3));
    expect(await round(number)).toMatchObject({ parties: 3, obligations: 3, cleared: 210n });
    await expect(
      settleRound(at(clearing.commission.ctx, 24), { number, attempt: first.attempt }),
    ).rejects.toMatchObject({ reason: "roundSolvedAnew" });
    await expect(settle(number, 4)).rejects.toMatchObject({ reason: "roundStillLooking" });
    await expect(leave(number, "Mill", 5)).rejects.toMatchObject({ reason: "roundLookingOver" });
    await settle(number, 5);
  });

  it("lets nothing else lower what it counts on", async () => {
    const { number, ids } = await circle();
    const pay = () =>
      confirmPayment(as("Bakery"), { requestKey: newId(), obligationId: ids[0], amount: 1n, text: "Cash" });
    await pay();
    await toPreview();
    expect(await round(number)).toMatchObject({ total: 299n });
    await expect(pay()).rejects.toMatchObject({ reason: "obligationInRound" });
    await expect(
      sql`insert into obligation_movements (id, obligation_id, kind, amount, made_at)
        values (gen_random_uuid(), ${ids[0]}, 'settled', 1, now())`.execute(test.db),
    ).rejects.toMatchObject({ code: "23001" });
    await settle(number);
    await pay();
  });

  it("lets nobody join, withdraw, leave or confirm whose mandate was recalled", async () => {
    const { number, ids } = await circle();
    const treasurer = await personWithOffice(clearing.node, idOf("School"), "treasurer");
    const confirming = await personWithOffice(
      clearing.node,
      clearing.node.organizationId,
      "economic_commission",
    );
    await toPreview();
    for (const { mandateId } of [treasurer, confirming])
      await recallMandate(clearing.node.operator, { mandateId, decision: english("The assembly") });
    const part = { number, organizationId: idOf("School") };
    for (const act of [
      () => joinRound(treasurer.ctx, { ...part, obligationIds: [ids[3]] }),
      () => withdrawFromRound(treasurer.ctx, part),
      () => leaveRound(at(treasurer.ctx, 1.5), part),
      () => settle(number, 24, confirming.ctx),
      () => abandonRound(confirming.ctx, { number, reason: english("No") }),
    ])
      await expect(act()).rejects.toMatchObject({ reason: "noMandateForThis" });
    await settle(number);
  });

  it("goes no way that the table does not have", async () => {
    const reach: Record<RoundState, () => Promise<number>> = {
      called: async () => (await circle()).number,
      frozen: async () => {
        const { number } = await circle();
        await freezeDueRounds(at(clearing.node.shell, 1));
        return number;
      },
      previewed: async () => {
        const { number } = await circle();
        await toPreview();
        return number;
      },
      settled: async () => {
        const { number } = await circle();
        await toPreview();
        await settle(number);
        return number;
      },
      abandoned: async () => {
        const { number } = await circle();
        await abandonRound(clearing.commission.ctx, { number, reason: english("No") });
        return number;
      },
    };
    const acts: Partial<Record<RoundState, (number: number) => Promise<unknown>>> = {
      frozen: (number) => solveAgain(at(clearing.commission.ctx, 24), number),
      settled: (number) => settleRound(at(clearing.commission.ctx, 24), { number, attempt: 1 }),
      abandoned: (number) => abandonRound(at(clearing.commission.ctx, 24), { number, reason: english("No") }),
    };
    for (const from of roundStates) {
      for (const [to, act] of Object.entries(acts) as [RoundState, (number: number) => Promise<unknown>][]) {
        const number = await reach[from]();
        const allowed =
          roundGoesTo({ state: from, number }, to).ok && !(from === "called" && to === "frozen");
        if (allowed) await act(number);
        else await expect(act(number), `${from} to ${to}`).rejects.toMatchObject({ name: "Refusal" });
        expect((await round(number)).state, `${from} to ${to}`).toBe(allowed ? to : from);
        if (["called", "frozen", "previewed"].includes((await round(number)).state))
          await abandonRound(clearing.commission.ctx, { number, reason: english("Enough") });
      }
      const number = await reach[from]();
      const allowed = new Set(roundSteps.filter((step) => step.from === from).map(({ to }) => to));
      for (const to of roundStates.filter((state) => !allowed.has(state))) {
        await expect(
          sql`update clearing_rounds set state = ${to} where number = ${number}`.execute(test.db),
        ).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
      }
    }
  });

  it("refuses what cannot be meant, by name", async () => {
    const mine = await owe("Mill", "Bakery", 5n);
    await expect(call({ deadlineAt: clearing.node.shell.now })).rejects.toMatchObject({
      reason: "roundDeadlineTooSoon",
    });
    await expect(
      call({ deadlineAt: new Date(+clearing.node.shell.now + 10_000 * 3_600_000) }),
    ).rejects.toMatchObject({
      reason: "roundDeadlineTooFar",
    });
    await expect(call({ withCredit: true })).rejects.toMatchObject({ reason: "creditNeedsALedger" });
    await expect(call({ officialCode: "QQQ" })).rejects.toMatchObject({ reason: "currencyUnknown" });
    await expect(call({}, as("Mill"))).rejects.toMatchObject({ reason: "noMandateForThis" });
    const requestKey = newId();
    expect(await call({ requestKey })).toBe(await call({ requestKey }));
    const number = await call();
    await expect(join(number, "Dairy", [mine])).rejects.toMatchObject({ reason: "offerNotYours" });
    await expect(
      join(number, "Mill", [await owe("Mill", "Dairy", 5n, { currencyId: null, officialCode: "EUR" })]),
    ).rejects.toMatchObject({ reason: "offerNotYours" });
    await expect(join(number, "Mill", [mine], { accountId: newId() })).rejects.toMatchObject({
      reason: "roundAccountNotYours",
    });
    await expect(join(999_999, "Mill", [mine])).rejects.toMatchObject({ reason: "roundUnknown" });
    await expect(
      joinRound(at(as("Mill"), 1), { number, organizationId: idOf("Mill"), obligationIds: [mine] }),
    ).rejects.toMatchObject({ reason: "roundDeadlinePassed" });
    await expect(withdraw(number, "Mill", 1)).rejects.toMatchObject({ reason: "roundDeadlinePassed" });
    expect((await listRounds(test.db, { offset: 0, limit: 1 }))[0]?.number).toBe(number);
    expect(await findOwnPart(as("Bakery"), (await round(number)).id, idOf("Mill"))).toBeUndefined();
    expect(await findPreview(as("Bakery"), (await round(number)).id, idOf("Mill"))).toBeUndefined();
  });
});
