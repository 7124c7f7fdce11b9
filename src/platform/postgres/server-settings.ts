// The server's settings.
// Invariant: nobody outside the data directory reaches the server, and what is acknowledged is on the disk.
import { PORT } from "./socket-path.ts";

/**
 * For a small computer: written to postgresql.conf once, where whoever runs the node may change them.
 * Statements and values stay out of the server's log, because they hold personal data.
 */
const initial: Readonly<Record<string, string>> = {
  shared_buffers: "64MB",
  max_connections: "60",
  maintenance_work_mem: "32MB",
  effective_cache_size: "512MB",
  max_worker_processes: "4",
  max_parallel_workers: "2",
  max_parallel_workers_per_gather: "1",
  autovacuum_max_workers: "2",
  // Reads without helper processes: three of them cost more here than they bring.
  io_method: "sync",
  jit: "off",
  // No replica is fed from an embedded server, so its log need not carry what one would want.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  wal_compression: "on",
  max_wal_size: "256MB",
  min_wal_size: "32MB",
  checkpoint_timeout: "10min",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgres-%Y%m%d-%H%M%S.log",
  log_file_mode: "0600",
  log_rotation_age: "1d",
  log_rotation_size: "10MB",
  log_checkpoints: "off",
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
};

/** initdb's arguments for a new cluster in `folder`; one whose server does without fsync need not be synced either. */
export function initArguments(folder: string, more: Readonly<Record<string, string>>): string[] {
  return [
    `--pgdata=${folder}`,
    "--username=cumbe",
    "--encoding=UTF8",
    "--locale=C",
    // The same order and the same lower case on every computer, whatever locales it has.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=trust",
    "--auth-host=reject",
    "--data-checksums",
    "--no-instructions",
    ...(more["fsync"] === "off" ? ["--no-sync"] : []),
    ...Object.entries(initial).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

/** For whom a server was started: a command's is stopped by the last command that uses it, a node's by the node. */
export type StartedFor = "node" | "command";

/** The arguments of `postgres`: where it is reached, which no file may change, and `more` over everything. */
export function serverArguments(
  cluster: string,
  socketFolder: string,
  startedFor: StartedFor,
  more: Readonly<Record<string, string>>,
): string[] {
  const settings: Record<string, string> = {
    ...more,
    listen_addresses: "",
    port: String(PORT),
    // A list: quoted, so that a comma in the path does not make two of it.
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
    "cumbe.started_for": startedFor,
  };
  return ["-D", cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** Only what the programs need: PG* variables of the person's shell must not reach them. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return { ...(PATH ? { PATH } : {}), ...(SystemRoot ? { SystemRoot } : {}), LC_ALL: "C", TZ: "UTC" };
}
