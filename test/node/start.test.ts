import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { foundingForm, hasDatabaseProcess, program, type RunningNode, until, useNodes } from "./nodes.ts";

const nodes = useNodes();
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** The node's own process on a data directory, found as an operator would. */
function nodeProcesses(dataDir: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`cumbe.js\0start\0--data\0${dataDir}\0`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

describe("an empty directory", () => {
  const dataDir = nodes.folder("empty");
  let node: RunningNode;
  beforeAll(async () => {
    node = await nodes.start(dataDir);
  });

  it("becomes a node that prints its one-time link, and is its owner's alone", async () => {
    expect(node.printed()).toMatch(/^to set this node up, open http:\/\/127\.0\.0\.1:\d+\/setup\/\S{32}$/m);
    const health = await fetch(`${node.address}/healthz`);
    expect({ status: health.status, body: await health.json() }).toEqual({
      status: 200,
      body: { status: "ok" },
    });
    expect(modeOf(dataDir)).toBe("700");
    expect(modeOf(join(dataDir, "node.key"))).toBe("600");
  });

  it("refuses a second node, and names the process of the first", async () => {
    const second = await nodes.run(["start", "--data", dataDir, "--port", "0"]);
    expect(second.code).toBe(2);
    expect(second.err).toMatch(
      new RegExp(`^cumbe: This data directory is in use by a node that is running \\(process ${node.pid}, `),
    );
    expect((await fetch(`${node.address}/healthz`)).status).toBe(200);
  });

  it("says nothing of itself at /metrics unless it was asked to", async () => {
    expect((await fetch(`${node.address}/metrics`)).status).toBe(404);
  });

  it("finishes a slow request when it is told to stop, twice, and leaves no database behind", async () => {
    const link = new URL(/\bhttp\S+\/setup\/\S+/.exec(node.printed())?.[0] ?? "");
    const body = foundingForm().toString();
    const socket = connect(Number(link.port), link.hostname);
    let answer = "";
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("utf8")));
    const head = [
      `POST ${link.pathname} HTTP/1.1`,
      `Host: ${link.host}`,
      `Origin: ${link.origin}`,
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${body.slice(0, 20)}`);
    await pause(300);
    const told = performance.now();
    node.kill("SIGTERM");
    await until("nobody new is let in", async () => !(await fetch(node.address).catch(() => undefined)));
    node.kill("SIGTERM");
    await pause(200);
    socket.write(body.slice(20));
    expect(await node.exited).toBe(0);
    expect(answer).toMatch(/^HTTP\/1\.1 303 /);
    const tookMs = performance.now() - told;
    // Well before the moment at which it would have been cut.
    expect(tookMs).toBeLessThan(4_500);
    expect(hasDatabaseProcess(dataDir)).toBe(false);
    expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(false);
    console.log(`stopped ${Math.round(tookMs)} ms after the signal, a slow request included`);
  });

  it("starts again on what is there, within three seconds", async () => {
    const times: number[] = [];
    // The best of three: other tests have the computer too.
    for (let tries = 0; tries < 3 && (times.length === 0 || Math.min(...times) > 3_000); tries++) {
      const again = await nodes.start(dataDir);
      times.push(again.readyMs);
      expect(again.printed()).not.toContain("/setup/");
      expect(await (await fetch(again.address)).text()).toContain("Red de prueba");
      expect(await again.stop()).toBe(0);
    }
    console.log(`started again on existing data in ${times.join(", ")} ms`);
    expect(Math.min(...times)).toBeLessThanOrEqual(3_000);
  });

  it("takes no demonstration once people have set it up", async () => {
    const refused = await nodes.run(["demo", "--data", dataDir, "--port", "0"]);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^cumbe: this node is a real one, so no demonstration is loaded into it: /m);
    expect(hasDatabaseProcess(dataDir)).toBe(false);
  });
});

describe("told where to live and listen", () => {
  const dataDir = nodes.folder("told");
  beforeAll(async () => {
    await (await nodes.start(dataDir)).stop();
  });

  it("by the environment", async () => {
    const port = await freePort();
    const env = {
      CUMBE_DATA: dataDir,
      PORT: String(port),
      HOST: "127.0.0.2",
      CUMBE_ORIGIN: "https://red.example",
    };
    // Without flags: `--data` and `--port` would win.
    const node = await nodes.startAs(["start"], { env });
    expect(node.address).toBe(`http://127.0.0.2:${port}`);
    expect(node.printed()).toContain("open https://red.example/setup/");
    const page = await fetch(node.address);
    expect(page.headers.get("strict-transport-security")).toContain("max-age");
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    expect(await node.stop()).toBe(0);
  });

  it("by flags, which win over the environment", async () => {
    const port = await freePort();
    const env = { CUMBE_DATA: nodes.folder("unused"), PORT: "1", HOST: "192.0.2.1" };
    const args = ["start", "--port", String(port), "--host", "127.0.0.3", "--metrics"];
    const node = await nodes.start(dataDir, { args, env });
    expect(node.address).toBe(`http://127.0.0.3:${port}`);
    expect(node.printed()).toContain(`open http://127.0.0.3:${port}/setup/`);
    const metrics = await fetch(`${node.address}/metrics`);
    expect({ status: metrics.status, type: metrics.headers.get("content-type") }).toEqual({
      status: 200,
      type: expect.stringContaining("text/plain"),
    });
    expect(await metrics.text()).toContain("# HELP");
    expect(existsSync(env.CUMBE_DATA)).toBe(false);

    const other = await nodes.run([
      "start",
      "--data",
      nodes.folder(),
      "--port",
      String(port),
      "--host",
      "127.0.0.3",
    ]);
    expect(other.code).toBe(2);
    expect(other.err).toContain(`cumbe: port ${port} of 127.0.0.3 is taken by another program`);
    expect(await node.stop()).toBe(0);
  });

  it("told to stop while the program is still being loaded, ends in order", async () => {
    const fresh = nodes.folder();
    const early = nodes.spawn(["start", "--data", fresh, "--port", "0"]);
    // What hears the signal is there long before the rest.
    await until("Node runs", () => readFileSync(`/proc/${early.pid}/cmdline`, "utf8").includes("cumbe.js"));
    await pause(250);
    early.kill("SIGTERM");
    expect(await early.exited).toBe(0);
    expect(hasDatabaseProcess(fresh)).toBe(false);
  });

  it("told to stop before it listens, leaves nothing running", async () => {
    const fresh = nodes.folder();
    const early = nodes.spawn(["start", "--data", fresh, "--port", "0"]);
    await until("it makes its database", () => early.printed().includes("making the database"));
    early.kill("SIGTERM");
    expect(await early.exited).toBe(0);
    expect(early.printed()).not.toContain("listening on");
    expect(hasDatabaseProcess(fresh)).toBe(false);
  });

  it.each([
    ["a port that is none", ["--port", "http"], {}, "'http' is not a port: give a number from 0 to 65535"],
    [
      "an address of another computer",
      ["--host", "192.0.2.1", "--port", "0"],
      {},
      "this computer cannot listen on 192.0.2.1",
    ],
    [
      "an origin with a path",
      [],
      { CUMBE_ORIGIN: "https://red.example/x" },
      "CUMBE_ORIGIN 'https://red.example/x' is not an address",
    ],
    [
      "a database that is not there",
      [],
      { DATABASE_URL: "postgres://u:secret@127.0.0.1:1/x" },
      "The database server at 127.0.0.1:1/x cannot be used",
    ],
    ["a host of nothing", ["--host", ""], {}, "--host is given without a value"],
    [
      "a mail server without a sender",
      [],
      { CUMBE_SMTP_URL: "smtps://u:secret@mail.example" },
      "CUMBE_SMTP_URL is set without CUMBE_MAIL_FROM",
    ],
    [
      "a mail server that is none",
      [],
      { CUMBE_SMTP_URL: "mail:secret", CUMBE_MAIL_FROM: "node@example.org" },
      "CUMBE_SMTP_URL is not an address like",
    ],
    [
      "a sender that is none",
      [],
      { CUMBE_SMTP_URL: "smtp://mail.example", CUMBE_MAIL_FROM: "node" },
      "CUMBE_MAIL_FROM 'node' is not an address like",
    ],
    ["an unknown flag", ["--prot", "1"], {}, "Unknown option '--prot'"],
    ["a word too many", ["now"], {}, "'now' is one argument too many"],
  ])("refuses %s with a sentence", async (_name, args, env, sentence) => {
    const refused = await nodes.run(["start", "--data", dataDir, ...args], { env });
    expect(refused.code).toBe(2);
    expect(refused.err.startsWith(`cumbe: ${sentence}`), refused.err).toBe(true);
    expect(refused.err).not.toMatch(/\n {4}at |secret/);
  });

  it("takes a variable that is set to nothing as not set, and a flag without a value as a mistake", async () => {
    const env = { CUMBE_DATA: dataDir, PORT: "", HOST: "", CUMBE_ORIGIN: "", DATABASE_URL: "" };
    const node = await nodes.startAs(["start", "--port", "0"], { env });
    expect(node.address).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(await node.stop()).toBe(0);
    // It would make a node of the folder where it was typed.
    const refused = await nodes.run(["start", "--data", ""]);
    expect(refused).toMatchObject({ code: 2, err: "cumbe: --data is given without a value\n" });
  });

  it("on every address, serves those who come by any of this computer's names", async () => {
    const fresh = nodes.folder();
    const node = await nodes.start(fresh, { args: ["start", "--host", "0.0.0.0"] });
    const port = new URL(node.address).port;
    expect(node.address).toBe(`http://0.0.0.0:${port}`);
    expect(node.printed()).toContain(`open http://127.0.0.1:${port}/setup/`);
    expect(node.printed()).toContain("set CUMBE_ORIGIN to the address that people use");
    const signIn = (host: string, origin: string) =>
      fetch(`http://${host}:${port}/sign-in`, {
        method: "POST",
        body: new URLSearchParams({ email: "a@example.org", password: "x" }),
        headers: { origin },
        redirect: "manual",
      });
    for (const host of ["127.0.0.1", "localhost"])
      expect((await signIn(host, `http://${host}:${port}`)).status, host).toBe(422);
    for (const origin of ["http://elsewhere.example", `http://127.0.0.9:${port}`, "null"])
      expect((await signIn("127.0.0.1", origin)).status, origin).toBe(403);
    expect(await node.stop()).toBe(0);
  });

  it("serves on when nobody reads what it prints any more", async () => {
    const port = await freePort();
    const command = `"${program}" start --data "${dataDir}" --port ${port} 2>&1 | head -c 1; wait`;
    const shell = spawn("/bin/sh", ["-c", command], { stdio: "ignore" });
    const address = `http://127.0.0.1:${port}`;
    await until(
      "it answers",
      async () => (await fetch(`${address}/healthz`).catch(() => undefined))?.ok === true,
    );
    const asked = await fetch(`${address}/password/forgotten`, {
      method: "POST",
      body: new URLSearchParams({ email: "nobody@example.org" }),
      headers: { origin: address },
    });
    expect(asked.status).toBe(200);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    for (const pid of nodeProcesses(dataDir)) process.kill(pid, "SIGTERM");
    await until("it has ended", () => !hasDatabaseProcess(dataDir));
    shell.kill();
  });

  it("refuses a data directory that is a file", async () => {
    const file = nodes.folder("file");
    writeFileSync(file, "");
    const refused = await nodes.run(["start", "--data", file, "--port", "0"]);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^cumbe: .*\/file\b/);
    expect(readFileSync(file, "utf8")).toBe("");
  });
});

