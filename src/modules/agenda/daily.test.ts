import { beforeAll, describe, expect, it } from "vitest";
import { announceAction, deriveInstants, findAction, listOccurrences } from "#agenda";
import { actionInput, type Agenda, openAgenda } from "../../../test/support/agenda.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let agenda: Agenda;
beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
});

describe("once a day", () => {
  it("instants follow the zones as they are now, and nothing else moves", async () => {
    const { ctx } = agenda.announcer;
    const still = await announceAction(ctx, actionInput(agenda, { city: "Coro" }));
    const moving = await announceAction(
      ctx,
      actionInput(agenda, { city: "Trujillo", rule: "FREQ=WEEKLY;COUNT=3" }),
    );
    const id = (await findAction(test.db, moving))?.id ?? "";
    const right = await listOccurrences(test.db, id, new Date(0), 9);
    expect(await deriveInstants(agenda.node.shell)).toBe(0);
    // As if they had been derived when Caracas was half an hour behind.
    await test.pool.query(
      `update action_occurrences set starts_at = starts_at + interval '30 minutes', ends_at = ends_at + interval '30 minutes'
       where action_id = $1`,
      [id],
    );
    expect(await deriveInstants(agenda.node.shell)).toBe(1);
    expect(await listOccurrences(test.db, id, new Date(0), 9)).toEqual(right);
    expect(await findAction(test.db, moving)).toMatchObject({ sequence: 1 });
    expect(await findAction(test.db, still)).toMatchObject({ sequence: 0 });
  });

  it("previews of yesterday are forgotten", async () => {
    await test.pool.query(
      `insert into action_imports (id, organization_id, choices, body, read_at)
       values (gen_random_uuid(), $1, '{}', 'x', now() - interval '2 days')`,
      [agenda.node.organizationId],
    );
    await deriveInstants(agenda.node.shell);
    expect((await test.pool.query("select 1 from action_imports")).rowCount).toBe(0);
  });
});
