// Joining a sitting from elsewhere: who is led there, signed for whom, and what is kept.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { joinConference, setConference, type SetConferenceInput } from "#assembly";
import type { Ctx } from "#platform/context";
import { affiliatedDelegation, type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { type ConferenceServer, serveConferences } from "../../../test/support/bigbluebutton.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";
import { conferencesOpenInTime } from "./conference.rules.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let node: TestNode;
let assembly: Assembly;
let sitting: TestSitting;
let server: ConferenceServer;
beforeAll(async () => {
  server = await serveConferences("very-secret");
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 1);
});
afterAll(() => server.stop());
beforeEach(async () => {
  sitting = await planTestSitting(assembly);
});

/** As from a node that reaches the server. */
const join = (ctx: Ctx, address: TestSitting) =>
  joinConference({ ...ctx, node: { ...ctx.node, fetch: server.fetch } }, address);
const refusedWith = (reason: string) => ({ reason });
const set = (conference: SetConferenceInput["conference"], ctx = assembly.chair.ctx) =>
  setConference(ctx, { ...sitting, conference });
const bbb = {
  kind: "bigbluebutton",
  address: "https://bbb.example/bigbluebutton/api",
  room: "s3",
  secret: "very-secret",
} as const;
const jitsi = {
  kind: "jitsi",
  address: "https://meet.example",
  room: "s3",
  appId: "cumbe",
  secret: "very-secret",
} as const;

describe("a conference", () => {
  it("is joined by address signed for the person, as moderator by whoever presides", async () => {
    await set(bbb);
    const [delegate] = assembly.delegations;
    const own = await join(delegate!.ctx, sitting);
    expect(own).toMatch(
      /\/join\?fullName=Spokesperson\+of\+Delegation\+congress-2019\+1&.*role=VIEWER.*&checksum=[0-9a-f]{64}$/,
    );
    expect(own).not.toContain(delegate!.personId);
    expect(await join(assembly.chair.ctx, sitting)).toContain("role=MODERATOR");
    await set(jitsi);
    const token = /jwt=[^.]+\.([^.]+)\./.exec(await join(delegate!.ctx, sitting))?.[1] ?? "";
    const claims = JSON.parse(Buffer.from(token, "base64url").toString()) as { nbf: number; exp: number };
    const now = delegate!.ctx.now.getTime() / 1_000;
    expect(claims.nbf).toBeLessThanOrEqual(now);
    expect(claims.exp).toBeGreaterThan(now);
    expect(claims.exp).toBeLessThan(now + 7 * 3_600);
    await set({ kind: "url", address: "https://jitsi.example/plain" });
    expect(await join(delegate!.ctx, sitting)).toBe("https://jitsi.example/plain");
  });

  it("is for those who may speak and for the chair's table, for nobody else", async () => {
    await set(bbb);
    const guest = await affiliatedDelegation(node, "Not accredited here");
    await expect(join(guest.ctx, sitting)).rejects.toMatchObject(refusedWith("noMandateForThis"));
    await expect(join({ ...guest.ctx, actor: { kind: "visitor" } }, sitting)).rejects.toMatchObject(
      refusedWith("signInFirst"),
    );
    await expect(set(bbb, guest.ctx)).rejects.toMatchObject(refusedWith("noMandateForThis"));
    await set({ kind: "none" });
    await expect(join(assembly.chair.ctx, sitting)).rejects.toMatchObject(refusedWith("conferenceUnknown"));
  });

  it("keeps its secret sealed, and out of the log", async () => {
    await set(jitsi);
    const { id } = await sitting.read();
    const row = await tables(test.db)
      .selectFrom("sitting_conferences")
      .selectAll()
      .where("sitting_id", "=", id)
      .executeTakeFirstOrThrow();
    expect(row.sealed_secret?.includes("very-secret")).toBe(false);
    const acts = await test.db
      .selectFrom("log_acts")
      .select("record")
      .where("type", "=", "assembly.sitting.conference_set")
      .execute();
    expect(acts.length).toBeGreaterThan(0);
    expect(JSON.stringify(acts)).not.toMatch(/secret|meet\.example/);
  });

  it("opens an hour before, and is over with the sitting", async () => {
    const starts = new Date("2019-10-18T13:00:00Z");
    expect(conferencesOpenInTime(new Date("2019-10-18T12:00:00Z"), starts)).toEqual({ ok: true });
    expect(conferencesOpenInTime(new Date("2019-10-18T11:59:59Z"), starts)).toMatchObject(
      refusedWith("conferenceOpensLater"),
    );
    await set(bbb);
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "closed" });
    await expect(join(assembly.chair.ctx, sitting)).rejects.toMatchObject(refusedWith("sittingIsClosed"));
    await expect(set(jitsi)).rejects.toMatchObject(refusedWith("sittingIsClosed"));
  });

  it("has an address of the web, encrypted", async () => {
    for (const address of ["http://bbb.example/api", "javascript:alert(1)", "meet", ""])
      await expect(set({ ...bbb, address })).rejects.toMatchObject({
        fields: [{ field: "conference.address", reason: "conferenceAddressMalformed" }],
      });
    for (const [address, kept] of [
      ["HTTPS://Meet.Example/a", "https://meet.example/a"],
      ["https:/meet.example/a", "https://meet.example/a"],
      ["https://meet.example/\r\nSet-Cookie: a=b", "https://meet.example/Set-Cookie:%20a=b"],
    ] as const) {
      await set({ kind: "url", address });
      expect(await join(assembly.chair.ctx, sitting)).toBe(kept);
    }
  });
});
