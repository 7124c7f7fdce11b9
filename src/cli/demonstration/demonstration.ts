// Loads the demonstration through the use-cases that people use, each at its own moment and by its own mandate.
import { listMandates, listPeopleWithAccounts } from "#confederation";
import type { Accounts } from "#platform/accounts/accounts";
import type { Ctx } from "#platform/context";
import { sealLog } from "#platform/log/seal";
import { textIn } from "#platform/multilingual";
import { loadAgenda } from "./agenda.ts";
import { loadCommitments } from "./commitments.ts";
import { loadCongress } from "./congress.ts";
import { loadCurrencies } from "./currencies.ts";
import { movingDates, readDemo } from "./data.ts";
import { loadObligations } from "./obligations.ts";
import { loadMarket } from "./market.ts";
import { loadFinancing } from "./financing.ts";
import { loadPeople } from "./people.ts";
import { loadRegions, nameMore } from "./regions.ts";
import { loadSittings } from "./sittings.ts";

export async function loadDemonstration(shell: Ctx, accounts: Accounts): Promise<void> {
  const demo = readDemo();
  const dates = movingDates(demo.people.as_of, shell.now);
  const cast = await loadPeople({ shell, accounts, demo, dates });
  const points = await loadCongress(demo, dates, cast);
  await loadCommitments(demo, dates, cast, points);
  await loadAgenda(demo, dates, cast, points);
  await loadObligations(shell, demo, cast);
  await loadCurrencies(shell, demo, dates, cast);
  await loadSittings(shell, demo, cast);
  await loadRegions(demo, dates, cast);
  await nameMore(shell, demo, cast);
  await loadMarket(shell, cast);
  await loadFinancing(shell, demo, dates, cast);
  await sealLog(shell);
}

export type DemoAccount = { readonly name: string; readonly office: string; readonly accountId: string };

/** Those whom a link signs in, with the office that each shows. */
export async function findDemoAccounts(ctx: Ctx): Promise<DemoAccount[]> {
  const found: DemoAccount[] = [];
  for (const { id, name, accountId } of await listPeopleWithAccounts(ctx.db)) {
    const [first] = await listMandates(ctx.db, { personId: id }, ctx.now);
    found.push({ name, office: first ? textIn(first.officeName, "en").text : "", accountId });
  }
  return found;
}
