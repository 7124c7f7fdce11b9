// People of a test as readers of its pages.
import { tables } from "../../src/modules/confederation/tables.ts";
import type { Db } from "../../src/platform/database/database.ts";
import type { Reader } from "./app.ts";
import type { TestPerson } from "./node.ts";

/** Gives a person an account, and signs them in. */
export async function readerOf(
  db: Db,
  as: (accountId: string) => Reader,
  person: Pick<TestPerson, "personId">,
): Promise<Reader> {
  const accountId = `account-${person.personId}`;
  await tables(db)
    .updateTable("people")
    .set({ account_id: accountId })
    .where("id", "=", person.personId)
    .execute();
  return as(accountId);
}
