// From the call to the badge: seats, nominations, credentials, and the mandate that comes with them.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import {
  decideOnDelegates,
  type DelegateId,
  endSubstitution,
  listDelegationSeats,
  nominate,
  presenceAt,
  previewSeats,
  replaceBadge,
  setSeats,
  substitute,
  withdrawDelegate,
} from "#assembly";
import { findOrganization, grantMandate, listMandates, listPeopleToName, may } from "#confederation";
import { findEditionBySlug } from "#congress";
import { affiliatedDelegation } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { accepted, type Congress, conveneNow, giveSeats } from "../../../test/support/delegates.ts";
import { actAs, foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { newId } from "../../platform/ids.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";
import { tables } from "./tables.ts";

const words = inOneLanguage("en", "Decided by the council");

describe("delegates", () => {
  const test = useDatabase();
  let congress: Congress;
  beforeAll(async () => {
    congress = await conveneNow(await foundTestNode(test.db), 4);
    await giveSeats(congress, 2);
  });
  const delegation = (index: number) => {
    const found = congress.delegations[index];
    if (!found) throw new Error("there are four");
    return found;
  };
  const name = (index: number, names: string[], seat: "delegate" | "alternate" = "delegate") =>
    nominate(delegation(index).ctx, {
      edition: congress.edition,
      organizationId: delegation(index).organizationId,
      seat,
      names,
      requestKey: newId(),
    });
  const decide = (ctx: typeof congress.chair.ctx, delegateIds: DelegateId[], verdict: "accept" | "refuse") =>
    decideOnDelegates(ctx, {
      edition: congress.edition,
      delegateIds,
      verdict,
      reason: verdict === "refuse" ? words : null,
    });
  const rowOf = (id: DelegateId | undefined) =>
    tables(test.db)
      .selectFrom("delegates")
      .selectAll()
      .where("id", "=", id ?? "")
      .executeTakeFirstOrThrow();

  it("are given seats by a decision, the same form once, and previewed before", async () => {
    const edition = await findEditionBySlug(test.db, congress.edition);
    if (!edition) throw new Error("convened above");
    const preview = await previewSeats(test.db, edition, { kind: "each", seats: 3 });
    expect(preview).toMatchObject({ total: 15 });
    const call = {
      edition: congress.edition,
      method: { kind: "each" as const, seats: 2 },
      alternatesForSeat: 1,
      nominationsUntil: null,
      decision: words,
      requestKey: newId(),
    };
    await setSeats(congress.chair.ctx, call);
    await setSeats(congress.chair.ctx, call);
    const { rows } = await test.pool.query("select count(*)::int as count from seat_allocations");
    expect(rows[0]).toEqual({ count: 2 });
    await expect(setSeats(delegation(0).ctx, { ...call, requestKey: newId() })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    const past = new Date(congress.chair.ctx.now.getTime() - 1);
    await expect(
      setSeats(congress.chair.ctx, { ...call, nominationsUntil: past, requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "deadlineIsPast" });
    const tooLate = {
      ...congress.chair.ctx,
      now: new Date(congress.chair.ctx.now.getTime() + 9 * 86_400_000),
    };
    await expect(setSeats(tooLate, { ...call, requestKey: newId() })).rejects.toMatchObject({
      reason: "editionIsOver",
    });
  });

  it("are named up to the seats, the same form once, by who may", async () => {
    const input = {
      edition: congress.edition,
      organizationId: delegation(0).organizationId,
      seat: "delegate" as const,
      names: ["Ana Ejemplo", "Berta Ejemplo"],
      requestKey: newId(),
    };
    const ids = await nominate(delegation(0).ctx, input);
    expect(await nominate(delegation(0).ctx, input)).toEqual(ids);
    await expect(name(0, ["Clara Ejemplo"])).rejects.toMatchObject({
      reason: "seatsAllTaken",
      facts: { most: 2, left: 0, adding: 1 },
    });
    await expect(name(0, ["1", "2", "3"], "alternate")).rejects.toMatchObject({
      reason: "alternatesAllNamed",
    });
    await expect(nominate(delegation(1).ctx, { ...input, requestKey: newId() })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(nominate(congress.node.shell, { ...input, requestKey: newId() })).rejects.toMatchObject({
      reason: "delegationNeedsMandate",
    });
    await expect(name(0, [])).rejects.toMatchObject({ fields: [{ field: "names", reason: "nobodyNamed" }] });
  });

  it("are named from an organisation's own people, each once for a congress", async () => {
    const { ctx, organizationId, personId } = delegation(1);
    const own = { edition: congress.edition, organizationId, seat: "delegate" as const };
    await nominate(ctx, { ...own, people: [personId], requestKey: newId() });
    await expect(nominate(ctx, { ...own, people: [personId], requestKey: newId() })).rejects.toMatchObject({
      reason: "delegateNamedAlready",
    });
    const stranger = delegation(2).personId;
    await expect(nominate(ctx, { ...own, people: [stranger], requestKey: newId() })).rejects.toMatchObject({
      reason: "personOfAnotherOrganization",
    });
  });

  it("are named by called organisations until the deadline", async () => {
    const uncalled = await affiliatedDelegation(congress.node, "Suspended later");
    await test.pool.query("update organizations set status = 'suspended' where id = $1", [
      uncalled.organizationId,
    ]);
    await expect(
      nominate(uncalled.ctx, {
        edition: congress.edition,
        organizationId: uncalled.organizationId,
        seat: "delegate",
        names: ["Nadie"],
        requestKey: newId(),
      }),
    ).rejects.toMatchObject({ reason: "delegationNotCalled" });
    const soon = new Date(congress.chair.ctx.now.getTime() + 60_000);
    const other = await conveneNow(congress.node, 1, "congress-deadline");
    await setSeats(other.chair.ctx, {
      edition: other.edition,
      method: { kind: "each", seats: 1 },
      alternatesForSeat: 0,
      nominationsUntil: soon,
      decision: words,
      requestKey: newId(),
    });
    const [late] = other.delegations;
    if (!late) throw new Error("there is one");
    await expect(
      nominate(
        { ...late.ctx, now: new Date(soon.getTime() + 1) },
        {
          edition: other.edition,
          organizationId: late.organizationId,
          seat: "delegate",
          names: ["Tarde"],
          requestKey: newId(),
        },
      ),
    ).rejects.toMatchObject({ reason: "nominationsClosed" });
  });

  it("are accepted with a mandate for the days, which ends when they are withdrawn", async () => {
    const [id] = await accepted(congress, delegation(2), "delegate", ["Dora Ejemplo"]);
    const row = await rowOf(id);
    const speaks = (now: Date) =>
      may(actAs(congress.node.shell, row.person_id, now), "assembly.speak", delegation(2).organizationId);
    const { now } = congress.node.shell;
    expect(await speaks(now)).toBe(true);
    expect(await speaks(new Date(now.getTime() + 9 * 86_400_000))).toBe(false);
    await withdrawDelegate(delegation(2).ctx, { delegateId: id as DelegateId, reason: words });
    expect(await speaks(now)).toBe(false);
    await expect(
      withdrawDelegate(delegation(2).ctx, { delegateId: id as DelegateId, reason: words }),
    ).rejects.toMatchObject({ reason: "delegateDecidedAlready" });
    // The seat is free, and the same person can be named again.
    await expect(name(2, ["Elsa Ejemplo", "Fina Ejemplo"])).resolves.toHaveLength(2);
  });

  it("are decided on by others than who named them, all or none, and the same decision once", async () => {
    const [id] = await name(3, ["Gala Ejemplo"]);
    const both = await personWithOffice(congress.node, congress.node.organizationId, "credentials");
    await grantMandate(congress.node.operator, {
      personId: both.personId,
      organizationId: delegation(3).organizationId,
      office: "alternate",
      covers: "organization",
      startsAt: congress.node.shell.now,
      endsAt: null,
      decision: words,
    });
    await expect(decide(both.ctx, [id as DelegateId], "accept")).rejects.toMatchObject({
      reason: "ownDelegationNotDecided",
    });
    await expect(decide(delegation(3).ctx, [id as DelegateId], "accept")).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      decide(congress.credentials.ctx, [id as DelegateId, newId() as DelegateId], "accept"),
    ).rejects.toMatchObject({ reason: "delegateUnknown" });
    expect((await rowOf(id)).state).toBe("nominated");
    await decide(congress.credentials.ctx, [id as DelegateId], "refuse");
    await decide(congress.credentials.ctx, [id as DelegateId], "refuse");
    expect(await rowOf(id)).toMatchObject({ state: "refused", reason: words });
    await expect(decide(congress.credentials.ctx, [id as DelegateId], "accept")).rejects.toMatchObject({
      reason: "delegateDecidedAlready",
    });
    await expect(
      decideOnDelegates(congress.credentials.ctx, {
        edition: congress.edition,
        delegateIds: [id as DelegateId],
        verdict: "refuse",
      }),
    ).rejects.toMatchObject({ fields: [{ field: "reason", reason: "reasonMissing" }] });
  });

  it("keep their seat against a later call that would take it", async () => {
    await accepted(congress, delegation(3), "delegate", ["Hilda Ejemplo", "Inés Ejemplo"]);
    const seats = { kind: "each" as const, seats: 1 };
    const call = { edition: congress.edition, method: seats, alternatesForSeat: 1, nominationsUntil: null };
    await expect(
      setSeats(congress.chair.ctx, { ...call, decision: words, requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "seatsBelowAccepted", facts: { accepted: 2 } });
  });

  it("have one badge that counts; a lost one is replaced once", async () => {
    const [id] = await accepted(congress, delegation(3), "alternate", ["Juana Ejemplo"]);
    const badges = () =>
      tables(test.db)
        .selectFrom("badges")
        .selectAll()
        .where("delegate_id", "=", id ?? "")
        .orderBy("issued_at")
        .orderBy("id")
        .execute();
    const [first] = await badges();
    const lost = { edition: congress.edition, badgeId: first?.id ?? "" };
    await replaceBadge(congress.credentials.ctx, lost);
    await replaceBadge(congress.credentials.ctx, lost);
    const both = await badges();
    expect(both).toHaveLength(2);
    expect(both.filter(({ replaced_at }) => replaced_at === null)).toHaveLength(1);
    await expect(replaceBadge(delegation(3).ctx, lost)).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(replaceBadge(congress.credentials.ctx, { ...lost, badgeId: newId() })).rejects.toMatchObject(
      { reason: "badgeUnknown" },
    );
  });

  it("are stood in for by an alternate for a time", async () => {
    const people = await tables(test.db)
      .selectFrom("delegates")
      .select(["id", "seat"])
      .where("organization_id", "=", delegation(3).organizationId)
      .where("state", "=", "accepted")
      .orderBy("id")
      .execute();
    const [one, two] = people.filter(({ seat }) => seat === "delegate");
    const alternate = people.find(({ seat }) => seat === "alternate");
    const { now } = congress.node.shell;
    const input = {
      delegateId: one?.id ?? "",
      alternateId: alternate?.id ?? "",
      startsAt: now,
      endsAt: new Date(now.getTime() + 3_600_000),
      requestKey: newId(),
    };
    const id = await substitute(delegation(3).ctx, input);
    expect(await substitute(delegation(3).ctx, input)).toBe(id);
    await expect(
      substitute(delegation(3).ctx, { ...input, delegateId: two?.id ?? "", requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "substitutionOverlaps" });
    await endSubstitution(delegation(3).ctx, { substitutionId: id });
    await endSubstitution(delegation(3).ctx, { substitutionId: id });
    await expect(
      substitute(delegation(3).ctx, { ...input, delegateId: two?.id ?? "", requestKey: newId() }),
    ).resolves.toBeTruthy();
    await expect(endSubstitution(delegation(2).ctx, { substitutionId: id })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });

  it("are named to nobody but who gives their mandates, and never in the log", async () => {
    const { slug, ctx } = delegation(3);
    const visitor = { ...congress.node.shell, actor: { kind: "visitor" as const } };
    const seen = await findOrganization(visitor, slug);
    expect(seen?.mandates.map(({ office }) => office)).not.toContain("delegate");
    const own = await findOrganization(ctx, slug);
    expect(own?.mandates.map(({ office }) => office)).toContain("delegate");
    expect(await listMandates(test.db, { organizationId: delegation(3).organizationId }, ctx.now)).toEqual(
      expect.arrayContaining([expect.objectContaining({ office: "delegate", unlisted: true })]),
    );
    const { rows } = await test.pool.query("select record::text || leaf::text as text from log_acts");
    expect(JSON.stringify(rows)).not.toContain("Ejemplo");
  });

  it("are offered to no other organisation that gives mandates", async () => {
    const names = async (ctx: typeof congress.chair.ctx, index: number) =>
      (await listPeopleToName(ctx, delegation(index).organizationId)).map((person) => person.name);
    const sent = await tables(test.db)
      .selectFrom("delegates")
      .innerJoin(sql<{ id: string; name: string }>`people`.as("people"), "people.id", "delegates.person_id")
      .select("people.name")
      .where("organization_id", "=", delegation(3).organizationId)
      .where("mandate_id", "is not", null)
      .execute();
    expect(sent.length).toBeGreaterThan(0);
    for (const person of sent) {
      expect(await names(delegation(3).ctx, 3)).toContain(person.name);
      expect(await names(delegation(0).ctx, 0)).not.toContain(person.name);
    }
    expect(await names(delegation(0).ctx, 0)).toContain(`Spokesperson of Delegation ${congress.edition} 4`);
  });

  it("are counted for whoever asks", async () => {
    const edition = await findEditionBySlug(test.db, congress.edition);
    if (!edition) throw new Error("convened above");
    const seats = await listDelegationSeats(test.db, edition);
    expect(seats.find(({ id }) => id === delegation(3).organizationId)).toMatchObject({
      seats: 2,
      accepted: 2,
      alternates: 1,
    });
    expect(await presenceAt(test.db, edition.id, congress.node.shell.now)).toMatchObject({
      accreditedDelegates: 2,
      accreditedDelegations: 4,
    });
  });

  it("stand as they were decided, also for SQL", async () => {
    await expect(test.pool.query("update delegates set seat = 'alternate'")).rejects.toThrow(/stands/u);
    await expect(test.pool.query("delete from delegates")).rejects.toThrow(/stands/u);
    await expect(test.pool.query("update seat_allocations set number = 9")).rejects.toThrow(/stands/u);
  });
});
