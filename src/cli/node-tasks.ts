// What a node does by itself: its jobs, by their names, and when those run that nobody queued.
// Invariant: each is done in the context of the moment in which it runs, as the node's shell.
import { DERIVE_INSTANTS, deriveInstants, deriveInstantsCrontab, TELL_JOININGS, tellJoining } from "#agenda";
import { forgetStaleGenders, TELL_DELEGATES, tellDelegates } from "#assembly";
import {
  FREEZE_ROUNDS,
  freezeDueRounds,
  freezeRoundsCrontab,
  KEEP_ANALYSES,
  keepAnalyses,
  keepAnalysesCrontab,
  SOLVE_ROUND,
  solveFrozenRounds,
} from "#clearing";
import { DUE_DIGEST, dueDigestCrontab, queueDueDigests } from "#commitments";
import { END_RECALLS, endDueRecalls, endRecallsCrontab } from "#elections";
import { doFinancingDay, FINANCING_DAY, financingDayCrontab } from "#financing";
import {
  COLLECT_DEMURRAGE,
  collectDemurrage,
  collectDemurrageCrontab,
  EXPIRE_VOUCHERS,
  expireVouchers,
  expireVouchersCrontab,
  KEEP_LEDGER,
  keepLedger,
  keepLedgerCrontab,
  RUN_ORDERS,
  runOrders,
  runOrdersCrontab,
  TELL_MONEY,
  tellOfMoney,
} from "#ledger";
import { TELL_AGREEMENTS, tellOfAgreement } from "#market";
import type { Accounts } from "#platform/accounts/accounts";
import type { Ctx } from "#platform/context";
import { FORGET_OLD, forgetting, forgettingCrontab } from "#platform/forgetting";
import type { Task } from "#platform/jobs/jobs";

/** A task that needs no payload and gives nothing back. */
const doing =
  (work: () => Promise<unknown>): Task =>
  async () =>
    void (await work());

/** `now`: a context of this moment. */
export function nodeTasks(now: () => Ctx, { emailOf }: Pick<Accounts, "emailOf">): Record<string, Task> {
  return {
    [FORGET_OLD]: forgetting(now().db, [() => forgetStaleGenders(now())]),
    [DUE_DIGEST]: doing(() => queueDueDigests(now(), emailOf)),
    [TELL_DELEGATES]: async (payload) => void (await tellDelegates(now(), emailOf, payload)),
    [TELL_JOININGS]: async (payload) => void (await tellJoining(now(), emailOf, payload)),
    [DERIVE_INSTANTS]: doing(() => deriveInstants(now())),
    [END_RECALLS]: doing(() => endDueRecalls(now())),
    [FREEZE_ROUNDS]: doing(() => freezeDueRounds(now())),
    [KEEP_ANALYSES]: doing(() => keepAnalyses(now())),
    [SOLVE_ROUND]: doing(() => solveFrozenRounds(now())),
    [KEEP_LEDGER]: doing(() => keepLedger(now())),
    [RUN_ORDERS]: doing(() => runOrders(now())),
    [COLLECT_DEMURRAGE]: doing(() => collectDemurrage(now())),
    [EXPIRE_VOUCHERS]: doing(() => expireVouchers(now())),
    [TELL_MONEY]: async (payload) => void (await tellOfMoney(now(), emailOf, payload)),
    [TELL_AGREEMENTS]: async (payload) => void (await tellOfAgreement(now(), emailOf, payload)),
    [FINANCING_DAY]: doing(() => doFinancingDay(now(), emailOf)),
  };
}

/** Crontab lines. */
export const nodeCrontab = [
  forgettingCrontab,
  dueDigestCrontab,
  deriveInstantsCrontab,
  endRecallsCrontab,
  freezeRoundsCrontab,
  keepAnalysesCrontab,
  financingDayCrontab,
  keepLedgerCrontab,
  runOrdersCrontab,
  collectDemurrageCrontab,
  expireVouchersCrontab,
].join("\n");
