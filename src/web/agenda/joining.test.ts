import { beforeAll, describe, expect, it } from "vitest";
import { announceAction, joinAction } from "#agenda";
import { actionInput, type Agenda, heldTogether, openAgenda } from "../../../test/support/agenda.ts";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let agenda: Agenda;
let announcer: Reader;
let other: Reader;
let visitor: Reader;
beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  await test.pool.query("update people set account_id = 'account-' || id::text where account_id is null");
  const { as } = createTestApp(agenda.node.shell);
  announcer = as(`account-${agenda.announcer.personId}`);
  other = as(`account-${agenda.other.personId}`);
  visitor = as();
});

const page = async (reader: Reader, number: number) => (await reader.get(`/agenda/actions/${number}`)).text();
const announced = () => announceAction(agenda.announcer.ctx, actionInput(agenda, { insists: true }));

describe("the page of an action that others would hold too", () => {
  it("shows the question to those who answer and to who asked, and to nobody else", async () => {
    const number = await announced();
    expect(await page(other, number)).toContain("Ask to hold it together");
    await joinAction(agenda.other.ctx, { number, organizationId: agenda.other.organizationId });
    expect(await page(announcer, number)).toContain("Who asks to hold it together");
    expect(await page(other, number)).toContain("Take back what was asked");
    expect(await page(visitor, number)).not.toContain("Market gardens");
  });

  it("keeps a reason that is missing beside its field, and shows the one that was given", async () => {
    const number = await announced();
    const { organizationId } = agenda.other;
    await heldTogether(agenda, number);
    const path = `/agenda/actions/${number}/organizers/remove`;
    const why = `why-${organizationId}`;
    const refused = await announcer.post(path, { organizationId, [why]: " " });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(
      new RegExp(`<details open[^>]*>[\\s\\S]*id="f-${why}"[^>]*aria-invalid`),
    );
    expect((await announcer.post(path, { organizationId, [why]: "Another place." })).status).toBe(303);
    expect(await page(visitor, number)).not.toContain("Held together by");
    for (const reader of [announcer, other]) expect(await page(reader, number)).toContain("Another place.");
    expect((await other.post(`/agenda/actions/${number}/organizers/accept`, { organizationId })).status).toBe(
      403,
    );
  });
});
