// A sitting's meeting on a BigBlueButton server: made when somebody comes, found when others do, and a sentence when the
// server is away. The server is a real one of HTTP that computes checksums with code of its own.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { joinConference, setConference, tryConference } from "#assembly";
import type { Ctx } from "#platform/context";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { type ConferenceServer, serveConferences } from "../../../test/support/bigbluebutton.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";

const SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b";
const test = useDatabase();
let assembly: Assembly;
let sitting: TestSitting;
let server: ConferenceServer;
beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 1);
});
beforeEach(async () => {
  sitting = await planTestSitting(assembly);
  server = await serveConferences(SECRET);
});
afterEach(() => server.stop());

const refusedWith = (reason: string) => ({ reason });
const reaching = (ctx: Ctx): Ctx => ({ ...ctx, node: { ...ctx.node, fetch: server.fetch } });
const chair = () => reaching(assembly.chair.ctx);
const delegate = () => reaching(assembly.delegations[0]!.ctx);
const set = (room = "", secret = SECRET) =>
  setConference(assembly.chair.ctx, {
    ...sitting,
    conference: { kind: "bigbluebutton", address: "https://bbb.example/bigbluebutton/api", room, secret },
  });

describe("a meeting on a BigBlueButton server", () => {
  it("is made when the first person comes, once for all, with nothing recorded and a way back", async () => {
    await set();
    const [one, other] = [await joinConference(delegate(), sitting), await joinConference(chair(), sitting)];
    const { id } = await sitting.read();
    for (const link of [one, other]) expect(link).toContain(`meetingID=cumbe-${id}&`);
    expect(server.calls).toEqual(["create", "create"]);
    expect([...server.meetings.keys()]).toEqual([`cumbe-${id}`]);
    const made = Object.fromEntries(server.meetings.get(`cumbe-${id}`)!);
    expect(made).toMatchObject({
      record: "false",
      autoStartRecording: "false",
      allowStartStopRecording: "false",
    });
    expect(made["logoutURL"]).toBe(
      `https://node.example/congress/${sitting.edition}/sittings/${sitting.number}`,
    );
    expect(made["attendeePW"]).not.toBe(made["moderatorPW"]);
  });

  it("is asked for once where many come at the same moment, and made again after it ended", async () => {
    await set("s3");
    await Promise.all(Array.from({ length: 30 }, () => joinConference(delegate(), sitting)));
    // Not all of them read the database in the same instant; nowhere near thirty calls are made.
    expect(server.calls.length).toBeLessThan(15);
    server.end("s3");
    await joinConference(delegate(), sitting);
    expect(server.meetings.has("s3")).toBe(true);
  });

  it("that somebody else made under the same id is joined as it is", async () => {
    await set("s3");
    await joinConference(chair(), sitting);
    server.meetings.get("s3")!.set("attendeePW", "of somebody else");
    expect(await joinConference(delegate(), sitting)).toMatch(/\/join\?.*meetingID=s3&/);
  });

  it("is not waited for when the server is silent, endless, another site, or leads elsewhere", async () => {
    await set();
    for (const behave of ["as another site", "sends away", "without end", "silent"] as const) {
      server.behave = behave;
      const began = Date.now();
      await expect(joinConference(delegate(), sitting)).rejects.toMatchObject({
        kind: "unavailable",
        ...refusedWith("conferenceServerSilent"),
      });
      expect(Date.now() - began).toBeLessThan(6_000);
    }
    await server.stop();
    await expect(joinConference(delegate(), sitting)).rejects.toMatchObject(
      refusedWith("conferenceServerSilent"),
    );
  }, 30_000);

  it("says that the secret is wrong, or what else the server did not like", async () => {
    await set("", "another secret");
    await expect(joinConference(chair(), sitting)).rejects.toMatchObject(
      refusedWith("conferenceSecretRefused"),
    );
    await expect(tryConference(chair(), sitting)).rejects.toMatchObject(
      refusedWith("conferenceSecretRefused"),
    );
    await set();
    server.behave = "closed to us";
    await expect(joinConference(chair(), sitting)).rejects.toMatchObject({
      ...refusedWith("conferenceServerRefuses"),
      facts: { key: "apiNotEnabled" },
    });
  });

  it("can be tried by whoever presides, days before, without one being made", async () => {
    await expect(tryConference(chair(), sitting)).rejects.toMatchObject(refusedWith("conferenceUnknown"));
    await set();
    await tryConference(chair(), sitting);
    expect(server.meetings.size).toBe(0);
    await expect(tryConference(delegate(), sitting)).rejects.toMatchObject(refusedWith("noMandateForThis"));
    expect(server.calls).toEqual(["isMeetingRunning"]);
  });

  it("has an id that servers take", async () => {
    for (const room of ["a", "table 3, plenary"])
      await expect(set(room)).rejects.toMatchObject({
        fields: [{ field: "conference.room", reason: "conferenceMeetingMalformed" }],
      });
  });
});
