// The mail about agreements: once each, to the other side alone, and without a word of what it is about.
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { asked, deliver, termsOf, today, viewOf } from "../../../test/support/trade.ts";
import { tellOfAgreement } from "./agreement-mails.service.ts";
import { confirmTerms, proposeTerms } from "./agreements.service.ts";
import { give } from "./deliveries.service.ts";
import { openDispute } from "./disputes.service.ts";

const test = useDatabase();
let node: TestNode;
let seller: Trader;
let buyer: Trader;
const trade = () => ({ seller, buyer });

beforeAll(async () => {
  node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  buyer = await trader(node, "Panadería");
  await trader(node, "Vecina");
  await test.pool.query("update people set account_id = 'account-' || id::text");
});

type Mail = { readonly recipient: string; readonly subject: string; readonly body: string };

/** What the queued jobs tell, each run twice. */
async function tell(ctx = node.shell): Promise<Mail[]> {
  const { rows } = await test.pool.query<{ payload: unknown }>(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = 'tell-of-agreements' returning payload`,
  );
  const emailOf = async (account: string) => `${account}@node.example`;
  for (const { payload } of [...rows, ...rows]) await tellOfAgreement(ctx, emailOf, payload);
  const sent = await test.pool.query<Mail>("delete from mail_outbox returning recipient, subject, body");
  return sent.rows;
}
const to = ({ personId }: Trader) => `account-${personId}@node.example`;

describe("the mail about an agreement", () => {
  it("goes to the other side at each step, and says nothing of what it is about", async () => {
    const id = await asked(trade());
    const mails = await tell();
    expect(mails).toMatchObject([{ recipient: to(seller) }]);
    await proposeTerms(seller.ctx, termsOf(trade(), id));
    mails.push(...(await tell()));
    await confirmTerms(buyer.ctx, { agreementId: id, organizationId: buyer.id, version: 1 });
    mails.push(...(await tell()));
    const lineId = (await viewOf(trade(), id)).lines[0]?.id as never;
    await give(seller.ctx, {
      requestKey: newId(),
      agreementId: id,
      lineId,
      quantity: 1_000n,
      givenOn: today,
      note: null,
    });
    mails.push(...(await tell()));
    await deliver(trade(), id, 0, 1_000n);
    mails.push(...(await tell()));
    await openDispute(buyer.ctx, { agreementId: id, organizationId: buyer.id, reason: "Wet" });
    mails.push(...(await tell()));
    const sides = [seller, buyer, seller, buyer, buyer, seller, seller];
    expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(sides.map(to).toSorted());
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(6);
    for (const { subject, body } of mails) {
      expect(body).toContain(`/market/agreements/${id}`);
      expect(subject + body).not.toMatch(/Neblina|Panadería|Café|10[.,]01|Wet|kg/u);
    }
  });

  it("is not written about what was done long ago", async () => {
    await asked(trade());
    expect(await tell({ ...node.shell, now: new Date(Date.now() + 4 * 86_400_000) })).toEqual([]);
  });
});
