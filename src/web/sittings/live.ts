// The live page's streams (Server-Sent Events, HTML Standard §9.2): what a sitting shows, sent as it changes.
// Invariant: a stream carries state, not news. Each reader gets the parts that differ from what they were last sent, so
// that one who is slow, or was away, costs no memory and catches up with one message; nothing about authority is kept.
import { randomBytes } from "node:crypto";
import type { Db } from "#platform/database/database";
import type { Changes } from "#platform/database/listening";
import { Refusal } from "#platform/errors";
import { findSitting, SITTING_CHANGED, type SittingView } from "#assembly";
import { drawParts, type PartName, partNames } from "./live-parts.tsx";

/** Whoever looks at the room's counts sees them a moment later; what the chair does is told at once. */
const TICK_MS = 2_500;
const HEARTBEAT_TICKS = 8;
/** An event, not a comment: a page that hears none knows that its stream is dead, whatever the browser believes. */
const SIGN_OF_LIFE = "event: beat\ndata: 1\n\n";
const LONGEST_MS = 15 * 60_000;
/** Authority is read when a stream opens: one that names people is short, so that whoever lost it sees no more of them. */
const LONGEST_NAMING_MS = 60_000;
/** A whole assembly may stand behind one address. */
const MOST_OF_AN_ADDRESS = 600;
const MOST = 3_000;
const KEPT_SITTINGS = 50;

type Variant = { readonly language: string; readonly names: boolean };
type Part = { readonly html: string; readonly since: number };
/** `epoch`: an id of another process, or of another language, says nothing here. */
type Scene = Variant & { readonly epoch: string; revision: number; readonly parts: Map<PartName, Part> };

type Client = {
  readonly scene: Scene;
  readonly address: string;
  sent: number;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly until: number;
};

type Stage = {
  readonly edition: string;
  readonly number: number;
  id: string | undefined;
  /** How many wait for it to be read: it is not put away under them. */
  waiting: number;
  readonly scenes: Map<string, Scene>;
  /** As it was last read, with people named and without. */
  readonly views: Map<boolean, SittingView>;
  readonly clients: Set<Client>;
  reading: Promise<void> | undefined;
  again: Promise<void> | undefined;
};

export type Shown = {
  readonly id: string;
  readonly parts: Readonly<Record<PartName, string>>;
  /** What they were drawn from. */
  readonly view: SittingView;
};

export type StreamInput = Variant & {
  readonly edition: string;
  readonly number: number;
  /** What the reader was sent last. */
  readonly since: string;
  readonly address: string;
};

export type LiveSittings = {
  /** The parts of a sitting as they are now; undefined where there is none. Many who ask at once are read for once. */
  readonly show: (
    sitting: { readonly edition: string; readonly number: number },
    variant: Variant,
  ) => Promise<Shown | undefined>;
  /** The sitting as those who look at it see it now, without reading it anew; undefined where nobody does. It names nobody. */
  readonly glance: (sitting: {
    readonly edition: string;
    readonly number: number;
  }) => SittingView | undefined;
  /** A stream of what changes. Refuses with `sittingUnknown`, `liveStreamsTooMany`, `liveIsClosing`. */
  readonly stream: (input: StreamInput) => Promise<ReadableStream<Uint8Array>>;
  readonly readers: () => number;
  /** Ends every stream; the readers come back when the node does. */
  readonly close: () => void;
};

type Node = { readonly db: Db; readonly changes: Changes; readonly now: () => Date };

const text = new TextEncoder();
const idOf = ({ epoch, revision }: Scene) => `${epoch}-${revision}`;

/** The parts that are newer than what was sent, as one message of the stream; `at` sets clocks that are wrong. */
function messageOf(scene: Scene, sent: number): Uint8Array {
  const parts: Record<string, string> = { at: new Date().toISOString() };
  for (const [name, { html, since }] of scene.parts) if (since > sent) parts[name] = html;
  return text.encode(`id: ${idOf(scene)}\ndata: ${JSON.stringify(parts)}\n\n`);
}

