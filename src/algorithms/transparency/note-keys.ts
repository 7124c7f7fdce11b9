// The keys that sign notes, and how they are written down (C2SP signed-note, "Signatures").
// Invariant: a key's id follows from its name and its bytes; a written key whose id does not is refused.
import { hash, type KeyObject } from "node:crypto";
import { fromBase64, toBase64 } from "./bytes.ts";
import { privateKeyFromSeed, publicBytesOf, publicKeyFromBytes } from "./ed25519.ts";
import { TransparencyError } from "./transparency-error.ts";

/** The signature type of plain Ed25519 signatures (C2SP signed-note, "Signature types"). */
const ED25519 = 0x01;

/** A key that notes are checked with. `id` is four bytes, read as a big-endian number. */
export type NoteVerifier = { readonly name: string; readonly id: number; readonly publicKey: KeyObject };

/** A key that signs notes. */
export type NoteSigner = NoteVerifier & { readonly privateKey: KeyObject };

/** Whether a key may bear that name: not empty, no white space, no plus, no control character, well-formed. */
export function isKeyName(name: string): boolean {
  return name !== "" && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name);
}

/** The signer with this name and seed (32 bytes, RFC 8032). Throws `keyNameNotValid`, `keyLengthWrong`. */
export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
  const privateKey = privateKeyFromSeed(seed);
  return { ...noteVerifier(name, publicBytesOf(privateKey)), privateKey };
}

/** The verifier with this name and public key (32 bytes). Throws `keyNameNotValid`, `keyLengthWrong`. */
export function noteVerifier(name: string, publicKey: Uint8Array): NoteVerifier {
  if (!isKeyName(name)) throw new TransparencyError("keyNameNotValid", { name });
  return { name, id: keyId(name, typed(publicKey)), publicKey: publicKeyFromBytes(publicKey) };
}

/** The key as one line to hand out: `name+id+base64(0x01 || public key)`, the id in eight hexadecimal digits. */
export function formatVerifierKey({ name, id, publicKey }: NoteVerifier): string {
  return `${name}+${id.toString(16).padStart(8, "0")}+${toBase64(typed(publicBytesOf(publicKey)))}`;
}

/**
 * Reads such a line. Throws `verifierKeyMalformed`, `verifierKeyIdWrong` (the id is not that of this name and key) and
 * `verifierKeyTypeUnknown` (not Ed25519).
 */
export function parseVerifierKey(line: string): NoteVerifier {
  // Neither a name nor an id holds a plus; the base64 may.
  const [, name = "", hex = "", text = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(line) ?? [];
  const key = fromBase64(text);
  if (!isKeyName(name) || !key) throw new TransparencyError("verifierKeyMalformed");
  const id = Number.parseInt(hex, 16);
  if (id !== keyId(name, key)) throw new TransparencyError("verifierKeyIdWrong", { name, id: hex });
  if (key[0] !== ED25519) throw new TransparencyError("verifierKeyTypeUnknown", { name, type: key[0] ?? -1 });
  if (key.length !== 33) throw new TransparencyError("verifierKeyMalformed");
  return { name, id, publicKey: publicKeyFromBytes(key.subarray(1)) };
}

function typed(publicKey: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(ED25519), publicKey]);
}

/** SHA-256(name || 0x0A || signature type || public key), the first four bytes. */
function keyId(name: string, typedKey: Uint8Array): number {
  return hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), typedKey]), "buffer").readUInt32BE(0);
}
