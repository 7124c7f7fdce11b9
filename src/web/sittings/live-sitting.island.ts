// Keeps a sitting fresh: puts the parts that changed into the page, asks for the reader's own buttons anew when what they
// depend on has changed, and lets the clocks run. Without it, the page is as true as when it was loaded.
const frame = document.querySelector<HTMLElement>("[data-live]");
const AGAIN_MS = 6_000;
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

function listen(address: string, root: HTMLElement): void {
  const source = new EventSource(address);
  source.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const { at, ...parts } = JSON.parse(data) as Record<string, string>;
    if (at) ahead = Date.now() - Date.parse(at);
    show(parts, root);
  });
  source.addEventListener("error", () => {
    // The browser comes back by itself, unless the node said no.
    if (source.readyState === EventSource.CLOSED)
      setTimeout(() => listen(address, root), AGAIN_MS * (1 + Math.random()));
  });
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
  listen(frame.dataset["live"], frame);
  setInterval(tick, 1_000);
  tick();
}