function sendTo(client: Client): void {
  const { scene, controller } = client;
  // One message waits at most: whoever does not read is sent the difference when they do.
  if (client.sent >= scene.revision || (controller.desiredSize ?? 0) <= 0) return;
  const { sent } = client;
  // First: whoever waits for a message asks for the next one while this one is handed over.
  client.sent = scene.revision;
  controller.enqueue(messageOf(scene, sent));
}

async function redraw(node: Node, stage: Stage): Promise<void> {
  const views = new Map<boolean, SittingView | undefined>();
  for (const scene of stage.scenes.values()) {
    if (!views.has(scene.names)) {
      const ctx = { db: node.db, now: node.now() };
      views.set(scene.names, await findSitting(ctx, stage.edition, stage.number, scene.names));
    }
    const view = views.get(scene.names);
    if (!view) continue;
    stage.id = view.id;
    stage.views.set(scene.names, view);
    const drawn = drawParts(view, scene.language, node.now());
    const changed = partNames.filter((name) => scene.parts.get(name)?.html !== drawn[name]);
    if (changed.length === 0) continue;
    scene.revision += 1;
    for (const name of changed) scene.parts.set(name, { html: drawn[name], since: scene.revision });
  }
  for (const client of stage.clients) sendTo(client);
}

/** Reads the sitting anew: everybody who asks while it is being read shares the reading that begins after. */
function refresh(node: Node, stage: Stage): Promise<void> {
  if (!stage.reading) {
    stage.reading = redraw(node, stage).finally(() => (stage.reading = undefined));
    return stage.reading;
  }
  const under = stage.reading;
  stage.again ??= under
    .catch(() => {})
    .then(() => {
      stage.again = undefined;
      return refresh(node, stage);
    });
  return stage.again;
}

function emptyStage(edition: string, number: number): Stage {
  return {
    edition,
    number,
    id: undefined,
    waiting: 0,
    scenes: new Map(),
    views: new Map(),
    clients: new Set(),
    reading: undefined,
    again: undefined,
  };
}

function sceneOf(stage: Stage, { language, names }: Variant): Scene {
  const name = `${language} ${names}`;
  const epoch = () => randomBytes(6).toString("base64url");
  const scene = stage.scenes.get(name) ?? {
    language,
    names,
    epoch: epoch(),
    revision: 0,
    parts: new Map(),
  };
  stage.scenes.set(name, scene);
  return scene;
}

/**
 * The sittings that somebody looks at, those looked at last at the end. There is one stage of a sitting at any time, from
 * before it is first read: whoever stood on another would be told nothing.
 */
function openStages(node: Node) {
  const stages = new Map<string, Stage>();
  const drop = () => {
    for (const [key, { clients, waiting, id }] of stages)
      if ((stages.size > KEPT_SITTINGS || id === undefined) && clients.size === 0 && waiting === 0)
        stages.delete(key);
  };
  return {
    all: () => stages.values(),
    of: ({ edition, number }: { readonly edition: string; readonly number: number }) =>
      stages.get(`${edition} ${number}`),
    /** Hands over the sitting as it is now; `use` takes its place before anything else happens. */
    async at<Result>(
      { edition, number }: { readonly edition: string; readonly number: number },
      variant: Variant,
      use: (found: { readonly stage: Stage; readonly scene: Scene } | undefined) => Result,
    ): Promise<Result> {
      const key = `${edition} ${number}`;
      const stage = stages.get(key) ?? emptyStage(edition, number);
      stages.delete(key);
      stages.set(key, stage);
      const scene = sceneOf(stage, variant);
      stage.waiting += 1;
      try {
        await refresh(node, stage);
        return use(scene.revision === 0 ? undefined : { stage, scene });
      } finally {
        stage.waiting -= 1;
        drop();
      }
    },
  };
}

/** What was sent, by its id; nothing, where it is of another scene or of none. */
function revisionOf({ epoch, revision }: Scene, id: string): number {
  const [of, sent] = [id.slice(0, epoch.length), Number(id.slice(epoch.length + 1))];
  return of === epoch && Number.isInteger(sent) && sent <= revision ? sent : 0;
}

