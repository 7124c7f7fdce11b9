// What the database refuses whoever writes to it: each guard met by the use-cases and by plain SQL, and broken by plain SQL.
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DelegateId, replaceBadge, substitute, askForFloor } from "#assembly";
import { useDatabase } from "../../../test/support/database.ts";
import { accepted, type Congress, conveneNow, giveSeats } from "../../../test/support/delegates.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";
import { newId } from "../../platform/ids.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";

const test = useDatabase();
let congress: Congress;
let delegates: DelegateId[];
let alternates: DelegateId[];

/** One transaction of plain SQL. */
async function plainly(...statements: string[]): Promise<void> {
  const client = await test.pool.connect();
  try {
    await client.query("begin");
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}
const stands = async (...statements: string[]) => expect(plainly(...statements)).rejects.toThrow(/stands/u);

beforeAll(async () => {
  congress = await conveneNow(await foundTestNode(test.db), 3);
  await giveSeats(congress, 1);
  delegates = [];
  alternates = [];
  for (const delegation of congress.delegations) {
    delegates.push(...(await accepted(congress, delegation, "delegate", ["Delegate"])));
    alternates.push(...(await accepted(congress, delegation, "alternate", ["Alternate"])));
  }
});

describe("a badge", () => {
  const of = (index: number) => `delegate_id = '${delegates[index]}'`;

  it("is replaced once, and is never another one, another's, or gone", async () => {
    const { rows } = await test.pool.query<{ id: string }>(`select id from badges where ${of(0)}`);
    await replaceBadge(congress.credentials.ctx, { edition: congress.edition, badgeId: rows[0]?.id ?? "" });
    await plainly(`update badges set replaced_at = now() where ${of(1)}`);
    await stands(`update badges set replaced_at = null where ${of(0)}`);
    await stands(`update badges set replaced_at = now() + interval '1 day' where ${of(1)}`);
    const valid = `${of(2)} and replaced_at is null`;
    await stands(`update badges set token = decode(repeat('00', 16), 'hex') where ${valid}`);
    await stands(`update badges set code = '00000000' where ${valid}`);
    await stands(`update badges set delegate_id = '${delegates[0]}' where ${valid}`);
    await stands(`update badges set issued_at = issued_at - interval '1 day' where ${valid}`);
    await stands(`delete from badges where ${valid}`);
  });
});

describe("a substitution", () => {
  it("is ended once, and keeps its people and its time", async () => {
    const [delegation] = congress.delegations;
    if (!delegation) throw new Error("there are three");
    const from = congress.chair.ctx.now.getTime();
    const id = await substitute(delegation.ctx, {
      delegateId: delegates[0] ?? "",
      alternateId: alternates[0] ?? "",
      startsAt: new Date(from + 60_000),
      endsAt: new Date(from + 120_000),
      requestKey: newId(),
    });
    const only = `where id = '${id}'`;
    await stands(`update substitutions set ends_at = ends_at + interval '1 hour' ${only}`);
    await stands(`update substitutions set starts_at = starts_at - interval '1 hour' ${only}`);
    await stands(`update substitutions set alternate_id = '${alternates[1]}' ${only}`);
    await stands(`delete from substitutions ${only}`);
    await plainly(`update substitutions set ended_at = named_at ${only}`);
    await stands(`update substitutions set ended_at = null ${only}`);
  });
});

describe("a sitting", () => {
  let sitting: TestSitting;
  let first: string;
  let second: string;
  const known = async () => `(select id from sittings where number = ${sitting.number})`;
  beforeEach(async () => {
    sitting = await planTestSitting(congress);
    [first = "", second = ""] = sitting.items;
  });

  it("goes step by step, and what counts its acts only grows", async () => {
    const only = `where id = ${await known()}`;
    await stands(`update sittings set state = 'closed' ${only}`);
    await stands(`update sittings set state = 'adjourned' ${only}`);
    await sitting.act({ what: "opened" });
    await plainly(`update sittings set version = version + 1 ${only}`);
    await stands(`update sittings set version = version - 1 ${only}`);
    await stands(`update sittings set last_sequence = 0 ${only}`);
    await stands(`update sittings set state = 'planned' ${only}`);
    await stands(`update sittings set planned_at = planned_at - interval '1 day' ${only}`);
  });

  it("names the item that is open, and the item says so: when the act is whole, from either side", async () => {
    const only = `where id = ${await known()}`;
    await sitting.act({ what: "opened" });
    const point = (item: string | null) =>
      `update sittings set open_item_id = ${item ? `'${item}'` : "null"} ${only}`;
    const turn = (item: string, state: string) =>
      `update agenda_items set state = '${state}' where id = '${item}'`;
    const differs = async (...statements: string[]) =>
      expect(plainly(...statements)).rejects.toThrow(/say the same/u);
    await differs(point(first));
    await differs(turn(first, "open"));
    await plainly(point(first), turn(first, "open"));
    await differs(point(second));
    await differs(point(null));
    await differs(turn(first, "done"));
    await plainly(turn(first, "done"), point(null));
    await sitting.act({ what: "item_opened", itemId: sitting.items[1]! });
    await sitting.act({
      what: "item_postponed",
      itemId: sitting.items[1]!,
      reason: inOneLanguage("en", "Late"),
    });
    expect((await sitting.read()).items).toMatchObject([{ state: "done" }, { state: "postponed" }]);
  });

  it("has items that do not go back", async () => {
    const turn = (item: string, state: string) =>
      `update agenda_items set state = '${state}' where id = '${item}'`;
    await sitting.act({ what: "opened" });
    await stands(turn(first, "done"));
    await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
    await stands(turn(first, "waiting"));
    await sitting.act({ what: "item_closed", itemId: sitting.items[0]! });
    for (const state of ["waiting", "open", "postponed"]) await stands(turn(first, state));
  });

  it("has a list on which everybody goes their way once, and names whoever has the floor", async () => {
    const [one, other] = congress.delegations;
    if (!one || !other) throw new Error("there are three");
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
    const ask = (delegation: typeof one) =>
      askForFloor(delegation.ctx, {
        edition: sitting.edition,
        number: sitting.number,
        itemId: first,
        kind: "speech",
        organizationId: delegation.organizationId,
        requestKey: newId(),
      });
    await ask(one);
    await ask(other);
    const [speaker, waiting] = (await sitting.read()).floor.next.map(({ requestId }) => requestId);
    if (!speaker || !waiting) throw new Error("two asked");
    const write = (id: string, what: string) => `update speaking_requests set ${what} where id = '${id}'`;
    await expect(plainly(write(waiting, "state = 'speaking', given_at = now()"))).rejects.toThrow(
      /say the same/u,
    );
    await sitting.act({ what: "floor_given", requestId: speaker });
    await expect(
      plainly(`update sittings set speaking_id = null where id = ${await known()}`),
    ).rejects.toThrow(/say the same/u);
    await stands(write(speaker, "state = 'waiting', given_at = null"));
    await stands(write(speaker, "given_at = given_at - interval '1 minute'"));
    await sitting.act({ what: "floor_ended", requestId: speaker });
    await stands(write(speaker, "state = 'speaking', ended_at = null"));
    await stands(write(speaker, "ended_at = ended_at + interval '1 minute'"));
    await stands(write(waiting, "state = 'spoken', given_at = now(), ended_at = now()"));
    await stands(write(waiting, "sequence = 1"));
    await stands(write(waiting, "gender = 'woman'"));
    await stands(write(waiting, `person_id = '${congress.chair.personId}'`));
    await plainly(write(waiting, "state = 'withdrawn', gender = null"));
    await stands(write(waiting, "state = 'waiting'"));
  });
});
