// `npm run bench:sitting`: 300 people on the live page of a sitting, on one node with its own database.
// Prints how long an act of the chair takes to reach them, from the moment the form is sent; the same while all 300 come
// back at once, and while all of them ask for their own buttons; and what an act weighs. Exits 1 when the 95th percentile of the
// first two is over one second.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { get, type ClientRequest, type IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { newId } from "../src/platform/ids.ts";
import { exampleOf, signInBy, type SpawnedNode, spawnNode } from "../test/process/demo-node.ts";

const READERS = 300;
const ACTS = 20;
/** Within which phones ask for the buttons of their readers; see live-sitting.island.ts. */
const SPREAD_MS = 4_000;
const MOST_P95_MS = 1_000;
const EDITION = "/congress/congress-2019";

type Message = { readonly at: number; readonly parts: readonly string[]; readonly bytes: number };

/** One reader's phone: a stream, with what it was sent and when. */
class Phone {
  readonly address: string;
  lastId = "";
  messages: Message[] = [];
  #request: ClientRequest | undefined;
  #waiting: (() => void) | undefined;

  constructor(address: string) {
    this.address = address;
  }

  async connect(): Promise<void> {
    const headers = { "accept-language": "es", ...(this.lastId && { "last-event-id": this.lastId }) };
    this.#request = get(this.address, { agent: false, headers });
    const [response] = (await once(this.#request, "response")) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`the stream answered ${response.statusCode}`);
    this.#read(response);
  }

  #read(response: IncomingMessage): void {
    let rest = "";
    response.setEncoding("utf8").on("data", (chunk: string) => {
      const whole = (rest + chunk).split("\n\n");
      rest = whole.pop() ?? "";
      for (const text of whole) this.#take(text);
    });
    response.on("error", () => {});
  }

  #take(text: string): void {
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (!data) return;
    this.lastId = /^id: (.*)$/m.exec(text)?.[1] ?? this.lastId;
    const parts = Object.keys(JSON.parse(data) as object);
    this.messages.push({ at: performance.now(), parts, bytes: Buffer.byteLength(text) + 2 });
    this.#waiting?.();
  }

  /** The first message from that moment on that says who speaks. */
  async heard(since: number): Promise<Message> {
    for (;;) {
      const found = this.messages.find(({ at, parts }) => at >= since && parts.includes("floor"));
      if (found) return found;
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
  }

  cut(): void {
    this.#request?.on("error", () => {}).destroy();
  }
}

function inOrder(values: readonly number[]) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function line(name: string, values: readonly number[]): string {
  const { p50, p95, max } = inOrder(values);
  const cells = [p50, p95, max].map((value) => `${value.toFixed(0).padStart(7)} ms`);
  return `${name.padEnd(46)}${cells.join("")}`;
}

/** The chair, through the forms that a chair uses. */
async function openSitting(node: SpawnedNode) {
  const { cookie } = await signInBy(exampleOf(node.printed(), "Chair of the assembly"), node.address);
  const headers = { origin: node.address, cookie, "accept-language": "en" };
  const post = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({ requestKey: newId(), language: "en", ...fields });
    const answer = await fetch(node.address + path, { method: "POST", headers, body, redirect: "manual" });
    if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.headers.get("location") ?? "";
  };
  const read = async (path: string) => (await fetch(node.address + path, { headers })).text();
  const plan = {
    organ: "plenary",
    title: `Measured ${randomUUID().slice(0, 4)}`,
    startsAt: "2019-10-18T09:00",
    endsAt: "2019-10-18T13:00",
    zone: "America/Caracas",
    place: "",
    languages: "es",
  };
  const agenda = await post(`${EDITION}/sittings/new`, plan);
  const path = agenda.replace(/\/agenda$/, "");
  for (let number = 1; number <= 8; number += 1)
    await post(agenda, { title: `Item ${number} of the agenda`, kind: "debate", plannedMinutes: "30" });
  let version = Number(/name="expectedVersion" value="(\d+)"/.exec(await read(`${path}/chair`))?.[1]);
  const act = async (what: string, fields: Record<string, string> = {}) => {
    await post(`${path}/chair`, { what, expectedVersion: String(version), ...fields });
    version += 1;
  };
  await act("opened");
  const itemId = /name="itemId" value="([^"]+)"/.exec(await read(`${path}/chair`))?.[1] ?? "";
  await act("item_opened", { itemId });
  let closed = false;
  return {
    path,
    /** Closes the list of speakers or opens it again. */
    async toggle(): Promise<number> {
      const from = performance.now();
      const sent = act(closed ? "list_reopened" : "list_closed", { itemId });
      closed = !closed;
      await sent;
      return from;
    },
  };
}

