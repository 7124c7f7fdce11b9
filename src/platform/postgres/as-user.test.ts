// What root may do about it is tried only where the tests run as root; a container's root is enough.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { useDataDirectories } from "../../../test/support/data-directory.ts";
import { chooseServerUser, letServerIn, namedUser, namespacesWork } from "./as-user.ts";
import { openEmbedded } from "./embedded-server.ts";
import { PostgresRefusal } from "./refusal.ts";

const newDataDir = useDataDirectories();
const asRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof PostgresRefusal ? error.reason : String(error);
}

test.skipIf(asRoot)("as an ordinary user the server runs as that user", async () => {
  expect(await chooseServerUser("/nowhere", "/nowhere/postgres")).toMatchObject({ kind: "ourselves" });
  expect(await reasonOf(chooseServerUser("/", "/usr"))).toBe("dataDirectoryNotOurs");
});

test("inside a namespace the server is somebody with a name", () => {
  expect(namedUser("root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:\ndaemon:x:1:1::/:\n")).toBe(1);
  expect(namedUser("root:x:0:0::/root:/bin/sh\n")).toBe(NOBODY);
  expect(namedUser("")).toBe(NOBODY);
});

describe.skipIf(!asRoot)("as root", () => {
  test("the server runs in a user namespace, or as nobody where those are refused", async () => {
    expect(await chooseServerUser("/nowhere", "/nowhere/postgres", true)).toMatchObject({
      kind: "namespace",
      uid: 0,
    });
    expect(await chooseServerUser("/nowhere", "/nowhere/postgres", false)).toMatchObject({
      kind: "other",
      uid: NOBODY,
    });
  });

  test("another user's data stays that user's", async () => {
    const dataDir = await newDataDir();
    await mkdir(dataDir);
    await chown(dataDir, 1234, 1234);
    // Whether that user made the database already, or only the folder for it.
    const made = await chooseServerUser(dataDir, join(dataDir, "postgres"), true);
    expect(made).toMatchObject({ kind: "other", uid: 1234, gid: 1234 });
    expect(await chooseServerUser(dirname(dataDir), dataDir, true)).toMatchObject({
      kind: "other",
      uid: 1234,
      gid: 1234,
    });
  });

  test("a user without a name is served in a namespace", async (context) => {
    context.skip(!(await namespacesWork()), "this computer refuses user namespaces");
    const dataDir = await newDataDir();
    await mkdir(dataDir);
    await chown(dirname(dataDir), 54_321, 54_321);
    await chown(dataDir, 54_321, 54_321);
    const code = `import { openEmbedded } from ${JSON.stringify(import.meta.resolve("./embedded-server.ts"))};
      const server = await openEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} });
      await server.stop();`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
      uid: 54_321,
      gid: 54_321,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    await once(child, "close");
    context.skip(complaint.includes("EACCES"), "the checkout lies in a folder that only root can enter");
    expect(complaint).toBe("");
    expect((await stat(join(dataDir, "postgres"))).uid).toBe(54_321);
  });

  test("data that root made in a namespace is not given away unasked", async () => {
    const dataDir = await newDataDir();
    await mkdir(dataDir);
    expect(await reasonOf(chooseServerUser(dirname(dataDir), dataDir, false))).toBe("namespacesRefused");
  });

  test("a folder on the way that cannot be entered is named; the data directory itself is opened", async () => {
    const dataDir = await newDataDir();
    await mkdir(dataDir, { mode: 0o700 });
    const user = await chooseServerUser(dataDir, join(dataDir, "postgres"), false);
    await chmod(dirname(dataDir), 0o700);
    const error = await letServerIn(user, dataDir, "/usr/bin").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: "folderCannotBeEntered", facts: { folder: dirname(dataDir) } });
    await chown(dirname(dataDir), 1234, 1234);
    const inNamespace = await chooseServerUser(dataDir, join(dataDir, "postgres"), true);
    await expect(letServerIn(inNamespace, dataDir, "/usr/bin")).rejects.toMatchObject({
      reason: "folderCannotBeEntered",
    });
    await chmod(dirname(dataDir), 0o711);
    await letServerIn(user, dataDir, "/usr/bin");
    const { mode, uid, gid } = await stat(dataDir);
    expect({ mode: (mode & 0o777).toString(8), uid, gid }).toEqual({ mode: "710", uid: 0, gid: NOBODY });
  });

  test("the server runs as nobody on files of nobody's, and root opens them again", async (context) => {
    const dataDir = await newDataDir();
    await chmod(dirname(dataDir), 0o711);
    let server;
    try {
      server = await openEmbedded({ dataDir, log: () => {}, namespaces: false });
    } catch (error) {
      // The checkout lies where only root may go, for instance in /root.
      const reached = !(error instanceof PostgresRefusal && error.reason === "folderCannotBeEntered");
      context.skip(!reached, "the checkout lies in a folder that only root can enter");
      throw error;
    }
    expect((await stat(join(dataDir, "postgres"))).uid).toBe(NOBODY);
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(NOBODY);
    await server.stop();
    const again = await openEmbedded({ dataDir, log: () => {} });
    const client = new pg.Client(again.connection);
    await client.connect();
    expect((await client.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
    await client.end();
    await again.stop();
  });
});
