// A certificate as a file that somebody else can check without this program: docs/guides/checking-a-clearing.md says how.
// Invariant: what is read back is what was written, number by number, and of any other file it is said what does not fit.
// Parties are called by their names and rows stand in the order of the file of obligations, since numbers of ours mean nothing elsewhere.
import type { ObligationsFile } from "./obligations-file.ts";
import type { AccountInClearing, Pool } from "./pool.ts";
import type { Certificate } from "./types.ts";

export const CERTIFICATE_FORMAT = "cumbe-clearing";
/** Of a clearing in which accounts take part. */
export const CREDIT_CERTIFICATE_FORMAT = "cumbe-clearing-with-credit";
export const CERTIFICATE_VERSION = 1;

export const certificateFaultReasons = [
  "certificateNotJson",
  "certificateFormat",
  "certificateShape",
  "certificateOfOther",
  "totalNotWhole",
  "partyMissing",
  "partyUnknown",
  "partyTwice",
  "potentialNotWhole",
  "accountNotWhole",
] as const;

export type CertificateFaultReason = (typeof certificateFaultReasons)[number];

/** Why that is no certificate of those obligations. */
export class CertificateRefused extends Error {
  readonly reason: CertificateFaultReason;
  readonly facts: Readonly<Record<string, string | number>>;
  constructor(reason: CertificateFaultReason, facts: Readonly<Record<string, string | number>> = {}) {
    super(`${reason} ${JSON.stringify(facts)}`);
    this.name = "CertificateRefused";
    this.reason = reason;
    this.facts = facts;
  }
}

/** A certificate, the digest of the file that it was made for, and the accounts that take part, if any does. */
export type ReadCertificate = {
  readonly certificate: Certificate;
  readonly sha256: string;
  readonly pool: Pool | null;
};

/** A whole number as JSON holds it without loss: a number up to 2^53 - 1, beyond that its decimal digits as a string. */
export function jsonAmount(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : String(value);
}

/**
 * The text of a certificate in pieces, one party or row a line; `sha256` is that of the bytes of the file of obligations, in
 * hexadecimal digits. With a pool it says what each of its accounts may move and moves.
 */
export function* certificateText(
  { obligations, names }: ObligationsFile,
  { cleared, potential, total }: Certificate,
  sha256: string,
  pool: Pool | null = null,
): Generator<string> {
  const format = pool ? CREDIT_CERTIFICATE_FORMAT : CERTIFICATE_FORMAT;
  const head = { sha256, parties: names.length, obligations: obligations.amount.length };
  yield `{"format":${JSON.stringify(format)},"version":${CERTIFICATE_VERSION},\n`;
  yield `"file":${JSON.stringify(head)},\n"total":${JSON.stringify(jsonAmount(total))},\n"potentials":[`;
  yield* inPieces(names.length, (party) => `[${JSON.stringify(names[party])},${potential[party]}]`);
  if (pool) {
    yield `],\n"pool":${pool.potential},\n"accounts":[`;
    yield* inPieces(pool.accounts.length, (at) => {
      const { party, pays, takes, moved } = pool.accounts[at] as AccountInClearing;
      return JSON.stringify([names[party], pays, takes, moved]);
    });
  }
  yield '],\n"cleared":[';
  yield* inPieces(cleared.length, (row) => String(cleared[row]));
  yield "]}\n";
}

function* inPieces(count: number, line: (at: number) => string): Generator<string> {
  const piece = 4096;
  for (let from = 0; from < count; from += piece) {
    const to = Math.min(count, from + piece);
    let text = "";
    for (let at = from; at < to; at++) text += `${at === 0 ? "" : ","}\n${line(at)}`;
    yield text;
  }
}

