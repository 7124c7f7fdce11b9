// What the command line and the environment say about where a node lives and listens.
// Invariant: the command line wins over the environment; a value that cannot be meant is refused with a sentence.
import { resolve } from "node:path";

export type Config = {
  /** The data directory, absolute. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Where people reach the node; canonical URIs begin with it. No slash at the end. */
  readonly origin: string;
  /** A PostgreSQL server to use instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly metrics: boolean;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
};

/** Thrown for a value that cannot be meant; `message` is the sentence to print. */
export class ConfigError extends Error {}

type Flags = {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly metrics?: boolean;
};
type Environment = Readonly<Record<string, string | undefined>>;

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new ConfigError(`'${text}' is not a port: give a number from 0 to 65535`);
  return port;
}

function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== "/" ||
    url.search ||
    url.hash ||
    url.username
  ) {
    throw new ConfigError(`CUMBE_ORIGIN '${text}' is not an address like https://node.example`);
  }
  return url.origin;
}

/** `[::1]` in an address, `::1` on a socket. */
export function hostInUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

export function readConfig(flags: Flags, env: Environment): Config {
  const host = flags.host ?? env["HOST"] ?? "127.0.0.1";
  const port = readPort(flags.port ?? env["PORT"] ?? "8080");
  return {
    dataDir: resolve(flags.data ?? env["CUMBE_DATA"] ?? "data"),
    host,
    port,
    origin: env["CUMBE_ORIGIN"] ? readOrigin(env["CUMBE_ORIGIN"]) : `http://${hostInUrl(host)}:${port}`,
    databaseUrl: env["DATABASE_URL"] || undefined,
    metrics: flags.metrics ?? env["CUMBE_METRICS"] === "1",
    smtpUrl: env["CUMBE_SMTP_URL"] || undefined,
    mailFrom: env["CUMBE_MAIL_FROM"] || undefined,
  };
}
