// Keeps a sitting fresh: puts the parts that changed into the page, asks for the reader's own buttons anew when what they
// depend on has changed, and lets the clocks run. Where no stream comes through, it asks; where nothing does, it says so.
// Without it, the page is as true as when it was loaded.
const frame = document.querySelector<HTMLElement>("[data-live]");
const AGAIN_MS = 6_000;
/** The node gives a sign of life every 20 seconds. Where two are missing, the stream is dead, or a proxy keeps it back. */
const SILENT_MS = 50_000;
/** While there is no stream the parts are asked for, by each page at moments of its own. */
const LOOK_MS = 10_000;
/** Delegates do not ask for their buttons all at the same moment. */
const SPREAD_MS = 4_000;

/** How far this device's clock is ahead of the node's. */
let ahead = frame?.dataset["now"] ? Date.now() - Date.parse(frame.dataset["now"]) : 0;
let watched = frame?.dataset["watched"];
let asking: ReturnType<typeof setTimeout> | undefined;

/** Somebody who is writing is not disturbed. */
function isBusy(own: Element): boolean {
  const at = document.activeElement;
  return own.contains(at) && (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement); // prettier-ignore
}

async function renewOwn(address: string): Promise<void> {
  const own = document.querySelector("[data-own]");
  if (!own) return;
  if (isBusy(own)) return askForOwn(2 * SPREAD_MS);
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (answer.ok && !isBusy(own)) {
      const open = own.querySelector("details[open]") !== null;
      own.innerHTML = await answer.text();
      if (open) own.querySelector("details")?.setAttribute("open", "");
    }
  } catch {
    // No connection: the buttons stay, and the node says what no longer fits.
  }
}

function askForOwn(within: number): void {
  const address = frame?.dataset["acts"];
  if (!address) return;
  clearTimeout(asking);
  asking = setTimeout(() => void renewOwn(address), Math.random() * within);
}

function show(parts: Readonly<Record<string, string>>, root: HTMLElement): void {
  for (const [name, html] of Object.entries(parts)) {
    if (name === root.dataset["watch"] && html !== watched) {
      watched = html;
      askForOwn(name === "table" ? 0 : SPREAD_MS);
    }
    const part = root.querySelector(`[data-part="${name}"]`);
    if (part && part.innerHTML !== html) part.innerHTML = html;
  }
  // Whoever is on the list, or has the floor, wants to know where they stand; nobody else has to ask.
  if (parts["floor"] !== undefined && root.querySelector("[data-own] [data-waits]")) askForOwn(SPREAD_MS);
  tick();
}

let source: EventSource | undefined;
let heardAt = Date.now();
/** When the page looks for itself; never while the stream speaks. */
let lookAt: number | undefined;

function hear(): void {
  heardAt = Date.now();
  lookAt = undefined;
  tellLost(false);
}

function tellLost(isLost: boolean): void {
  const told = frame?.querySelector<HTMLElement>("[data-lost]");
  if (told) told.hidden = !isLost;
}

function miss(): void {
  lookAt ??= Date.now() + LOOK_MS * (0.5 + Math.random());
}

function listen(root: HTMLElement): void {
  source?.close();
  heardAt = Date.now();
  const own = new EventSource(root.dataset["live"] ?? "");
  source = own;
  own.addEventListener("beat", hear);
  own.addEventListener("message", ({ data }: MessageEvent<string>) => {
    hear();
    const { at, ...parts } = JSON.parse(data) as Record<string, string>;
    if (at) ahead = Date.now() - Date.parse(at);
    show(parts, root);
  });
  own.addEventListener("error", () => {
    miss();
    // The browser comes back by itself, unless the node, or a proxy before it, said no.
    if (own.readyState === EventSource.CLOSED)
      setTimeout(() => source === own && listen(root), AGAIN_MS * (1 + Math.random()));
  });
}

/** As a reload would, but for what somebody is writing. */
async function look(root: HTMLElement): Promise<void> {
  lookAt = Date.now() + LOOK_MS * (1.5 + Math.random());
  try {
    const answer = await fetch(root.dataset["page"] ?? "", { headers: { accept: "text/html" } });
    const fresh = new DOMParser()
      .parseFromString(await answer.text(), "text/html")
      .querySelector<HTMLElement>("[data-live]");
    // The stream may have come back meanwhile, and knows better.
    if (lookAt === undefined) return;
    tellLost(!answer.ok || !fresh);
    if (!answer.ok || !fresh) return;
    const { now, watch = "", watched: offers = "", live } = fresh.dataset;
    ahead = Date.now() - Date.parse(now ?? "");
    root.dataset["live"] = live;
    const parts = [...fresh.querySelectorAll<HTMLElement>("[data-part]")];
    show({ ...Object.fromEntries(parts.map((part) => [part.dataset["part"], part.innerHTML])), [watch]: offers }, root); // prettier-ignore
  } catch {
    if (lookAt !== undefined) tellLost(true);
  }
}

function watch(root: HTMLElement): void {
  const now = Date.now();
  if (now - heardAt > SILENT_MS) {
    miss();
    listen(root);
  }
  if (lookAt !== undefined && now >= lookAt) void look(root);
}

const two = (value: number) => String(Math.trunc(value)).padStart(2, "0");
const minutes = (seconds: number) => `${Math.trunc(seconds / 60)}:${two(seconds % 60)}`;

function tick(): void {
  const now = Date.now() - ahead;
  for (const clock of document.querySelectorAll<HTMLElement>(".clock[data-from]")) {
    const seconds = Math.max(0, (now - Date.parse(clock.dataset["from"] ?? "")) / 1_000);
    const limit = Number(clock.dataset["seconds"]);
    const over = limit > 0 && seconds > limit;
    const ran = limit ? `${minutes(seconds)} / ${minutes(limit)}` : minutes(seconds);
    clock.textContent = over ? `${ran} · ${clock.dataset["over"]}` : ran;
    clock.classList.toggle("over", over);
  }
  for (const clock of document.querySelectorAll<HTMLElement>("[data-clock]"))
    clock.textContent = new Date(now).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: frame?.dataset["zone"],
    });
}

if (frame?.dataset["live"]) {
  const root = frame;
  listen(root);
  setInterval(() => {
    tick();
    watch(root);
  }, 1_000);
  tick();
}
