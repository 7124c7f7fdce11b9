// The server of a data directory, from opening to stopping, with somebody who looks after it meanwhile.
// Invariant: a server that dies under `watch` is started again until it runs or `stop` is called; `stop` wins.
import { join, resolve } from "node:path";
import { findBinaries } from "./binaries.ts";
import { prepareCluster } from "./cluster-folder.ts";
import { bringUp, connectionTo, type EmbeddedConnection, type Launch, type RunningServer } from "./launch.ts";
import { worksIn } from "./postmaster.ts";
import type { StartedFor } from "./server-settings.ts";
import { shutDown } from "./shut-down.ts";
import { socketFolderOf } from "./socket-path.ts";

/** `down`: it died. `restarted`: it answers again. `failed`: a start failed, the next one follows after a pause. */
export type ServerEvent = { readonly kind: "down" | "restarted" | "failed"; readonly detail: string };

export type EmbeddedServer = {
  readonly connection: EmbeddedConnection;
  /** The same as an address, for whoever takes only that. */
  readonly url: string;
  readonly startedByUs: boolean;
  readonly startedFor: StartedFor;
  /** As `server_version` says it: `18.4`. */
  readonly version: string;
  /** The postmaster's process, now. */
  readonly pid: number;
  /** Ends the server and all its processes, whoever started it. May be called again; the first call's time counts. */
  readonly stop: (withinMs?: number) => Promise<void>;
  /** Looks after the server until the returned function is called; notices its death within a second. */
  readonly watch: (onEvent: (event: ServerEvent) => void) => () => void;
};

export type OpenEmbeddedInput = {
  readonly dataDir: string;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** For whom a server is started if none runs; a node by default. */
  readonly startedFor?: StartedFor;
  /** Server settings over ours: the tests' throw-away cluster does without fsync. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether user namespaces work, instead of trying it. */
  readonly namespaces?: boolean;
};

const LOOK_EVERY_MS = 400;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/** `postgresql://` with the socket's folder as `host` parameter, which `pg` and libpq prefer to the name before it. */
export function urlTo(connection: EmbeddedConnection): string {
  const url = new URL(`postgresql://${connection.user}@localhost/${connection.database}`);
  url.searchParams.set("host", connection.host);
  url.searchParams.set("port", String(connection.port));
  url.searchParams.set("sslmode", "disable");
  return url.href;
}

/**
 * Opens the server of a data directory, making the directory and the cluster if they are missing, and taking over a
 * server that already runs there. Throws `PostgresRefusal`.
 */
export async function openEmbedded(input: OpenEmbeddedInput): Promise<EmbeddedServer> {
  const binaries = findBinaries();
  const cluster = await prepareCluster({ ...input, dataDir: resolve(input.dataDir), binaries });
  const launch: Launch = {
    cluster,
    binaries,
    socketFolder: socketFolderOf(cluster.folder, cluster.user.uid),
    startedFor: input.startedFor ?? "node",
    settings: input.settings ?? {},
    log: input.log,
    signal: input.signal,
  };
  return new Keeper(launch, await bringUp(launch));
}

class Keeper implements EmbeddedServer {
  readonly connection: EmbeddedConnection;
  readonly url: string;
  readonly startedByUs: boolean;
  readonly startedFor: StartedFor;
  readonly version: string;
  readonly #launch: Launch;
  readonly #listeners = new Set<(event: ServerEvent) => void>();
  #running: RunningServer;
  #timer: NodeJS.Timeout | undefined;
  #restarting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #abort = new AbortController();

  constructor(launch: Launch, running: RunningServer) {
    this.connection = connectionTo(running.socketFolder);
    this.url = urlTo(this.connection);
    this.startedByUs = running.startedByUs;
    this.startedFor = running.startedFor;
    this.version = running.version;
    this.#running = running;
    // What is started again must be reached as before, also when it was another process that chose the folder; and
    // the signal that could end the opening has nothing to say after it.
    this.#launch = { ...launch, socketFolder: running.socketFolder, signal: this.#abort.signal };
  }

  get pid(): number {
    return this.#running.pid;
  }

  watch = (onEvent: (event: ServerEvent) => void): (() => void) => {
    this.#listeners.add(onEvent);
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
    return () => {
      this.#listeners.delete(onEvent);
      if (this.#listeners.size === 0) this.#rest();
    };
  };

  stop = (withinMs?: number): Promise<void> => {
    this.#rest();
    return (this.#stopping ??= this.#end(withinMs));
  };

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #end(withinMs: number | undefined): Promise<void> {
    this.#abort.abort();
    await this.#restarting;
    await shutDown(this.#running.pid, this.#launch.cluster.folder, withinMs);
  }

  #say(kind: ServerEvent["kind"], detail: string): void {
    for (const listener of this.#listeners) listener({ kind, detail });
  }

  #look(): void {
    if (this.#restarting || this.#stopping || worksIn(this.pid, this.#launch.cluster.folder)) return;
    this.#restarting = this.#restart().finally(() => (this.#restarting = undefined));
  }

  async #restart(): Promise<void> {
    const where = join(this.#launch.cluster.folder, "log");
    this.#say("down", `the database (process ${this.pid}) ended unexpectedly; its log is in ${where}`);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        this.#running = await bringUp(this.#launch);
        this.#say("restarted", `the database answers again (process ${this.pid})`);
        return;
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#say("failed", error instanceof Error ? error.message : String(error));
      }
      await this.#wait(pauseMs);
      if (this.#abort.signal.aborted || !this.#timer) return;
    }
  }

  /** A pause that `stop` cuts short and that does not keep the process alive. */
  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.#abort.signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}
