// The way into a sitting's conference by its pages: set and tried at the table, and shown to nobody.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type ConferenceServer, serveConferences } from "../../../test/support/bigbluebutton.ts";
import { whereTo } from "../../../test/support/browser.ts";
import { conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";

const test = useDatabase();
let [visitor, chair, delegate] = [] as unknown as [Reader, Reader, Reader];
let server: ConferenceServer;
let path = "";
afterAll(() => server?.stop());

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  const assembly = await conveneAssembly(node, 1);
  server = await serveConferences("the shared one");
  const reaching = { ...node.shell, node: { ...node.shell.node, fetch: server.fetch } };
  const { as } = createTestApp(reaching, () => new Date(node.shell.now.getTime() + 60_000));
  visitor = as();
  chair = await readerOf(test.db, as, assembly.chair);
  delegate = await readerOf(test.db, as, assembly.delegations[0]!);
  const { edition, number } = await planTestSitting(assembly);
  path = `/congress/${edition}/sittings/${number}`;
});

const html = async (reader: Reader, at: string) => (await reader.get(at)).text();

describe("the way into a conference", () => {
  it("is set at the table, and leads whoever may speak, with nothing of it on any page", async () => {
    const at = `${path}/conference`;
    const setting = {
      kind: "jitsi",
      address: "http://meet.example",
      room: "s3",
      appId: "cumbe",
      secret: "very-secret",
    };
    const refused = await chair.post(at, setting);
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toMatch(/id="r-address">Write a whole address/);
    expect(page).not.toContain("very-secret");
    expect(whereTo(await chair.post(at, { ...setting, address: "https://meet.example" }))).toBe(
      `303 ${path}`,
    );
    expect(await html(delegate, path)).toContain(`href="${path}/join"`);
    expect(await html(visitor, path)).not.toContain("/join");
    for (const reader of [delegate, chair, visitor])
      expect(await html(reader, path)).not.toContain("meet.example");
    expect(whereTo(await delegate.get(`${path}/join`))).toMatch(/^303 https:\/\/meet\.example\/s3\?jwt=/);
    expect(whereTo(await visitor.get(`${path}/join`))).toMatch(/^303 \/sign-in/);
    expect((await delegate.get(at)).status).toBe(403);
  });

  it("leads to a meeting on BigBlueButton that was tried before, and is made when the first one comes", async () => {
    const at = `${path}/conference`;
    const address = "https://bbb.example/bigbluebutton/api";
    await chair.post(at, { kind: "bigbluebutton", address, room: "", secret: "the shared one" });
    const tried = await chair.post(`${at}/try`, {});
    expect(tried.status).toBe(200);
    expect(await tried.text()).toMatch(/role="status"><p>The server answers and accepts the secret\./);
    expect(server.meetings.size).toBe(0);
    expect(whereTo(await delegate.get(`${path}/join`))).toMatch(/^303 https:\/\/bbb\.example\S+\/join\?/);
    expect(server.meetings.size).toBe(1);
    const wrong = { kind: "bigbluebutton", address, room: "", secret: "not that one" };
    await chair.post(at, wrong);
    expect(await (await chair.post(`${at}/try`, {})).text()).toContain("does not accept the shared secret");
  });

  it("is tried at the table, and said in a sentence when the server is away", async () => {
    const at = `${path}/conference`;
    const setting = { kind: "bigbluebutton", address: "https://bbb.invalid/api", room: "", secret: "s" };
    expect(whereTo(await chair.post(at, setting))).toBe(`303 ${at}`);
    const tried = await chair.post(`${at}/try`, {});
    expect(tried.status).toBe(503);
    expect(await tried.text()).toMatch(/role="alert"><p>The conference server does not answer\./);
    expect((await delegate.post(`${at}/try`, {})).status).toBe(403);
    const refused = await delegate.get(`${path}/join`);
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain("The conference server does not answer.");
    expect(whereTo(await chair.post(at, { kind: "none" }))).toBe(`303 ${path}`);
  });
});
