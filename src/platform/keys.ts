// The node's one secret, and the keys derived from it (HKDF, RFC 5869), one for each purpose.
// Invariant: the secret is made once, kept in the data directory for its owner alone, and never leaves it but in a
// backup; losing it makes sealed organisation keys unreadable, so a backup holds it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type NodeKeys = {
  /** 32 bytes for one purpose, the same at every start. */
  derive(purpose: string): Buffer;
  /** AES-256-GCM with a fresh nonce; `about` is bound to the ciphertext, so it cannot be moved to another row. */
  seal(plain: Uint8Array, about: string): Buffer;
  /** Throws when the bytes or `about` are not what was sealed. */
  unseal(sealed: Uint8Array, about: string): Buffer;
};

const FILE = "node.key";

/** Reads the data directory's secret, making it on the first start. */
export function openKeys(dataDir: string): NodeKeys {
  return keysFrom(readSecret(dataDir) ?? makeSecret(dataDir));
}

export function readSecret(dataDir: string): Buffer | undefined {
  try {
    const secret = Buffer.from(readFileSync(join(dataDir, FILE), "utf8").trim(), "base64url");
    if (secret.length !== 32) throw new Error(`${join(dataDir, FILE)} is damaged: restore it from a backup`);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes the secret beside, then links it into place: it is whole or absent, and never replaces another. */
export function writeSecret(dataDir: string, secret: Uint8Array): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, FILE);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${Buffer.from(secret).toString("base64url")}\n`, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function makeSecret(dataDir: string): Buffer {
  try {
    writeSecret(dataDir, randomBytes(32));
  } catch (error) {
    // Another process made it meanwhile: theirs counts.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = readSecret(dataDir);
  if (!secret) throw new Error(`${join(dataDir, FILE)} could not be made`);
  return secret;
}

export function keysFrom(secret: Uint8Array): NodeKeys {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "cumbe", purpose, 32));
  const sealing = derive("sealing");
  return {
    derive,
    seal(plain, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    unseal(sealed, about) {
      const nonce = sealed.subarray(0, 12);
      const decipher = createDecipheriv("aes-256-gcm", sealing, nonce)
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    },
  };
}
