// The door on one phone, also without network (/congress/{edition}/door/phone). What was seen is queued with ids of its own
// and sent when there is a network; the node counts each id once.
// Invariant: names are kept for this tab alone (sessionStorage), for half a day at most, until the door-keeper ends it, signs
// out, or the session is found to be over; what waits to be sent names nobody
// (localStorage: ids, directions, times) and leaves the phone only when the node has answered for it.
type Person = {
  id: string;
  name: string;
  organization: string;
  seat: string;
  badge: string | null;
  inside: boolean;
};
type Seen = { id: string; direction: "in" | "out"; at: string; delegateId?: string; shown?: string };
type Answer = { id: string; delegateId: string | null; setAside: string | null; why: string | null };

const door = document.querySelector<HTMLElement>("#door");
const part = <Part extends HTMLElement>(id: string) => document.querySelector<Part>(`#door-${id}`) as Part;
const said = (word: string) => door?.dataset[word.toLowerCase()] ?? "";
const base = door?.dataset["base"] ?? "";
const edition = door?.dataset["edition"] ?? "";
const LIST = `door list ${edition}`;
const QUEUE = `door event ${edition} `;
/** When somebody signed out in this browser: see signed-out.island.ts. */
const SIGNED_OUT = "signed out";
const HALF_A_DAY_MS = 12 * 3_600_000;
const FOUND_AT_ONCE = 20;
const SENT_AT_ONCE = 200;

let people: Person[] = [];
/** Why the phone does less than it could. */
let failing: "" | "noNetwork" | "signInAgain" | "keepsNoMore" = "";

/** UUID version 4 (RFC 9562 §5.4): `randomUUID` is there on secure pages alone. */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Each event has a key of its own, so that two tabs do not write over each other. */
function queued(): Seen[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(QUEUE))
    .map((key) => JSON.parse(localStorage.getItem(key) ?? "{}") as Seen)
    .sort((one, other) => one.at.localeCompare(other.at));
}

function keepList(): void {
  sessionStorage.setItem(LIST, JSON.stringify({ at: Date.now(), people }));
}

function wipeList(): void {
  sessionStorage.removeItem(LIST);
  people = [];
  find();
}

function restoreList(): void {
  const kept = JSON.parse(sessionStorage.getItem(LIST) ?? "null") as { at: number; people: Person[] } | null;
  const signedOutAt = Number(localStorage.getItem(SIGNED_OUT) ?? 0);
  if (kept && Date.now() - kept.at < HALF_A_DAY_MS && kept.at > signedOutAt) people = kept.people;
  else sessionStorage.removeItem(LIST);
}

async function loadList(): Promise<void> {
  const answer = await fetch(`${base}/list.json`, { headers: { accept: "application/json" } });
  if (answer.redirected || !answer.ok) return stop(answer.status);
  if (failing !== "noNetwork") failing = "";
  people = ((await answer.json()) as { people: Person[] }).people;
  keepList();
  find();
}

/** The session is over, or whoever is signed in keeps this door no more (403): names go, what waits stays. */
function stop(status: number): void {
  failing = status === 403 ? "keepsNoMore" : "signInAgain";
  wipeList();
  showState();
}

function showState(): void {
  part("hands").hidden = failing === "keepsNoMore";
  const waiting = queued().length;
  const words = failing
    ? said(failing)
    : waiting > 0
      ? said("waiting").replace("#", String(waiting))
      : people.length > 0
        ? said("sent")
        : said("noList");
  part("state").textContent =
    failing && waiting > 0 ? `${words} ${said("waiting").replace("#", String(waiting))}` : words;
}

function tellLatest(words: string, late = false): void {
  const line = document.createElement("li");
  line.textContent = words;
  if (late) line.className = "reason";
  const list = part<HTMLUListElement>("latest");
  list.prepend(line);
  part("said").hidden = false;
  while (list.children.length > 30) list.lastElementChild?.remove();
}

const direction = () =>
  door?.querySelector<HTMLInputElement>("input[name=direction]:checked")?.value as "in" | "out";

function see(person: Person | undefined, way: "in" | "out", shown?: string): void {
  const seen: Seen = {
    id: freshId(),
    direction: way,
    at: new Date().toISOString(),
    ...(person ? { delegateId: person.id } : { shown }),
  };
  localStorage.setItem(QUEUE + seen.id, JSON.stringify(seen));
  if (person) {
    const twice = person.inside === (way === "in");
    const word = twice ? (way === "in" ? "alreadyIn" : "notIn") : way === "in" ? "cameIn" : "wentOut";
    tellLatest(said(word).replace("#", person.name), twice);
    person.inside = way === "in";
    keepList();
  } else tellLatest(said("unknown"));
  find();
  showState();
  void send();
}

