// Ed25519 keys (RFC 8032) between their raw 32 bytes and the key objects that node:crypto works with.
// Invariant: only Ed25519 keys pass, in both directions.
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { TransparencyError } from "./transparency-error.ts";

const KEY_BYTES = 32;
/** What stands before the raw key in DER (RFC 8410 §7 and §4); the lengths in it fit 32 bytes and nothing else. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** The private key made from a seed of 32 bytes (RFC 8032 §5.1.5). Throws `keyLengthWrong`. */
export function privateKeyFromSeed(seed: Uint8Array): KeyObject {
  requireKeyBytes(seed);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
}

/** The public key from its 32 bytes. Throws `keyLengthWrong`. */
export function publicKeyFromBytes(bytes: Uint8Array): KeyObject {
  requireKeyBytes(bytes);
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: "der", type: "spki" });
}

/** The seed of a private key: 32 bytes, secret. Throws `keyNotEd25519`. */
export function seedOf(key: KeyObject): Uint8Array {
  if (key.type !== "private") throw new TransparencyError("keyNotEd25519", { type: key.type });
  requireEd25519(key);
  return key.export({ format: "der", type: "pkcs8" }).subarray(PKCS8_HEAD.length);
}

/** The 32 bytes of a public key, or of the public key that belongs to a private one. Throws `keyNotEd25519`. */
export function publicBytesOf(key: KeyObject): Uint8Array {
  requireEd25519(key);
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return publicKey.export({ format: "der", type: "spki" }).subarray(SPKI_HEAD.length);
}

function requireKeyBytes(bytes: Uint8Array): void {
  if (bytes.length !== KEY_BYTES) throw new TransparencyError("keyLengthWrong", { length: bytes.length });
}

function requireEd25519(key: KeyObject): void {
  if (key.asymmetricKeyType !== "ed25519") {
    throw new TransparencyError("keyNotEd25519", { type: key.asymmetricKeyType ?? key.type });
  }
}
