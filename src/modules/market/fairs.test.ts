// Fairs: who calls and joins them, what stalls bring, what the catalogue shows, and what is refused.
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { offerOf, publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { contextOn, foundTestNode, personWithOffice, type TestPerson } from "../../../test/support/node.ts";
import { thereIsRoom, MOST_STALLS } from "./fairs.rules.ts";
import type { CallFairInput } from "./fairs.schema.ts";
import { callFair, cancelFair, changeFair, joinFair, leaveFair } from "./fairs.service.ts";
import { findFair, findStall, listFairs, listStalls } from "./fairs.views.ts";
import { changeOffer, moveOffer } from "./offers.service.ts";

const test = useDatabase();
let seller: Trader;
let other: Trader;
let caller: TestPerson;
let commission: Trader;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  other = await trader(node, "Huertos");
  commission = await trader(node, "Economic commission");
  caller = await personWithOffice(node, commission.id, "economic_commission");
});

const fairOf = (more: Partial<CallFairInput> = {}): CallFairInput => ({
  requestKey: newId(),
  organizationId: commission.id,
  title: said("Fair of the harvest"),
  about: null,
  country: "VE",
  city: "Caracas",
  address: "Plaza Bolívar",
  zone: "America/Caracas",
  startsLocal: "2199-03-01T08:00",
  endsLocal: "2199-03-01T16:00",
  link: "/agenda/actions/1",
  ...more,
});
const call = (more: Partial<CallFairInput> = {}) => callFair(caller.ctx, fairOf(more));
const join = (number: number, offers: number[], who = seller) =>
  joinFair(who.ctx, { number, organizationId: who.id, note: null, offers });
const fair = async (number: number) =>
  (await findFair(contextOn(test.db), number)) as NonNullable<Awaited<ReturnType<typeof findFair>>>;
const stalls = async (number: number) => listStalls(contextOn(test.db), (await fair(number)).id);

describe("a fair", () => {
  it("is called by whoever has the mandate, once for each form, by the clocks of its place", async () => {
    const input = fairOf();
    const number = await callFair(caller.ctx, input);
    expect(await callFair(caller.ctx, input)).toBe(number);
    expect((await fair(number)).startsAt.toISOString()).toBe("2199-03-01T12:00:00.000Z");
    await expect(callFair(seller.ctx, fairOf({ organizationId: seller.id }))).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });

  it("is refused by field with what it cannot be", async () => {
    const wrong = [
      ["endsBeforeItStarts", "endsLocal", { endsLocal: "2199-03-01T07:00" }],
      ["fairTooLong", "endsLocal", { endsLocal: "2199-06-01T08:00" }],
      ["fairIsOver", "endsLocal", { startsLocal: "2020-01-01T08:00", endsLocal: "2020-01-01T09:00" }],
      ["dateMalformed", "startsLocal", { startsLocal: "2199-02-30T08:00" }],
      // The clocks of New York leave out this hour.
      [
        "dateMalformed",
        "startsLocal",
        { zone: "America/New_York", startsLocal: "2027-03-14T02:30", endsLocal: "2027-03-14T09:00" },
      ],
      ["zoneUnknown", "zone", { zone: "Mars/Olympus" }],
      ["linkMalformed", "link", { link: "javascript:alert(1)" }],
    ] as const;
    for (const [reason, field, more] of wrong)
      await expect(call(more), `${reason} ${field}`).rejects.toMatchObject({
        fields: [expect.objectContaining({ reason, field })],
      });
  });

  it("has stalls that keep their numbers and bring what is offered to everybody", async () => {
    const number = await call();
    const [coffee, cocoa] = [await publish(seller), await publish(seller, { title: said("Cocoa") })];
    const hidden = await publish(seller, { membersOnly: true });
    const need = await publish(seller, { kind: "need" });
    const foreign = await publish(other);
    expect(await join(number, [coffee, cocoa, coffee])).toBe(1);
    expect(await join(number, [], other)).toBe(2);
    for (const [reason, offer] of [
      ["fairsArePublic", hidden],
      ["stallsBringOffers", need],
      ["offerUnknown", foreign],
      ["offerUnknown", 999_999],
    ] as const)
      await expect(join(number, [offer])).rejects.toMatchObject({ fields: [{ field: "offers", reason }] });
    await expect(
      joinFair(seller.ctx, { number, organizationId: other.id, note: null, offers: [] }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    expect(
      (await stalls(number)).map(({ number, offers }) => [number, offers.map((offer) => offer.number)]),
    ).toEqual([
      [1, [coffee, cocoa]],
      [2, []],
    ]);
    expect(await fair(number)).toMatchObject({ stalls: 2, brought: 2 });
    await leaveFair(seller.ctx, { number, organizationId: seller.id });
    expect(await findStall(seller.ctx, (await fair(number)).id, seller.id)).toBeUndefined();
    await expect(leaveFair(seller.ctx, { number, organizationId: seller.id })).rejects.toMatchObject({
      reason: "stallUnknown",
    });
    expect(await join(number, [coffee])).toBe(1);
  });

  it("shows nothing any more of what is withdrawn, or kept for members, after it was announced", async () => {
    const number = await call();
    const [gone, kept] = [await publish(seller), await publish(seller, { title: said("Honey") })];
    await join(number, [gone, kept]);
    await moveOffer(seller.ctx, { number: gone, to: "withdrawn" });
    expect((await stalls(number))[0]?.offers.map((offer) => offer.number)).toEqual([kept]);
    const { requestKey: _r, kind: _k, organizationId: _o, ...facts } = offerOf(seller);
    await changeOffer(seller.ctx, { number: kept, revision: 0, ...facts, membersOnly: true });
    expect((await stalls(number))[0]?.offers).toEqual([]);
    expect((await fair(number)).brought).toBe(0);
  });

  it("is changed by whoever read it as it stands, and called off with a reason", async () => {
    const number = await call();
    const { requestKey: _key, organizationId: _id, ...facts } = fairOf({ city: "Sanare" });
    await changeFair(caller.ctx, { number, revision: 0, ...facts });
    await expect(changeFair(caller.ctx, { number, revision: 0, ...facts })).rejects.toMatchObject({
      reason: "offerChangedSince",
    });
    await expect(cancelFair(seller.ctx, { number, reason: said("No") })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await cancelFair(caller.ctx, { number, reason: said("Rain") });
    expect(await fair(number)).toMatchObject({ city: "Sanare", state: "cancelled" });
    await expect(cancelFair(caller.ctx, { number, reason: said("Rain") })).rejects.toMatchObject({
      reason: "fairCancelled",
    });
    await expect(join(number, [])).rejects.toMatchObject({ reason: "fairCancelled" });
  });

  it("is over when it is over: nobody joins or changes it then", async () => {
    const number = await call({ startsLocal: "2198-01-01T08:00", endsLocal: "2198-01-01T16:00" });
    const later = { ...seller.ctx, now: new Date("2198-01-02T12:00:00Z") };
    await expect(
      joinFair(later, { number, organizationId: seller.id, note: null, offers: [] }),
    ).rejects.toMatchObject({ reason: "fairIsOver" });
    await expect(join(999_999, [])).rejects.toMatchObject({ reason: "fairUnknown" });
    const [first] = await listFairs(contextOn(test.db), { offset: 0, limit: 5 });
    expect(first?.number).toBe(number);
  });

  it("has room for so many", () => {
    expect(thereIsRoom(MOST_STALLS - 1)).toEqual({ ok: true });
    expect(thereIsRoom(MOST_STALLS)).toMatchObject({ reason: "stallsTooMany" });
  });
});
