// Proof that a line of a ledger was written and is in a public log, for whoever holds the account: checked from the file
// alone, without the node and without its database.
// Invariant: a proof says one line. Its leaf is salted, so that roots and neighbours' hashes tell nobody what was paid.
import {
  canonicalHash,
  leafHash,
  openCheckpoint,
  type NoteVerifier,
  TransparencyError,
  verifyInclusion,
} from "../transparency/index.ts";

/** What a leaf says. Amounts are decimal integers in minor units. */
export type ProvenLine = {
  /** The account's number. */
  readonly account: string;
  readonly amount: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  /** The account's balance after it. */
  readonly balance: string;
  readonly currency: string;
  /** Id of the entry. */
  readonly entry: string;
  readonly kind: string;
  /** Which of the account's lines it is, from 1. */
  readonly version: string;
};

/** Hashes are base64 (RFC 4648 §4); `leaf` is the text of the act's leaf in the log. */
export type LedgerProof = {
  readonly format: "cumbe-ledger-proof/1";
  readonly line: ProvenLine;
  readonly salt: string;
  readonly batch: {
    readonly number: number;
    readonly leaves: number;
    readonly index: number;
    readonly path: readonly string[];
  };
  readonly act: { readonly leaf: string; readonly record: Readonly<Record<string, unknown>> };
  readonly log: {
    readonly index: number;
    readonly path: readonly string[];
    /** A signed checkpoint (C2SP tlog-checkpoint). */
    readonly checkpoint: string;
    /** The line of the key that it is signed with; whoever knows the node's key compares it. */
    readonly key: string;
  };
};

/** The name of the act that tells of a batch. */
export const SEALED_ACT = "ledger.entries.sealed";

/**
 * The bytes of a leaf: the canonical JSON (RFC 8785) of the line with its salt, in base64url. Written out in the order of
 * the keys, because millions are hashed.
 */
export function lineLeaf(line: ProvenLine, salt: string): Uint8Array {
  const { account, amount, at, balance, currency, entry, kind, version } = line;
  return Buffer.from(
    JSON.stringify({ account, amount, at, balance, currency, entry, kind, salt, version }),
    "utf8",
  );
}

export type ProofFault =
  | "proofMalformed"
  | "lineNotInBatch"
  | "batchNotInAct"
  | "recordNotInAct"
  | "actNotInLog"
  | "checkpointNotSigned";

export type ProofVerdict =
  | { readonly ok: true; readonly origin: string; readonly size: number }
  | { readonly ok: false; readonly fault: ProofFault };

const broken = (fault: ProofFault): ProofVerdict => ({ ok: false, fault });
const bytes = (text: string) => Buffer.from(text, "base64");

type LoggedLeaf = { readonly act?: unknown; readonly record?: unknown };

/** The line is a leaf of the batch, and the act tells of that batch. */
function faultOfBatch({ line, salt, batch, act }: LedgerProof): ProofFault | undefined {
  const { root } = act.record;
  if (typeof root !== "string") return "batchNotInAct";
  const claim = {
    index: batch.index,
    size: batch.leaves,
    leafHash: leafHash(lineLeaf(line, salt)),
    proof: batch.path.map(bytes),
    root: Buffer.from(root, "hex"),
  };
  if (!verifyInclusion(claim)) return "lineNotInBatch";
  if (act.record["batch"] !== batch.number || act.record["leaves"] !== batch.leaves) return "batchNotInAct";
  const said = JSON.parse(act.leaf) as LoggedLeaf;
  const hash = Buffer.from(canonicalHash(act.record)).toString("hex");
  return said.record === hash && said.act === SEALED_ACT ? undefined : "recordNotInAct";
}

/**
 * Checks a proof against the keys that are known: the line's hash up to the batch's root, that root in the act's record,
 * the record in the act's leaf, and the leaf in a log of which a known key signed the checkpoint. What is no proof at all
 * is `proofMalformed`; nothing is thrown.
 */
export function verifyLedgerProof(proof: LedgerProof, known: readonly NoteVerifier[]): ProofVerdict {
  try {
    if (proof.format !== "cumbe-ledger-proof/1") return broken("proofMalformed");
    const fault = faultOfBatch(proof);
    if (fault) return broken(fault);
    const { log, act } = proof;
    const checkpoint = openCheckpoint(log.checkpoint, known);
    if (!known.some(({ name }) => name === checkpoint.origin)) return broken("checkpointNotSigned");
    const claim = {
      index: log.index,
      size: checkpoint.size,
      leafHash: leafHash(Buffer.from(act.leaf, "utf8")),
      proof: log.path.map(bytes),
      root: checkpoint.root,
    };
    if (!verifyInclusion(claim)) return broken("actNotInLog");
    return { ok: true, origin: checkpoint.origin, size: checkpoint.size };
  } catch (error) {
    const signed =
      error instanceof TransparencyError && /^(signature|note|verifier|checkpoint)/.test(error.reason);
    return broken(signed ? "checkpointNotSigned" : "proofMalformed");
  }
}