function residentMegabytes(node: SpawnedNode): number {
  const status = readFileSync(`/proc/${node.process.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}

async function measure(node: SpawnedNode): Promise<boolean> {
  const { path, toggle } = await openSitting(node);
  const before = residentMegabytes(node);
  const phones = Array.from({ length: READERS }, () => new Phone(`${node.address}${path}/live`));
  const arriving = performance.now();
  await Promise.all(phones.map((phone) => phone.connect()));
  await Promise.all(phones.map((phone) => phone.heard(arriving)));
  const arrived = performance.now() - arriving;
  await pause(1_000);

  const delays: number[] = [];
  let bytes = 0;
  for (let act = 0; act < ACTS; act += 1) {
    const from = await toggle();
    const heard = await Promise.all(phones.map((phone) => phone.heard(from)));
    delays.push(...heard.map(({ at }) => at - from));
    bytes += heard[0]?.bytes ?? 0;
    await pause(100);
  }

  // The antenna of the valley fails for a moment: everybody is gone, and comes back together, while the chair goes on.
  for (const phone of phones) phone.cut();
  await pause(500);
  const returning = performance.now();
  const back = Promise.all(phones.map((phone) => phone.connect()));
  const from = await toggle();
  await back;
  const again = await Promise.all(phones.map((phone) => phone.heard(from)));
  const returned = again.map(({ at }) => at - Math.max(from, returning));

  // An item is taken up: three hundred delegates ask for their own buttons, as their phones do, while the chair goes on.
  const delegate = await signInBy(exampleOf(node.printed(), "Spokesperson"), node.address);
  const asked: number[] = [];
  const asking = phones.map(async () => {
    await pause(Math.random() * SPREAD_MS);
    const at = performance.now();
    const answer = await fetch(`${node.address}${path}/acts`, { headers: { cookie: delegate.cookie } });
    await answer.text();
    if (!answer.ok) throw new Error(`the buttons answered ${answer.status}`);
    asked.push(performance.now() - at);
  });
  await pause(SPREAD_MS / 2);
  const meanwhile = await toggle();
  const heard = await Promise.all(phones.map((phone) => phone.heard(meanwhile)));
  const busy = heard.map(({ at }) => at - meanwhile);
  await Promise.all(asking);

  console.log(`${" ".repeat(46)}${["p50", "p95", "max"].map((head) => head.padStart(10)).join("")}`);
  console.log(line(`an act reaches ${READERS} (${ACTS} acts)`, delays));
  console.log(line(`an act while ${READERS} come back at once`, returned));
  console.log(line(`an act while ${READERS} ask for their buttons`, busy));
  console.log(line("their buttons", asked));
  console.log(
    `${READERS} came within ${arrived.toFixed(0)} ms; an act weighs ${Math.round(bytes / ACTS)} bytes for each`,
  );
  console.log(
    `the node took ${(residentMegabytes(node) - before).toFixed(0)} MB for them (${before.toFixed(0)} MB before)`,
  );
  for (const phone of phones) phone.cut();
  return [delays, returned].every((values) => inOrder(values).p95 <= MOST_P95_MS);
}

const node = await spawnNode();
try {
  const good = await measure(node);
  if (!good) console.log(`over ${MOST_P95_MS} ms`);
  process.exitCode = good ? 0 : 1;
} finally {
  await node.stop();
}
