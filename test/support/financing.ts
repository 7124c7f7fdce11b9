// Organisations with a treasurer, a spokesperson and an account in a currency of their own, for tests of saving and financing.
import type { OrganizationId } from "#confederation";
import { type Account, type Currency, findAccount, type Limits } from "#ledger";
import type { Ctx } from "../../src/platform/context.ts";
import type { Db } from "../../src/platform/database/database.ts";
import { insertPerson } from "../../src/modules/confederation/mandates.store.ts";
import { affiliatedDelegation } from "./assembly.ts";
import { testAccount, testCurrency } from "./ledger.ts";
import { actAs, foundTestNode, personWithOffice, type TestNode, type TestPerson } from "./node.ts";

export type Saver = {
  readonly organizationId: OrganizationId;
  readonly slug: string;
  readonly treasurer: TestPerson;
  readonly spokesperson: TestPerson;
  readonly account: Account;
};

export type Economy = {
  readonly node: TestNode;
  readonly currency: Currency;
  /** Each can go to −1,000.00 and up to 1,000.00 unless told. */
  readonly saver: (name: string, limits?: Partial<Limits>) => Promise<Saver>;
  /** A person with an account of their own. */
  readonly person: (name: string) => Promise<{ ctx: Ctx; account: Account }>;
  readonly posted: (account: Pick<Account, "id">) => Promise<bigint>;
};

export async function foundEconomy(db: Db): Promise<Economy> {
  const node = await foundTestNode(db);
  const currency = await testCurrency(node.shell, node.organizationId);
  return {
    node,
    currency,
    async saver(name, limits = {}) {
      const { organizationId, slug, ...spokesperson } = await affiliatedDelegation(node, name);
      const treasurer = await personWithOffice(node, organizationId, "treasurer");
      const holder = { kind: "organization", organizationId } as const;
      const account = await testAccount(node.shell, currency.id, limits, holder);
      return { organizationId, slug, treasurer, spokesperson, account };
    },
    async person(name) {
      const personId = await insertPerson(node.shell, name, null);
      const account = await testAccount(node.shell, currency.id, {}, { kind: "person", personId });
      return { ctx: actAs(node.shell, personId), account };
    },
    posted: async ({ id }) => (await findAccount(node.shell, id as Account["id"]))?.posted ?? 0n,
  };
}

/** The same actor late on another day. */
export const onDay = (ctx: Ctx, day: string): Ctx => ({ ...ctx, now: new Date(`${day}T23:59:00Z`) });
