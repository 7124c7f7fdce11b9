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
  /** Whether somebody said so, or it only follows from where the node listens. */
  readonly originNamed: boolean;
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

/** A flag, or a variable of the environment; one that is set to nothing, as in a list of settings, is not set. */
function chosen(name: string, flag: string | undefined, variable: string | undefined): string | undefined {
  if (flag === "") throw new ConfigError(`--${name} is given without a value`);
  return flag ?? (variable || undefined);
}

/** Where a node that listens on every address of its computer is reached from that computer. */
function reachableHost(host: string): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

type Mail = Pick<Config, "smtpUrl" | "mailFrom">;

/** Both or neither: a server without a sender would leave every mail unsent, and nobody would know why. */
function readMail(env: Environment): Mail {
  const smtpUrl = env["CUMBE_SMTP_URL"] || undefined;
  const mailFrom = env["CUMBE_MAIL_FROM"] || undefined;
  if (smtpUrl === undefined) return { smtpUrl, mailFrom };
  if (!/^smtps?:$/.test(URL.parse(smtpUrl)?.protocol ?? ""))
    throw new ConfigError("CUMBE_SMTP_URL is not an address like smtps://user:password@mail.example.org");
  if (mailFrom === undefined)
    throw new ConfigError(
      "CUMBE_SMTP_URL is set without CUMBE_MAIL_FROM: say from which address mail is sent",
    );
  if (!/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(mailFrom))
    throw new ConfigError(`CUMBE_MAIL_FROM '${mailFrom}' is not an address like node@example.org`);
  return { smtpUrl, mailFrom };
}

export function readConfig(flags: Flags, env: Environment): Config {
  const host = chosen("host", flags.host, env["HOST"]) ?? "127.0.0.1";
  const port = readPort(chosen("port", flags.port, env["PORT"]) ?? "8080");
  const named = env["CUMBE_ORIGIN"];
  return {
    dataDir: resolve(chosen("data", flags.data, env["CUMBE_DATA"]) ?? "data"),
    host,
    port,
    origin: named ? readOrigin(named) : `http://${hostInUrl(reachableHost(host))}:${port}`,
    originNamed: Boolean(named),
    databaseUrl: env["DATABASE_URL"] || undefined,
    metrics: flags.metrics ?? env["CUMBE_METRICS"] === "1",
    ...readMail(env),
  };
}
