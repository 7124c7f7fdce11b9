// The door: what counts, what is set aside, and lists that a phone kept.
import { beforeAll, describe, expect, it } from "vitest";
import {
  type DelegateId,
  listForDoor,
  presenceAt,
  recordPresence,
  replaceBadge,
  substitute,
  withdrawDelegate,
} from "#assembly";
import { grantMandate, recallMandate, registerPerson } from "#confederation";
import { useDatabase } from "../../../test/support/database.ts";
import { accepted, type Congress, conveneNow, giveSeats, later } from "../../../test/support/delegates.ts";
import { actAs, foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import type { Ctx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";
import { tables } from "./tables.ts";

const MINUTE = 60_000;

describe("the door", () => {
  const test = useDatabase();
  let congress: Congress;
  let delegates: DelegateId[] = [];
  let alternates: DelegateId[] = [];
  let doorAt: (minutes: number) => Ctx;
  let minute: (minutes: number) => Date;
  beforeAll(async () => {
    congress = await conveneNow(await foundTestNode(test.db), 7);
    await giveSeats(congress, 1);
    for (const delegation of congress.delegations) {
      delegates.push(...(await accepted(congress, delegation, "delegate", ["Delegate"])));
      alternates.push(...(await accepted(congress, delegation, "alternate", ["Alternate"])));
    }
    minute = (minutes) => new Date(congress.credentials.ctx.now.getTime() + minutes * MINUTE);
    doorAt = (minutes) => later(congress.credentials.ctx, minutes * MINUTE);
  });
  const of = (index: number) => delegates[index] as DelegateId;
  const alternateOf = (index: number) => alternates[index] as DelegateId;

  /** One event at its own time; gives the reason to set it aside. */
  async function see(delegateId: DelegateId, direction: "in" | "out", minutes: number) {
    const [answer] = await recordPresence(doorAt(minutes), {
      edition: congress.edition,
      events: [{ id: newId(), direction, at: minute(minutes), who: { delegateId } }],
    });
    return answer?.setAside ?? "counts";
  }
  const present = async (minutes: number) =>
    (await presenceAt(test.db, congress.editionId, minute(minutes))).delegates;

  it("lets somebody in once and out once, and tells any moment afterwards", async () => {
    expect(await see(of(0), "out", 1)).toBe("notIn");
    expect(await see(of(0), "in", 2)).toBe("counts");
    expect(await see(of(0), "in", 3)).toBe("alreadyIn");
    expect(await see(of(0), "out", 4)).toBe("counts");
    expect(await see(of(0), "out", 5)).toBe("notIn");
    expect(await present(1)).toEqual([]);
    expect(await present(3)).toEqual([of(0)]);
    expect(await presenceAt(test.db, congress.editionId, minute(3))).toMatchObject({
      delegations: [congress.delegations[0]?.organizationId],
      accreditedDelegates: 7,
      accreditedDelegations: 7,
    });
    expect(await present(4)).toEqual([]);
  });

  it("keeps the seats of a delegation: an alternate comes in when the delegate went", async () => {
    expect(await see(of(1), "in", 2)).toBe("counts");
    expect(await see(alternateOf(1), "in", 3)).toBe("delegatesHoldSeats");
    expect(await see(of(1), "out", 4)).toBe("counts");
    expect(await see(alternateOf(1), "in", 5)).toBe("counts");
    expect(await see(of(1), "in", 6)).toBe("alternateHoldsSeat");
  });

  it("keeps a seat for the alternate who was named for a time", async () => {
    const spokesperson = congress.delegations[2];
    if (!spokesperson) throw new Error("there are six");
    await substitute(spokesperson.ctx, {
      delegateId: of(2),
      alternateId: alternateOf(2),
      startsAt: minute(10),
      endsAt: minute(20),
      requestKey: newId(),
    });
    expect(await see(of(2), "in", 11)).toBe("seatIsSubstituted");
    expect(await see(alternateOf(2), "in", 12)).toBe("counts");
    expect(await see(alternateOf(2), "out", 21)).toBe("counts");
    expect(await see(of(2), "in", 22)).toBe("counts");
  });

  it("lets nobody in whose mandate was recalled, and counts them in the room no more", async () => {
    const { mandate_id: mandateId } = await tables(test.db)
      .selectFrom("delegates")
      .select("mandate_id")
      .where("id", "=", of(6))
      .executeTakeFirstOrThrow();
    expect(await see(of(6), "in", 1)).toBe("counts");
    const { ctx } = congress.delegations[6] ?? congress.chair;
    const decision = inOneLanguage("en", "Recalled by its assembly");
    await recallMandate(later(ctx, 5 * MINUTE), { mandateId: mandateId ?? "", decision });
    expect(await present(4)).toContain(of(6));
    expect(await present(6)).not.toContain(of(6));
    expect(await see(of(6), "in", 6)).toBe("delegateNotAccepted");
    // Nor do they hold the seat of whoever comes for them.
    expect(await see(alternateOf(6), "in", 7)).toBe("counts");
    const list = await listForDoor(test.db, congress.editionId, minute(8));
    expect(list.map(({ id }) => id)).not.toContain(of(6));
    const before = await presenceAt(test.db, congress.editionId, minute(4));
    const after = await presenceAt(test.db, congress.editionId, minute(6));
    expect(after.accreditedDelegates).toBe(before.accreditedDelegates - 1);
  });

  it("reads badges by address, token and code; a lost one and one of another congress are set aside", async () => {
    const badge = await tables(test.db)
      .selectFrom("badges")
      .selectAll()
      .where("delegate_id", "=", of(3))
      .executeTakeFirstOrThrow();
    const token = badge.token.toString("base64url");
    const show = async (shown: string, direction: "in" | "out", minutes: number) => {
      const [answer] = await recordPresence(doorAt(minutes), {
        edition: congress.edition,
        events: [{ id: newId(), direction, at: minute(minutes), who: { shown } }],
      });
      return answer?.setAside ?? "counts";
    };
    expect(await show(`https://node.example/congress/${congress.edition}/door/${token}`, "in", 1)).toBe(
      "counts",
    );
    expect(await show(badge.code.toLowerCase(), "out", 2)).toBe("counts");
    expect(await show("what is this", "in", 3)).toBe("badgeUnknown");
    await replaceBadge(doorAt(4), { edition: congress.edition, badgeId: badge.id });
    expect(await show(token, "in", 5)).toBe("badgeReplaced");
    const other = await conveneNow(congress.node, 0, "congress-other");
    const [answer] = await recordPresence(later(other.credentials.ctx, MINUTE), {
      edition: other.edition,
      events: [{ id: newId(), direction: "in", at: minute(1), who: { shown: token } }],
    });
    expect(answer?.setAside).toBe("badgeOfAnotherEdition");
    const { rows } = await test.pool.query("select shown from presence_events where shown is not null");
    expect(rows).toEqual([{ shown: "what is " }]);
  });

  it("takes a clock that is a little ahead, and sets aside one that is wrong", async () => {
    const event = (at: Date) => ({ id: newId(), direction: "in" as const, at, who: { delegateId: of(4) } });
    const events = [event(new Date(0)), event(minute(11)), event(minute(4))];
    const answers = await recordPresence(doorAt(0), { edition: congress.edition, events });
    expect(answers.map(({ setAside }) => setAside)).toEqual([
      "eventOutsideEdition",
      "eventInTheFuture",
      null,
    ]);
    // It counts from when it was recorded.
    expect(await present(0)).toContain(of(4));
    // And keeps its own order: out, then in again.
    const quick = [
      { id: newId(), direction: "in" as const, at: minute(4.6), who: { delegateId: of(4) } },
      { id: newId(), direction: "out" as const, at: minute(4.3), who: { delegateId: of(4) } },
    ];
    const both = await recordPresence(doorAt(0), { edition: congress.edition, events: quick });
    expect(both.map(({ setAside }) => setAside)).toEqual([null, null]);
    expect(await present(0)).toContain(of(4));
  });

  it("takes a phone's list late, in any order, twice, and in parts", async () => {
    const at = (minutes: number, delegateId: DelegateId, direction: "in" | "out") => ({
      id: newId(),
      direction,
      at: minute(minutes),
      who: { delegateId },
    });
    // The other door saw the alternate at 40; the phone had seen the delegate go before that.
    expect(await see(alternateOf(5), "in", 40)).toBe("counts");
    const list = [at(30, of(5), "out"), at(25, of(5), "in"), at(45, of(5), "in")];
    const [first] = list;
    const send = (events: typeof list) =>
      recordPresence(doorAt(50), { edition: congress.edition, offline: true, events });
    const answers = await send(list);
    expect(answers.map(({ setAside }) => setAside)).toEqual([null, null, "alternateHoldsSeat"]);
    expect(await send(list)).toEqual(answers);
    expect(first && (await send([first, first]))).toEqual([answers[0], answers[0]]);
    expect(await present(27)).toContain(of(5));
    expect(await present(35)).not.toContain(of(5));
    const { rows } = await test.pool.query(
      "select count(*)::int as count from presence_events where offline",
    );
    expect(rows).toEqual([{ count: 3 }]);
  });

  it("takes nobody who is not accepted, and forgets whoever is withdrawn", async () => {
    const withdrawing = congress.delegations[4];
    if (!withdrawing) throw new Error("there are six");
    await withdrawDelegate(later(withdrawing.ctx, 60 * MINUTE), {
      delegateId: of(4),
      reason: inOneLanguage("en", "Went home"),
    });
    expect(await present(59)).toContain(of(4));
    expect(await present(60)).not.toContain(of(4));
    expect(await see(of(4), "in", 61)).toBe("delegateNotAccepted");
    expect(await see(alternateOf(4), "in", 62)).toBe("counts");
  });

  describe("whoever keeps it", () => {
    const HOUR = 60;
    let here: Congress;
    let people: DelegateId[];
    const minuteHere = (minutes: number) => new Date(here.credentials.ctx.now.getTime() + minutes * MINUTE);
    beforeAll(async () => {
      here = await conveneNow(congress.node, 1, "congress-kept");
      await giveSeats(here, 8);
      const [delegation] = here.delegations;
      if (!delegation) throw new Error("there is one");
      const names = Array.from({ length: 8 }, (_, index) => `Somebody ${index}`);
      people = await accepted(here, delegation, "delegate", names);
    });
    const cameIn = (person: number, minutes: number) => ({
      id: newId(),
      direction: "in" as const,
      at: minuteHere(minutes),
      who: { delegateId: people[person] as DelegateId },
    });
    const send = async (ctx: Ctx, events: ReturnType<typeof cameIn>[]) =>
      (await recordPresence(ctx, { edition: here.edition, offline: true, events })).map(
        ({ setAside }) => setAside ?? "counts",
      );
    const inside = async (minutes: number) =>
      (await presenceAt(test.db, here.editionId, minuteHere(minutes))).delegates;

    it("says nothing of the time before they were named, not even by a mandate that is dated back", async () => {
      const named = later(here.node.operator, 3 * HOUR * MINUTE);
      const personId = await registerPerson(named, {
        name: "Named at noon",
        organizationId: here.node.organizationId,
      });
      await grantMandate(named, {
        personId,
        organizationId: here.node.organizationId,
        office: "secretary",
        startsAt: minuteHere(-24 * HOUR),
        endsAt: null,
        decision: inOneLanguage("en", "Named by the council"),
      });
      const keeper = later(actAs(here.node.shell, personId), 4 * HOUR * MINUTE);
      const events = [cameIn(0, 1), cameIn(1, 3 * HOUR - 6), cameIn(2, 3 * HOUR - 4), cameIn(3, 3.5 * HOUR)];
      expect(await send(keeper, events)).toEqual(["doorNotKeptThen", "doorNotKeptThen", "counts", "counts"]);
      expect(await inside(2 * HOUR)).toEqual([]);
      expect(await inside(4 * HOUR)).toEqual([people[2], people[3]]);
    });

    it("is believed for the time before they were recalled, for a day, and not for what came after", async () => {
      const keeper = await personWithOffice(here.node, here.node.organizationId, "secretary");
      const decision = inOneLanguage("en", "Recalled by the council");
      const seenBefore = cameIn(4, HOUR);
      await recallMandate(later(here.node.operator, 2 * HOUR * MINUTE), {
        mandateId: keeper.mandateId,
        decision,
      });
      const sending = later(keeper.ctx, 3 * HOUR * MINUTE);
      expect(await send(sending, [seenBefore, cameIn(5, 2 * HOUR), cameIn(6, 3 * HOUR + 1)])).toEqual([
        "counts",
        "doorNotKeptThen",
        "doorNotKeptThen",
      ]);
      expect(await inside(HOUR)).toEqual([people[4]]);
      const { rows } = await test.pool.query(
        "select distinct recorded_under from presence_events where delegate_id = any($1)",
        [[people[4], people[5]]],
      );
      expect(rows).toEqual([{ recorded_under: keeper.mandateId }]);
      await expect(
        send(later(keeper.ctx, (26 * HOUR + 1) * MINUTE), [cameIn(7, HOUR)]),
      ).rejects.toMatchObject({ reason: "noMandateForThis" });
    });

    it("records it under the mandate that they had then, not under the one of today", async () => {
      const keeper = await personWithOffice(here.node, here.node.organizationId, "secretary");
      const decision = inOneLanguage("en", "Decided by the council");
      await recallMandate(later(here.node.operator, 2 * HOUR * MINUTE), {
        mandateId: keeper.mandateId,
        decision,
      });
      const again = await grantMandate(later(here.node.operator, 5 * HOUR * MINUTE), {
        personId: keeper.personId,
        organizationId: here.node.organizationId,
        office: "secretary",
        startsAt: minuteHere(5 * HOUR),
        endsAt: null,
        decision,
      });
      const events = [cameIn(6, 1.5 * HOUR), cameIn(7, 3 * HOUR), cameIn(7, 5 * HOUR)];
      expect(await send(later(keeper.ctx, 6 * HOUR * MINUTE), events)).toEqual([
        "counts",
        "doorNotKeptThen",
        "counts",
      ]);
      const { rows } = await test.pool.query(
        "select recorded_under as mandate from presence_events where id = any($1) order by happened_at",
        [events.map(({ id }) => id)],
      );
      expect(rows.map(({ mandate }) => mandate)).toEqual([keeper.mandateId, again, again]);
    });
  });

  it("takes nothing else under the id of an event that it has", async () => {
    const event = { id: newId(), direction: "in" as const, at: minute(90), who: { delegateId: of(3) } };
    const other = await conveneNow(congress.node, 0, "congress-elsewhere");
    const send = async (ctx: Ctx, edition: string, ...events: (typeof event)[]) =>
      (await recordPresence(ctx, { edition, events })).map(({ setAside }) => setAside);
    const here = (...events: (typeof event)[]) => send(doorAt(95), congress.edition, ...events);
    const taken = [
      { ...event, direction: "out" as const },
      { ...event, who: { delegateId: of(0) } },
    ] as (typeof event)[];
    // In one list, too: the first is the event.
    expect(await here(event, ...taken)).toEqual([null, "eventIdTaken", "eventIdTaken"]);
    expect(await here(...taken, event)).toEqual(["eventIdTaken", "eventIdTaken", null]);
    expect(await send(later(other.credentials.ctx, 95 * MINUTE), other.edition, event)).toEqual([
      "eventIdTaken",
    ]);
    const unknown = { ...event, id: newId(), who: { shown: "nobody" } };
    const unknowns = async (...events: object[]) =>
      (
        await recordPresence(doorAt(95), { edition: congress.edition, events: events as [typeof unknown] })
      ).map(({ setAside }) => setAside);
    expect(await unknowns(unknown)).toEqual(["badgeUnknown"]);
    expect(await unknowns(unknown, { ...unknown, who: { shown: "another" } })).toEqual([
      "badgeUnknown",
      "eventIdTaken",
    ]);
    const { rows } = await test.pool.query("select id from presence_events where id = any($1)", [
      [event.id, unknown.id],
    ]);
    expect(rows).toHaveLength(2);
    expect(await present(91)).toContain(of(3));
  });

  it("is kept by mandate", async () => {
    const input = {
      edition: congress.edition,
      events: [{ id: newId(), direction: "in" as const, at: minute(1), who: { delegateId: of(0) } }],
    };
    await expect(recordPresence(congress.delegations[0]?.ctx as Ctx, input)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(recordPresence(congress.node.shell, input)).rejects.toMatchObject({
      reason: "doorNeedsMandate",
    });
  });

  it("keeps what it saw, also from SQL", async () => {
    await expect(test.pool.query("update presence_events set set_aside = null")).rejects.toThrow(/stands/u);
    await expect(test.pool.query("delete from presence_events")).rejects.toThrow(/stands/u);
  });
});
