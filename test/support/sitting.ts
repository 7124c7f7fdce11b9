// A sitting for tests: planned by the chair of an assembly, with an agenda, and people in the room.
import {
  addItem,
  type AgendaItemId,
  conductSitting,
  type ConductInput,
  findSitting,
  planSitting,
  type SittingView,
} from "#assembly";
import { tables } from "../../src/modules/assembly/tables.ts";
import type { Ctx } from "../../src/platform/context.ts";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import type { Assembly, Delegation } from "./assembly.ts";
import type { TestPerson } from "./node.ts";

export type TestSitting = {
  readonly edition: string;
  readonly number: number;
  readonly items: readonly AgendaItemId[];
  readonly read: () => Promise<SittingView>;
  /** An act of the chair, with what they have before them. */
  readonly act: (act: ConductInput["act"], more?: Partial<ConductInput> & { ctx?: Ctx }) => Promise<void>;
};

/** The same person a while later: what they do then comes after. */
export const later = (ctx: Ctx, seconds: number): Ctx => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + seconds * 1_000),
});

/** A sitting of the plenary, or of another organ, with items of these titles. */
export async function planTestSitting(
  { chair, edition }: Pick<Assembly, "chair" | "edition">,
  titles: readonly string[] = ["Opening", "Debate"],
  organ = "plenary",
): Promise<TestSitting> {
  const number = await planSitting(chair.ctx, {
    edition,
    organ,
    title: inOneLanguage("en", "First sitting"),
    startsAt: "2019-10-18T09:00",
    endsAt: "2019-10-18T13:00",
    zone: "America/Caracas",
    place: "The theatre",
    languages: ["es", "en"],
    requestKey: newId(),
  });
  const items: AgendaItemId[] = [];
  for (const title of titles)
    items.push(
      await addItem(chair.ctx, {
        edition,
        number,
        title: inOneLanguage("en", title),
        kind: "debate",
        plannedMinutes: 30,
        requestKey: newId(),
      }),
    );
  const read = async () => {
    const found = await findSitting(chair.ctx, edition, number);
    if (!found) throw new Error("planned above");
    return found;
  };
  const act: TestSitting["act"] = async (what, { ctx = chair.ctx, ...more } = {}) => {
    const expectedVersion = (await read()).version;
    await conductSitting(ctx, { edition, number, expectedVersion, act: what, requestKey: newId(), ...more });
  };
  return { edition, number, items, read, act };
}

/** Delegates in the room: accepted, and seen by the door. */
export async function letIn(
  { edition, chair }: Assembly,
  people: readonly (TestPerson & Pick<Delegation, "organizationId">)[],
): Promise<void> {
  const { ctx, mandateId } = chair;
  const { id, act_id } = await ctx.db
    .withTables<{ congress_editions: { id: string; slug: string; act_id: string } }>()
    .selectFrom("congress_editions")
    .select(["id", "act_id"])
    .where("slug", "=", edition)
    .executeTakeFirstOrThrow();
  const db = tables(ctx.db);
  for (const { personId, organizationId } of people) {
    const delegateId = newId();
    await db
      .insertInto("delegates")
      .values({
        id: delegateId,
        edition_id: id,
        organization_id: organizationId,
        person_id: personId,
        seat: "delegate",
        rank: 1,
        state: "accepted",
        nominated_under: mandateId,
        nominated_at: ctx.now,
        decided_under: mandateId,
        decided_at: ctx.now,
        mandate_id: mandateId,
        withdrawn_under: null,
        withdrawn_at: null,
        reason: null,
        request_key: newId(),
        act_id,
      })
      .execute();
    await db
      .insertInto("presence_events")
      .values({
        id: newId(),
        edition_id: id,
        delegate_id: delegateId,
        organization_id: organizationId,
        direction: "in",
        happened_at: ctx.now,
        device_at: ctx.now,
        recorded_at: ctx.now,
        recorded_under: mandateId,
        shown: null,
        set_aside: null,
      })
      .execute();
  }
}
