// The one way to write a JSON value, so that its hash is the same wherever it is computed (RFC 8785, JCS).
// Invariant: only plain JSON is written. What JSON would leave out or change in silence (undefined, NaN, a Date, a
// lone surrogate) is refused, so that nobody signs a hash of something else than what they gave.
import { hash } from "node:crypto";
import canonicalize from "canonicalize";
import { TransparencyError } from "./transparency-error.ts";

/** Nesting allowed in a value. A value that contains itself is endlessly deep, so this refuses it too. */
export const JSON_DEPTH = 500;

/**
 * The canonical UTF-8 bytes of a JSON value (RFC 8785 §3.2): no white space, members sorted by UTF-16 code units,
 * numbers as ECMAScript writes them.
 * Throws TransparencyError with the JSON pointer (RFC 6901) of the culprit: `valueNotJson` (undefined, a function, a
 * symbol, a bigint, an object that is neither plain nor an array, a hole in an array), `numberNotFinite`,
 * `textNotWellFormed` (a lone surrogate in a text or a name; RFC 8785 §3.2.2.2), `valueTooDeep` (beyond `JSON_DEPTH`).
 */
export function canonicalJson(value: unknown): Uint8Array {
  refuseWhatIsNotJson(value, "", 0);
  // It gives undefined for what is not JSON only, which was refused above.
  return Buffer.from(canonicalize(value) as string, "utf8");
}

/** SHA-256 of the canonical bytes: 32 bytes. Throws as `canonicalJson`. */
export function canonicalHash(value: unknown): Uint8Array {
  return hash("sha256", canonicalJson(value), "buffer");
}

function refuseWhatIsNotJson(value: unknown, pointer: string, depth: number): void {
  if (depth > JSON_DEPTH) throw new TransparencyError("valueTooDeep", { limit: JSON_DEPTH });
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "string") return refuseLoneSurrogates(value, pointer);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TransparencyError("numberNotFinite", { pointer });
    return;
  }
  if (typeof value !== "object") {
    throw new TransparencyError("valueNotJson", { pointer, type: typeof value });
  }
  if (Array.isArray(value)) {
    // By index rather than `forEach`, which would step over holes.
    for (let index = 0; index < value.length; index += 1) {
      refuseWhatIsNotJson(value[index], `${pointer}/${index}`, depth + 1);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TransparencyError("valueNotJson", { pointer, type: "object" });
  }
  for (const [name, member] of Object.entries(value)) {
    refuseLoneSurrogates(name, pointer);
    const step = name.replaceAll("~", "~0").replaceAll("/", "~1");
    refuseWhatIsNotJson(member, `${pointer}/${step}`, depth + 1);
  }
}

function refuseLoneSurrogates(text: string, pointer: string): void {
  if (!text.isWellFormed()) throw new TransparencyError("textNotWellFormed", { pointer });
}
