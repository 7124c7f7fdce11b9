// Keys of forms: the same form counts once where it was sent; its key is refused anywhere else, and does nothing there.
import { beforeAll, describe, expect, it } from "vitest";
import {
  addItem,
  changeRules,
  conductSitting,
  defaultRules,
  foundOrgan,
  nominate,
  planSitting,
  setSeats,
  substitute,
  writeRemark,
} from "#assembly";
import { useDatabase } from "../../../test/support/database.ts";
import { accepted, type Congress, conveneNow, giveSeats } from "../../../test/support/delegates.ts";
import { foundTestNode, personWithOffice, type TestPerson } from "../../../test/support/node.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";
import { newId } from "../../platform/ids.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";
import { formsGoToOnePlace } from "./request-keys.rules.ts";

const english = (text: string) => inOneLanguage("en", text);

describe("a key", () => {
  it("is an answer where it was used, and refused elsewhere", () => {
    expect(formsGoToOnePlace(undefined, "a")).toEqual({ ok: true });
    expect(formsGoToOnePlace("a", "a")).toEqual({ ok: true });
    expect(formsGoToOnePlace(["a", "b"], ["a", "b"])).toEqual({ ok: true });
    expect(formsGoToOnePlace("a", "b")).toMatchObject({ reason: "requestKeyTaken" });
    expect(formsGoToOnePlace(["a", "b"], ["a", "c"])).toMatchObject({ reason: "requestKeyTaken" });
  });
});

describe("a form", () => {
  const test = useDatabase();
  let here: Congress;
  let there: Congress;
  let secretary: TestPerson;
  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    here = await conveneNow(node, 2, "congress-here");
    there = await conveneNow(node, 1, "congress-there");
    for (const congress of [here, there]) await giveSeats(congress, 3);
    secretary = await personWithOffice(node, node.organizationId, "secretary");
  });

  /** Rows that a form makes, before and after its key is sent elsewhere. */
  async function sentTwiceAndElsewhere<Answer>(
    table: string,
    send: (requestKey: string, place: "here" | "there") => Promise<Answer>,
  ): Promise<void> {
    const key = newId();
    const rows = async () => (await test.pool.query(`select 1 from ${table}`)).rowCount;
    const first = await send(key, "here");
    const made = await rows();
    expect(await send(key, "here")).toEqual(first);
    await expect(send(key, "there")).rejects.toMatchObject({
      kind: "conflict",
      reason: "requestKeyTaken",
    });
    expect(await rows()).toBe(made);
  }

  const at = (place: "here" | "there") => (place === "here" ? here : there);

  it("that founds an organ", () =>
    sentTwiceAndElsewhere("organs", (requestKey, place) =>
      foundOrgan(here.chair.ctx, {
        edition: at(place).edition,
        slug: `table-${place}`,
        kind: "working_table",
        name: english("Table"),
        organizationId: here.node.organizationId,
        region: null,
        languages: ["en"],
        rules: defaultRules,
        cycleMonths: null,
        cycleFrom: null,
        requestKey,
      }),
    ));

  it("that changes rules", () =>
    sentTwiceAndElsewhere("organ_rules", (requestKey, place) =>
      changeRules(here.chair.ctx, {
        edition: at(place).edition,
        organ: "plenary",
        rules: defaultRules,
        languages: ["en"],
        decision: english("Decided"),
        requestKey,
      }),
    ));

  it("that sets seats", () =>
    sentTwiceAndElsewhere("seat_allocations", (requestKey, place) =>
      setSeats(here.chair.ctx, {
        edition: at(place).edition,
        method: { kind: "each", seats: 3 },
        alternatesForSeat: 1,
        nominationsUntil: null,
        decision: english("Decided"),
        requestKey,
      }),
    ));

  it("that names delegates: whom another delegation named is told to nobody", () =>
    sentTwiceAndElsewhere("delegates", (requestKey, place) => {
      const [first, second] = here.delegations;
      const delegation = place === "here" ? first : second;
      if (!delegation) throw new Error("there are two");
      return nominate(delegation.ctx, {
        edition: here.edition,
        organizationId: delegation.organizationId,
        seat: "delegate",
        names: ["Somebody"],
        requestKey,
      });
    }));

  it("that names an alternate for a time", async () => {
    const [first, second] = here.delegations;
    if (!first || !second) throw new Error("there are two");
    const pairs = { here: first, there: second };
    const named = {} as Record<"here" | "there", { delegateId: string; alternateId: string }>;
    for (const [place, delegation] of Object.entries(pairs)) {
      const [delegateId = ""] = await accepted(here, delegation, "delegate", ["Delegate"]);
      const [alternateId = ""] = await accepted(here, delegation, "alternate", ["Alternate"]);
      named[place as "here"] = { delegateId, alternateId };
    }
    await sentTwiceAndElsewhere("substitutions", (requestKey, place) =>
      substitute(pairs[place].ctx, {
        ...named[place],
        startsAt: new Date(here.chair.ctx.now.getTime() + 60_000),
        endsAt: new Date(here.chair.ctx.now.getTime() + 120_000),
        requestKey,
      }),
    );
  });

  it("that plans a sitting, also of another organ of the same congress", async () => {
    const plan = (organ: (place: "here" | "there") => { edition: string; organ: string }) =>
      sentTwiceAndElsewhere("sittings", (requestKey, place) =>
        planSitting(here.chair.ctx, {
          ...organ(place),
          title: english("Sitting"),
          startsAt: "2019-10-18T09:00",
          endsAt: "2019-10-18T13:00",
          zone: "America/Caracas",
          place: null,
          languages: ["en"],
          requestKey,
        }),
      );
    await plan((place) => ({ edition: at(place).edition, organ: "plenary" }));
    await plan((place) => ({
      edition: here.edition,
      organ: place === "here" ? "plenary" : "table-here",
    }));
  });

  it("that adds an item to an agenda, and one that writes into minutes", async () => {
    const sittings = { here: await planTestSitting(here), there: await planTestSitting(there) };
    const address = (place: "here" | "there") => ({
      edition: sittings[place].edition,
      number: sittings[place].number,
    });
    await sentTwiceAndElsewhere("agenda_items", (requestKey, place) =>
      addItem(here.chair.ctx, {
        ...address(place),
        title: english("Item"),
        kind: "debate",
        plannedMinutes: null,
        requestKey,
      }),
    );
    for (const place of ["here", "there"] as const)
      for (const what of ["opened", "closed"] as const)
        await conductSitting(here.chair.ctx, {
          ...address(place),
          expectedVersion: (await sittings[place].read()).version,
          act: { what },
          requestKey: newId(),
        });
    await sentTwiceAndElsewhere("minutes_remarks", (requestKey, place) =>
      writeRemark(secretary.ctx, {
        ...address(place),
        entry: 1,
        mode: "added",
        words: english("It rained."),
        requestKey,
      }),
    );
  });
});