/** Who is connected, from where: a whole assembly may stand behind one address, and nobody else needs as many. */
function openReaders() {
  const byAddress = new Map<string, number>();
  let count = 0;
  const leave = (stage: Stage, client: Client) => {
    if (!stage.clients.delete(client)) return;
    count -= 1;
    const left = (byAddress.get(client.address) ?? 1) - 1;
    if (left > 0) byAddress.set(client.address, left);
    else byAddress.delete(client.address);
  };
  return {
    count: () => count,
    leave,
    hold(address: string) {
      if ((byAddress.get(address) ?? 0) >= MOST_OF_AN_ADDRESS || count >= MOST)
        throw new Refusal("unavailable", "liveStreamsTooMany");
    },
    enter(stage: Stage, client: Client) {
      stage.clients.add(client);
      count += 1;
      byAddress.set(client.address, (byAddress.get(client.address) ?? 0) + 1);
    },
    end(stage: Stage, client: Client) {
      leave(stage, client);
      client.controller.close();
    },
  };
}
type Readers = ReturnType<typeof openReaders>;

function streamTo({ stage, scene }: { stage: Stage; scene: Scene }, readers: Readers, input: StreamInput) {
  const { address, since } = input;
  let client: Client | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const longest = scene.names ? LONGEST_NAMING_MS : LONGEST_MS;
        const until = Date.now() + longest * (0.8 + 0.4 * Math.random());
        client = { scene, address, sent: revisionOf(scene, since), controller, until };
        readers.enter(stage, client);
        // Those who are cut off together must not come back together.
        const again = 1_000 + Math.round(2_000 * Math.random());
        controller.enqueue(text.encode(`retry: ${again}\n${SIGN_OF_LIFE}`));
      },
      pull() {
        if (client) sendTo(client);
      },
      cancel() {
        if (client) readers.leave(stage, client);
      },
    },
    { highWaterMark: 1 },
  );
}

/** One look at a stage: streams that are old end, silent ones get a sign of life. */
function tend(stage: Stage, readers: Readers, beat: boolean): void {
  const now = Date.now();
  for (const client of stage.clients) {
    if (client.until <= now) readers.end(stage, client);
    else if (beat && (client.controller.desiredSize ?? 0) > 0)
      client.controller.enqueue(text.encode(SIGN_OF_LIFE));
  }
}

export function openLiveSittings(node: Node): LiveSittings {
  const stages = openStages(node);
  const readers = openReaders();
  let closing = false;
  // The database may not answer: the next look, or the next change, tells.
  const look = (stage: Stage) => void refresh(node, stage).catch(() => {});
  const watched = () => [...stages.all()].filter(({ clients }) => clients.size > 0);
  const off = node.changes.on(SITTING_CHANGED, (payload) => {
    for (const stage of watched()) if (payload === undefined || payload === stage.id) look(stage);
  });
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
    for (const stage of watched()) {
      tend(stage, readers, ticks % HEARTBEAT_TICKS === 0);
      look(stage);
    }
  }, TICK_MS).unref();
  return {
    show: (sitting, variant) =>
      stages.at(sitting, variant, (found) => {
        const view = found?.stage.views.get(variant.names);
        if (!found || !view) return undefined;
        const { scene } = found;
        const parts = Object.fromEntries([...scene.parts].map(([name, { html }]) => [name, html]));
        return { id: idOf(scene), parts: parts as Record<PartName, string>, view };
      }),
    glance(sitting) {
      const stage = stages.of(sitting);
      return stage && stage.clients.size > 0 ? stage.views.get(false) : undefined;
    },
    async stream(input) {
      readers.hold(input.address);
      return stages.at(input, input, (found) => {
        if (closing) throw new Refusal("unavailable", "liveIsClosing");
        if (!found) throw new Refusal("missing", "sittingUnknown", { number: input.number });
        readers.hold(input.address);
        return streamTo(found, readers, input);
      });
    },
    readers: readers.count,
    close() {
      closing = true;
      off();
      clearInterval(ticking);
      for (const stage of watched()) for (const client of stage.clients) readers.end(stage, client);
    },
  };
}
