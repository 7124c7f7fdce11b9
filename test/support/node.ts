// A founded node for tests: contexts for whoever acts, and people with mandates, made through the real use-cases.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Founded,
  foundNode,
  grantMandate,
  type MandateId,
  type OrganizationId,
  type PersonId,
} from "#confederation";
import type { Actor, Ctx } from "../../src/platform/context.ts";
import type { Db } from "../../src/platform/database/database.ts";
import { openFiles } from "../../src/platform/files/files.ts";
import { newId } from "../../src/platform/ids.ts";
import { openKeys } from "../../src/platform/keys.ts";
import { insertPerson } from "../../src/modules/confederation/mandates.store.ts";

export const testOrigin = "https://node.example";

/** A context on a throw-away data directory; `now` defaults to the present. */
export function contextOn(db: Db, actor: Actor = { kind: "visitor" }, now = new Date()): Ctx {
  const dataDir = mkdtempSync(join(tmpdir(), "cumbe-test-"));
  const node = { origin: testOrigin, files: openFiles(dataDir), keys: openKeys(dataDir), fetch };
  return { db, actor, now, newId, language: "en", node };
}

export function actAs(ctx: Ctx, personId: string, now = ctx.now): Ctx {
  return { ...ctx, now, actor: { kind: "person", personId, accountId: `account-${personId}` } };
}

export type TestNode = Founded & {
  /** A context for the node's shell. */
  readonly shell: Ctx;
  /** A context for the operator. */
  readonly operator: Ctx;
};

export async function foundTestNode(db: Db): Promise<TestNode> {
  const shell = contextOn(db, { kind: "shell", through: "test" });
  const founded = await foundNode(shell, {
    profile: {
      name: { source: "en", texts: { en: "Test confederation" } },
      place: "Caracas",
      languages: ["es", "en", "pt", "fr"],
    },
    organization: { name: { source: "en", texts: { en: "Test confederation" } }, kind: "network" },
    person: { name: "First operator", accountId: "account-operator" },
  });
  return { ...founded, shell, operator: actAs(shell, founded.personId) };
}

export type TestPerson = { readonly personId: PersonId; readonly mandateId: MandateId; readonly ctx: Ctx };

/** A new person with an office in an organisation, granted by the operator. */
export async function personWithOffice(
  node: TestNode,
  organizationId: OrganizationId,
  office: string,
  name = `${office} of ${organizationId}`,
): Promise<TestPerson> {
  const personId = await insertPerson(node.shell, name, null);
  const mandateId = await grantMandate(node.operator, {
    personId,
    organizationId,
    office,
    covers: "organization",
    startsAt: new Date(node.shell.now.getTime() - 1_000),
    endsAt: null,
    decision: { source: "en", texts: { en: "Named by the test's assembly" } },
  });
  return { personId, mandateId, ctx: actAs(node.shell, personId) };
}
