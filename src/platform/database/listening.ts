// Hearing what other transactions tell (PostgreSQL's LISTEN and NOTIFY), in this process and in others of the node.
// Invariant: one connection a process. What was told while it was broken is lost, so that whoever hears is told that
// something may have been: they look for themselves.
import pg from "pg";
import type { Connection } from "./database.ts";

/** `payload` is undefined where something may have been missed. */
export type Heard = (payload: string | undefined) => void;

/** Where changes are told, by channel. */
export type Changes = {
  /** Calls back for whatever is told from now on; returns what stops it. */
  readonly on: (channel: string, heard: Heard) => () => void;
};

/** For programs that serve nobody: nothing is ever told. */
export const noChanges: Changes = { on: () => () => {} };

export type Listening = { readonly changes: Changes; readonly stop: () => Promise<void> };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;

type Channels = Map<string, Set<Heard>>;

function tell(channels: Channels, channel: string, payload: string | undefined): void {
  for (const heard of channels.get(channel) ?? []) heard(payload);
}

/** Listens on these channels until it is stopped, and connects anew whenever the connection breaks. */
export async function listen(connection: Connection, names: readonly string[]): Promise<Listening> {
  const channels: Channels = new Map(names.map((name) => [name, new Set()]));
  let stopped = false;
  let client: pg.Client | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE_MS;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      ...connection,
      application_name: "cumbe listening",
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    } as pg.ClientConfig);
    let over = false;
    const again = () => {
      if (over || stopped) return;
      over = true;
      fresh.end().catch(() => {});
      waiting = setTimeout(() => void connect().catch(() => {}), pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    };
    fresh.on("error", again);
    fresh.on("end", again);
    fresh.on("notification", ({ channel, payload }) => tell(channels, channel, payload ?? ""));
    try {
      await fresh.connect();
      for (const name of names) await fresh.query(`listen ${pg.escapeIdentifier(name)}`);
    } catch (error) {
      again();
      throw error;
    }
    client = fresh;
    pause = FIRST_PAUSE_MS;
    for (const name of names) tell(channels, name, undefined);
  };

  await connect();
  return {
    changes: {
      on(channel, heard) {
        const listeners = channels.get(channel);
        if (!listeners) throw new Error(`nobody listens on '${channel}'`);
        listeners.add(heard);
        return () => void listeners.delete(heard);
      },
    },
    async stop() {
      stopped = true;
      clearTimeout(waiting);
      await client?.end().catch(() => {});
    },
  };
}
