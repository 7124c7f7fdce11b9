// What a delegation signs, and how anybody checks it. Pure.
// Invariant: what is signed is the RFC 8785 form of the statement, byte for byte; it is kept as it was signed.
import { type KeyObject, sign, verify } from "node:crypto";
import { broken, ok, type Verdict } from "#platform/rules";
import { canonicalJson, publicKeyFromBytes } from "#algorithms/transparency";

export type SignatureStatement = {
  /** Keeps what is signed apart from any other record; it changes when this shape does. */
  readonly format: "cumbe/signature/1" | "cumbe/signature/2";
  /** The slugs of the text's address. */
  readonly edition: string;
  readonly text: string;
  readonly version: number;
  /** SHA-256 of the RFC 8785 form of the version's content, in hex. */
  readonly versionHash: string;
  /** Of format 2: every language in which the version is equally authentic, its own first. Not in format 1. */
  readonly languages?: readonly string[];
  /** The organisation's id. */
  readonly organization: string;
  readonly signatories: readonly {
    readonly mandate: string;
    readonly office: string;
    readonly name: string;
  }[];
  /** ISO 8601, UTC. */
  readonly signedAt: string;
};

/** Signs with Ed25519 (RFC 8032); gives the statement as it was signed and the 64 bytes of the signature. */
export function signStatement(
  statement: SignatureStatement,
  key: KeyObject,
): { readonly statement: string; readonly signature: Uint8Array } {
  const bytes = canonicalJson(statement);
  return { statement: Buffer.from(bytes).toString("utf8"), signature: sign(null, bytes, key) };
}

/**
 * Whether the signature is that of the key over exactly this statement. `publicKey` is 32 raw bytes. False, never an
 * error, for what is malformed.
 */
export function verifySignature(signed: {
  readonly statement: string;
  readonly signature: Uint8Array;
  readonly publicKey: Uint8Array;
}): boolean {
  const bytes = Buffer.from(signed.statement, "utf8");
  try {
    // Two writings of one statement would let two people read different things under one signature.
    if (!bytes.equals(canonicalJson(JSON.parse(signed.statement)))) return false;
    return verify(null, bytes, publicKeyFromBytes(signed.publicKey), signed.signature);
  } catch {
    return false;
  }
}

/** Whoever renews a key says which one they saw; somebody else may have been quicker. Both in hex. */
export function keysAreAsExpected(expected: string, current: string): Verdict {
  return expected === current ? ok : broken("signingKeyChangedMeanwhile");
}

/** Whether a statement is about this version of this text. */
export function isAbout(
  statement: string,
  version: Pick<SignatureStatement, "edition" | "text" | "version" | "versionHash">,
): boolean {
  const said = JSON.parse(statement) as Partial<SignatureStatement>;
  return (
    said.edition === version.edition &&
    said.text === version.text &&
    said.version === version.version &&
    said.versionHash === version.versionHash
  );
}
