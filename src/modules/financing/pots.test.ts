import { beforeAll, describe, expect, it } from "vitest";
import { recallMandate } from "#confederation";
import { transact } from "#platform/context";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { personWithOffice } from "../../../test/support/node.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import { testAccount } from "../../../test/support/ledger.ts";
import { daysAfter, today } from "./days.rules.ts";
import type { OpenPotInput } from "./pots.schema.ts";
import {
  approveWithdrawal,
  cancelWithdrawal,
  closePot,
  contributeToPot,
  declinePot,
  inviteToPot,
  joinPot,
  leavePot,
  openPot,
  refuseWithdrawal,
  takeWithdrawal,
  withdrawFromPot,
} from "./pots.service.ts";
import { findPot, listPots } from "./pots.views.ts";
import { pay } from "./purses.ts";
import { calendar } from "./steps.store.ts";
import { tables } from "./tables.ts";
import type { PotId } from "./types.ts";

const refusedAs = (reason: string) => expect.objectContaining({ reason });

describe("a saving pot", () => {
  const test = useDatabase();
  let economy: Economy;
  let mill: Saver;
  let school: Saver;
  const start = today(new Date());
  const unlocks = daysAfter(start, 90);

  beforeAll(async () => {
    economy = await foundEconomy(test.db);
    mill = await economy.saver("Mill");
    school = await economy.saver("School");
  });

  const open = (more: Partial<OpenPotInput> = {}, who = mill) =>
    openPot(who.treasurer.ctx, {
      requestKey: newId(),
      accountId: who.account.id,
      name: "A new millstone",
      goal: 50_000n,
      lockedUntil: unlocks,
      early: "never",
      ...more,
    });
  const put = (potId: PotId, amount: bigint, who = mill) =>
    contributeToPot(who.treasurer.ctx, { requestKey: newId(), potId, accountId: who.account.id, amount });
  const take = (potId: PotId, amount: bigint, day = start, who = mill) =>
    withdrawFromPot(onDay(who.treasurer.ctx, day), {
      requestKey: newId(),
      potId,
      accountId: who.account.id,
      amount,
    });
  const asked = async (potId: PotId) => {
    const found = await findPot(mill.treasurer.ctx, potId);
    return found?.withdrawals[0]?.id ?? "";
  };

  it("is filled, keeps until its day, and is emptied and closed then", async () => {
    const potId = await open();
    const before = await economy.posted(mill.account);
    await put(potId, 12_000n);
    expect(await findPot(mill.treasurer.ctx, potId)).toMatchObject({ held: 12_000n, isFree: false });
    await expect(take(potId, 1n, daysAfter(unlocks, -1))).rejects.toEqual(refusedAs("potIsLocked"));
    await expect(take(potId, 12_001n, unlocks)).rejects.toEqual(refusedAs("moreThanTheShare"));
    await expect(closePot(mill.treasurer.ctx, potId)).rejects.toEqual(refusedAs("potNotEmpty"));
    expect(await take(potId, 12_000n, unlocks)).toBe("paid");
    expect(await economy.posted(mill.account)).toBe(before);
    await closePot(mill.treasurer.ctx, potId);
    await expect(put(potId, 1n)).rejects.toEqual(refusedAs("potIsClosed"));
    await expect(closePot(mill.treasurer.ctx, potId)).rejects.toEqual(refusedAs("financingStepUnknown"));
  });

  it("gives notice of as many days as it asks for, and no more than the share once", async () => {
    const potId = await open({ early: "notice", noticeDays: 10 });
    await put(potId, 1_000n);
    expect(await take(potId, 800n)).toBe("asked");
    await expect(take(potId, 201n)).rejects.toEqual(refusedAs("moreThanTheShare"));
    const withdrawalId = await asked(potId);
    const on = (days: number) =>
      takeWithdrawal(onDay(mill.treasurer.ctx, daysAfter(start, days)), { potId, withdrawalId });
    await expect(on(9)).rejects.toEqual(refusedAs("withdrawalNotPayable"));
    await on(10);
    await expect(on(10)).rejects.toEqual(refusedAs("financingStepUnknown"));
    expect((await findPot(mill.treasurer.ctx, potId))?.held).toBe(200n);
    await take(potId, 100n);
    const second = { potId, withdrawalId: await asked(potId) };
    await cancelWithdrawal(mill.treasurer.ctx, second);
    await expect(cancelWithdrawal(mill.treasurer.ctx, second)).rejects.toEqual(
      refusedAs("financingStepUnknown"),
    );
    await expect(approveWithdrawal(mill.spokesperson.ctx, second)).rejects.toEqual(
      refusedAs("potNeedsNoApprovals"),
    );
  });

  it("asks two others, each once, whoever asked", async () => {
    const potId = await open({ early: "approvals" });
    await put(potId, 1_000n);
    await take(potId, 400n);
    const one = { potId, withdrawalId: await asked(potId) };
    const third = await personWithOffice(economy.node, mill.organizationId, "treasurer");
    await expect(approveWithdrawal(mill.treasurer.ctx, one)).rejects.toEqual(
      refusedAs("ownWithdrawalNotApproved"),
    );
    await approveWithdrawal(mill.spokesperson.ctx, one);
    await expect(approveWithdrawal(mill.spokesperson.ctx, one)).rejects.toEqual(refusedAs("approvedAlready"));
    await expect(takeWithdrawal(mill.treasurer.ctx, one)).rejects.toEqual(refusedAs("withdrawalNotPayable"));
    await approveWithdrawal(third.ctx, one);
    await takeWithdrawal(mill.treasurer.ctx, one);
    await take(potId, 100n);
    const other = { potId, withdrawalId: await asked(potId) };
    await expect(approveWithdrawal(school.treasurer.ctx, other)).rejects.toEqual(refusedAs("potUnknown"));
    await refuseWithdrawal(mill.spokesperson.ctx, other);
    await expect(approveWithdrawal(third.ctx, other)).rejects.toEqual(refusedAs("financingStepUnknown"));
    expect((await findPot(mill.treasurer.ctx, potId))?.held).toBe(600n);
  });

  it("shows each contributor their own share and the whole, and strangers nothing", async () => {
    const grandmother = await economy.person("Grandmother");
    const potId = await open({ invite: [school.account.number] });
    await put(potId, 300n);
    await expect(put(potId, 100n, school)).rejects.toEqual(refusedAs("notInThePot"));
    expect(await listPots(school.treasurer.ctx)).toMatchObject([{ id: potId, isInvitation: true }]);
    await joinPot(school.treasurer.ctx, { potId, accountId: school.account.id });
    await put(potId, 100n, school);
    await inviteToPot(mill.treasurer.ctx, { potId, invite: grandmother.account.number });
    await joinPot(grandmother.ctx, { potId, accountId: grandmother.account.id });
    const seen = await findPot(school.treasurer.ctx, potId);
    expect(seen?.held).toBe(400n);
    expect(seen?.contributors.map(({ share }) => share)).toEqual([null, 100n, null]);
    const stranger = await economy.saver("Stranger");
    expect(await findPot(stranger.treasurer.ctx, potId)).toBeUndefined();
    expect(await findPot({ ...mill.treasurer.ctx, actor: { kind: "visitor" } }, potId)).toBeUndefined();
    await expect(put(potId, 1n, stranger)).rejects.toEqual(refusedAs("potUnknown"));
    await expect(
      contributeToPot(stranger.treasurer.ctx, {
        requestKey: newId(),
        potId,
        accountId: school.account.id,
        amount: 1n,
      }),
    ).rejects.toEqual(refusedAs("noMandateForThis"));
    await expect(leavePot(school.treasurer.ctx, { potId, accountId: school.account.id })).rejects.toEqual(
      refusedAs("shareNotEmpty"),
    );
    await leavePot(grandmother.ctx, { potId, accountId: grandmother.account.id });
    await expect(declinePot(grandmother.ctx, { potId, accountId: grandmother.account.id })).rejects.toEqual(
      refusedAs("financingStepUnknown"),
    );
  });

  it("bears in proportion what the currency takes from it with time", async () => {
    const potId = await open({ invite: [school.account.number] });
    await joinPot(school.treasurer.ctx, { potId, accountId: school.account.id });
    await put(potId, 200n);
    await put(potId, 100n, school);
    const { account_id: from } = await tables(test.db)
      .selectFrom("pots")
      .select("account_id")
      .where("id", "=", potId)
      .executeTakeFirstOrThrow();
    const commons = await testAccount(economy.node.shell, economy.currency.id);
    await transact(economy.node.shell, (tx) =>
      pay(tx, { kind: "demurrage", from, to: commons.id, amount: 10n, text: null, about: null }, calendar),
    );
    const shares = async () => [
      (await findPot(mill.treasurer.ctx, potId))?.contributors[0]?.share,
      (await findPot(school.treasurer.ctx, potId))?.contributors[1]?.share,
    ];
    expect(await shares()).toEqual([193n, 97n]);
    await expect(take(potId, 98n, unlocks, school)).rejects.toEqual(refusedAs("moreThanTheShare"));
    await take(potId, 97n, unlocks, school);
    await take(potId, 193n, unlocks);
    expect(await shares()).toEqual([0n, 0n]);
    await closePot(mill.treasurer.ctx, potId);
  });

  it("counts a form that is sent twice once, and forty at once all", async () => {
    const wanted = { requestKey: newId() };
    const potId = await open(wanted);
    expect(await open(wanted)).toBe(potId);
    const once = { requestKey: newId(), potId, accountId: mill.account.id, amount: 100n };
    await Promise.all([1, 2, 3].map(() => contributeToPot(mill.treasurer.ctx, once)));
    await Promise.all(Array.from({ length: 12 }, () => put(potId, 10n)));
    const found = await findPot(mill.treasurer.ctx, potId);
    expect([found?.held, found?.contributors[0]?.share]).toEqual([220n, 220n]);
  });

  it("refuses what cannot be, by field, and moves nothing", async () => {
    const potId = await open();
    await expect(open({ lockedUntil: start })).rejects.toEqual(refusedAs("lockNotAhead"));
    await expect(open({ early: "notice" })).rejects.toMatchObject({
      fields: [{ field: "noticeDays", reason: "noticeDaysMissing" }],
    });
    await expect(open({ goal: 0n })).rejects.toMatchObject({
      fields: [{ field: "goal", reason: "amountNotPositive" }],
    });
    await expect(open({ invite: ["12345"] })).rejects.toMatchObject({
      fields: [{ field: "invite", reason: "accountOfNobody" }],
    });
    await expect(put(potId, 2n ** 63n)).rejects.toMatchObject({
      fields: [{ field: "amount", reason: "amountTooLarge" }],
    });
    await expect(put(potId, 999_999n)).rejects.toEqual(refusedAs("belowMinimum"));
    expect((await findPot(mill.treasurer.ctx, potId))?.held).toBe(0n);
  });

  it("lets nobody save any more whose mandate was recalled", async () => {
    const potId = await open();
    const second = await personWithOffice(economy.node, mill.organizationId, "treasurer");
    const form = { requestKey: newId(), potId, accountId: mill.account.id, amount: 10n };
    await contributeToPot(second.ctx, form);
    await recallMandate(economy.node.operator, {
      mandateId: second.mandateId,
      decision: inOneLanguage("en", "Recalled"),
    });
    await expect(contributeToPot(second.ctx, { ...form, requestKey: newId() })).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    expect(await findPot(second.ctx, potId)).toBeUndefined();
  });

  it("keeps what was paid and decided as it was", async () => {
    await expect(tables(test.db).deleteFrom("pot_movements").execute()).rejects.toThrow(/stands/);
    await expect(
      tables(test.db).updateTable("financing_steps").set({ to_state: "closed" }).execute(),
    ).rejects.toThrow(/stands/);
  });
});