/** What the text of a certificate says of those obligations. CertificateRefused; whether it proves anything is for `verify`. */
export function readCertificate(text: string, file: ObligationsFile): ReadCertificate {
  const json = parsed(text);
  const formats: readonly unknown[] = [CERTIFICATE_FORMAT, CREDIT_CERTIFICATE_FORMAT];
  if (!isObject(json) || !formats.includes(json["format"]) || json["version"] !== CERTIFICATE_VERSION)
    throw new CertificateRefused("certificateFormat", { format: CERTIFICATE_FORMAT });
  const { file: made, total, potentials, cleared } = json;
  if (!isObject(made)) throw new CertificateRefused("certificateShape", { key: "file" });
  if (typeof made["sha256"] !== "string" || !/^[0-9a-f]{64}$/.test(made["sha256"]))
    throw new CertificateRefused("certificateShape", { key: "file.sha256" });
  for (const [key, list] of Object.entries({ potentials, cleared }))
    if (!Array.isArray(list)) throw new CertificateRefused("certificateShape", { key });
  const counts = { parties: file.names.length, obligations: file.lines.length };
  for (const [key, count] of Object.entries(counts))
    if (made[key] !== count) throw new CertificateRefused("certificateOfOther", { ...counts });
  if ((cleared as readonly unknown[]).length !== counts.obligations)
    throw new CertificateRefused("certificateOfOther", { ...counts });
  const certificate = {
    total: totalOf(total),
    potential: potentialsOf(potentials as readonly unknown[], file.names),
    // What is no number becomes one that is not whole: `verify` names its row.
    cleared: Float64Array.from(cleared as readonly unknown[], (value) =>
      typeof value === "number" ? value : Number.NaN,
    ),
  };
  const pool = json["format"] === CREDIT_CERTIFICATE_FORMAT ? poolOf(json, file.names) : null;
  return { certificate, sha256: made["sha256"], pool };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CertificateRefused("certificateNotJson");
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function totalOf(total: unknown): bigint {
  if (Number.isSafeInteger(total) && (total as number) >= 0) return BigInt(total as number);
  if (typeof total === "string" && /^\d{1,40}$/.test(total)) return BigInt(total);
  throw new CertificateRefused("totalNotWhole");
}

/** In the file they may stand in any order; each party has one. */
function potentialsOf(pairs: readonly unknown[], names: readonly string[]): Int32Array {
  const numbers = new Map(names.map((name, party) => [name, party]));
  const potential = new Int32Array(names.length);
  const met = new Uint8Array(names.length);
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "string")
      throw new CertificateRefused("certificateShape", { key: "potentials" });
    const [name, value] = pair as [string, unknown];
    const party = numbers.get(name);
    if (party === undefined) throw new CertificateRefused("partyUnknown", { name });
    if (met[party] === 1) throw new CertificateRefused("partyTwice", { name });
    if (!isPotential(value)) throw new CertificateRefused("potentialNotWhole", { name });
    met[party] = 1;
    potential[party] = value;
  }
  const missing = met.indexOf(0);
  if (missing >= 0) throw new CertificateRefused("partyMissing", { name: names[missing] ?? "" });
  return potential;
}

function isPotential(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= 2 ** 30;
}

/** What the accounts may move and move; whether it fits is for `verify`. Each party has at most one. */
function poolOf(
  { pool: potential, accounts }: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Pool {
  if (!isPotential(potential)) throw new CertificateRefused("certificateShape", { key: "pool" });
  if (!Array.isArray(accounts)) throw new CertificateRefused("certificateShape", { key: "accounts" });
  const numbers = new Map(names.map((name, party) => [name, party]));
  const met = new Set<number>();
  return {
    potential,
    accounts: (accounts as readonly unknown[]).map((row) => {
      if (!Array.isArray(row) || row.length !== 4 || typeof row[0] !== "string")
        throw new CertificateRefused("certificateShape", { key: "accounts" });
      const [name, ...values] = row as [string, unknown, unknown, unknown];
      const party = numbers.get(name);
      if (party === undefined) throw new CertificateRefused("partyUnknown", { name });
      if (met.has(party)) throw new CertificateRefused("partyTwice", { name });
      met.add(party);
      const [pays, takes, moved] = values as [number, number, number];
      if (!values.every(Number.isSafeInteger) || pays < 0 || takes < 0)
        throw new CertificateRefused("accountNotWhole", { name });
      return { party, pays, takes, moved };
    }),
  };
}
