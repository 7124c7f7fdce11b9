// The economy: where its parts begin.
import { Hono } from "hono";
import { waitingForReader } from "#ledger";
import { OwnAccounts } from "../ledger/own-accounts.tsx";
import { readableAccounts } from "../ledger/reading.ts";
import { WaitingForYou } from "../ledger/waiting-for-reader.tsx";
import type { Env } from "../request.ts";
import { EconomyPage } from "./economy.page.tsx";

/** More than these are on the page of accounts. */
const AT_A_GLANCE = 4;

export const economyRoutes = new Hono<Env>().get("/economy", async (c) => {
  const { ctx, page } = c.var;
  const accounts = await readableAccounts(ctx);
  return c.html(
    <EconomyPage
      page={page}
      own={
        page.viewer && (
          <>
            <WaitingForYou page={page} {...await waitingForReader(ctx)} />
            <OwnAccounts page={page} accounts={accounts} most={AT_A_GLANCE} />
          </>
        )
      }
    />,
  );
});