describe("bin/cumbe", () => {
  it("says what it is and what each command takes, without a data directory", async () => {
    expect(await nodes.run(["--version"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^cumbe \d+\.\d+\.\d+\n$/),
    });
    for (const words of [
      ["start"],
      ["demo"],
      ["backup"],
      ["restore"],
      ["doctor"],
      ["log", "verify"],
      ["organizations", "import"],
      ["organizations", "export"],
      ["congress", "import-text"],
    ]) {
      const asked = await nodes.run([...words, "--help"]);
      expect(asked, words.join(" ")).toMatchObject({ code: 0, err: "" });
      expect(asked.out).toMatch(new RegExp(`^  cumbe ${words.join(" ")} .*\n      [A-Z]`));
    }
    expect((await nodes.run(["help", "doctor"])).out).toMatch(/^  cumbe doctor /);
    const none = await nodes.run([]);
    expect(none).toMatchObject({ code: 2, err: "" });
    const unknown = await nodes.run(["serve"]);
    expect(unknown).toMatchObject({ code: 2, out: "" });
    expect(unknown.err).toMatch(/^cumbe: there is no command 'serve'\n/);
  });

  it("runs through links from anywhere, on the Node that the package brought", async () => {
    const [link, second] = [join(nodes.root, "cumbe"), join(nodes.root, "cumbe-again")];
    symlinkSync(program, link);
    symlinkSync("cumbe", second);
    // Another Node stands first in the way of whoever asks for one by name.
    const wrong = join(nodes.root, "wrong");
    mkdirSync(wrong);
    writeFileSync(join(wrong, "node"), "#!/bin/sh\necho 20.19.0\nexit 1\n", { mode: 0o755 });
    const env = { PATH: `${wrong}:${process.env["PATH"]}` };
    const help = await nodes.run(["help"], { program: second, env });
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toContain("cumbe start [--data DIR]");
  });
});
