// What the ledger does by itself, every minute.
import { type Ctx, steady } from "#platform/context";
import { lapseHolds } from "./holds.store.ts";
import { sealEntries } from "./sealing.service.ts";

export const KEEP_LEDGER = "keep-ledger";
export const keepLedgerCrontab = `* * * * * ${KEEP_LEDGER}`;

/** Marks holds that lapsed and that nobody touched since, and seals what was moved. */
export async function keepLedger(ctx: Ctx): Promise<void> {
  while ((await steady(ctx, lapseHolds)) > 0);
  await sealEntries(ctx);
}