async function digestOf(token: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
  return Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function scanned(text: string): Promise<void> {
  const token = text.split(/[?#]/)[0]?.split("/").at(-1) ?? "";
  const digest = await digestOf(token);
  navigator.vibrate?.(80);
  see(
    people.find(({ badge }) => badge === digest),
    direction(),
    text.slice(0, 500),
  );
}

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function find(): void {
  const words = folded(part<HTMLInputElement>("find").value).split(/\s+/).filter(Boolean);
  const list = part<HTMLUListElement>("found");
  list.replaceChildren();
  if (words.length === 0) return;
  const found = people.filter((one) =>
    words.every((word) => folded(`${one.name} ${one.organization}`).includes(word)),
  );
  for (const person of found.slice(0, FOUND_AT_ONCE)) list.append(entry(person));
}

function entry(person: Person): HTMLLIElement {
  const line = document.createElement("li");
  const who = document.createElement("div");
  const of = document.createElement("small");
  const button = document.createElement("button");
  const way = person.inside ? "out" : "in";
  who.textContent = person.name;
  of.textContent = person.organization;
  // As the list of the page without a script has it: the name, and below it the organisation.
  who.append(document.createElement("br"), of);
  button.type = "button";
  button.className = person.inside ? "button second" : "button";
  button.textContent = said(way);
  button.addEventListener("click", () => see(person, way));
  line.append(who, button);
  return line;
}

// Reading badges with the camera, where the browser has a reader of its own (Shape Detection API). Where it has none, the
// phone's camera app opens the address that the badge carries.
type Found = { readonly rawValue: string };
type Detector = { detect(source: HTMLVideoElement): Promise<Found[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

const known = (): DetectorClass | undefined =>
  (globalThis as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

async function canScan(): Promise<boolean> {
  const Detectors = known();
  if (!Detectors || !navigator.mediaDevices) return false;
  return (await Detectors.getSupportedFormats()).includes("qr_code");
}

/** The same badge in front of the camera is read once in this time. */
const AGAIN_MS = 3_000;

/** Shows what the camera sees and tells each badge once, until `stop`. Throws where the camera may not be used. */
async function scan(video: HTMLVideoElement, tell: (text: string) => void): Promise<() => void> {
  const Detectors = known();
  if (!Detectors) throw new Error("no reader");
  const detector = new Detectors({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  let [last, until] = ["", 0];
  const look = async () => {
    for (const { rawValue } of await detector.detect(video).catch(() => [])) {
      if (rawValue === last && performance.now() < until) continue;
      [last, until] = [rawValue, performance.now() + AGAIN_MS];
      tell(rawValue);
    }
  };
  const timer = setInterval(() => void look(), 200);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  };
}

let sending: Promise<void> | undefined;

/** Sends what waits, in parts; one sending at a time. */
function send(): Promise<void> {
  return (sending ??= sendAll().finally(() => (sending = undefined)));
}

async function sendAll(): Promise<void> {
  for (let waiting = queued(); waiting.length > 0; waiting = queued()) {
    const part = waiting.slice(0, SENT_AT_ONCE);
    const late = part.some(({ at }) => Date.now() - Date.parse(at) > 30_000);
    try {
      const answer = await fetch(`${base}/events`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ offline: late, events: part }),
      });
      if (answer.status === 401 || answer.status === 403) return stop(answer.status);
      if (!answer.ok) throw new Error(String(answer.status));
      if (failing !== "keepsNoMore") failing = "";
      const { answers } = (await answer.json()) as { answers: Answer[] };
      settle(answers);
      // Whoever keeps the door no more is given no list either: names go.
      if (answers.some(({ setAside }) => setAside === "doorNotKeptThen")) await loadList();
    } catch {
      failing = "noNetwork";
      return showState();
    }
  }
  if (failing === "noNetwork") failing = "";
  showState();
}

/** The node has answered for these: they leave the phone, and what could not count is told. */
function settle(answers: readonly Answer[]): void {
  for (const { id, delegateId, setAside, why } of answers) {
    localStorage.removeItem(QUEUE + id);
    if (setAside === null) continue;
    const person = people.find((one) => one.id === delegateId);
    if (person && setAside !== "alreadyIn" && setAside !== "notIn") {
      person.inside = !person.inside;
      keepList();
    }
    tellLatest(`${person?.name ?? ""} ${said("setAside")} ${why ?? ""}`, true);
  }
  find();
}

/** Leaves nothing of the door on the phone. */
async function end(): Promise<void> {
  await send();
  if (queued().length > 0) {
    tellLatest(said("unsentStays"), true);
    return;
  }
  wipeList();
  localStorage.removeItem(SIGNED_OUT);
  await globalThis.caches?.delete("door");
  const registered = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  for (const worker of registered) await worker.unregister();
  location.assign(base);
}

async function offerCamera(): Promise<void> {
  if (!(await canScan().catch(() => false))) {
    part("camera").hidden = false;
    return;
  }
  const button = part("scan");
  button.hidden = false;
  button.addEventListener("click", () => {
    scan(part<HTMLVideoElement>("video"), (text) => void scanned(text)).then(
      () => (button.hidden = true),
      () => tellLatest(said("noCamera"), true),
    );
  });
}

/** Has the worker fetch this page and what it needs, so that it can give them back without network. */
async function keepPage(): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  await workers.register(`${base}/worker.js`);
  if (!workers.controller)
    await new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));
  const parts = document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>(
    "script[src], link[rel=stylesheet]",
  );
  const addresses = [...parts].map((each) => ("src" in each ? each.src : each.href));
  for (const address of [location.href, ...addresses]) await fetch(address);
}

async function open(): Promise<void> {
  if (!door) return;
  door.hidden = false;
  restoreList();
  showState();
  part("find").addEventListener("input", find);
  part("send").addEventListener("click", () => void send());
  part("end").addEventListener("click", () => void end());
  addEventListener("online", () => void send());
  addEventListener("storage", ({ key }) => key === SIGNED_OUT && stop(401));
  setInterval(() => void (queued().length > 0 && send()), 15_000);
  void offerCamera();
  void keepPage().catch(() => {});
  await loadList().catch(() => (failing = people.length > 0 ? "noNetwork" : failing));
  await send();
}

void open();
