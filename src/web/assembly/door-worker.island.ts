// Keeps the page of the door on a phone (/congress/{edition}/door/phone) readable while there is no network: the page itself,
// its script and its style sheet. Nothing else is kept, no list and no name of a delegate: those are the page's, for its tab.
// Invariant: whatever the network gives is shown; the kept copy only where there is none.

type Waiting = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Waiting & { readonly request: Request; respondWith(answer: Promise<Response>): void };
type Worker = {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(name: "install" | "activate", listen: (event: Waiting) => void): void;
  addEventListener(name: "fetch", listen: (event: Fetching) => void): void;
};

const worker = globalThis as unknown as Worker;
const CACHE = "door";

async function fromNetworkOrKept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const kept = pathname.startsWith("/assets/") || pathname.endsWith("/door/phone");
  if (event.request.method === "GET" && origin === location.origin && kept)
    event.respondWith(fromNetworkOrKept(event.request));
});
