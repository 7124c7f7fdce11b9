// Archives for tests: read apart, changed as a forger would who holds the node's key, and packed again.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import tar from "tar-stream";
import {
  canonicalHash,
  canonicalJson,
  inclusionProof,
  leafHash,
  type NoteSigner,
  readerOfLeaves,
  resumeTree,
  signCheckpoint,
  signNote,
} from "#algorithms/transparency";

/** The files of an archive by their path below its folder. */
export type Files = Map<string, Buffer>;

export type Unpacked = { readonly folder: string; readonly files: Files };

export async function unpack(path: string): Promise<Unpacked> {
  const files: Files = new Map();
  let folder = "";
  const extract = tar.extract();
  extract.end(gunzipSync(await readFile(path)));
  for await (const entry of extract) {
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    const [first = "", ...rest] = entry.header.name.split("/");
    folder = first;
    files.set(rest.join("/"), Buffer.concat(pieces));
  }
  return { folder, files };
}

export type Header = Partial<tar.Header> & { name: string };

/** Packs files as they are given, whatever their names and kinds. */
export async function packed(entries: readonly (readonly [Header, Buffer])[]): Promise<Buffer> {
  const archive = tar.pack();
  for (const [header, body] of entries) archive.entry(header, body);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return gzipSync(Buffer.concat(pieces), { level: 1 });
}

export const headerOf = (name: string): Header => ({
  name,
  mode: 0o644,
  mtime: new Date(0),
  uid: 0,
  gid: 0,
  uname: "",
  gname: "",
  type: "file",
});

export async function pack(path: string, { folder, files }: Unpacked): Promise<void> {
  const entries = [...files].map(([name, body]) => [headerOf(`${folder}/${name}`), body] as const);
  await writeFile(path, await packed(entries));
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
export const json = (value: unknown) => Buffer.concat([canonicalJson(value), Buffer.from("\n")]);

/** Makes the list of files right again, and signs it with the log's key: what only the node itself could do. */
export function resign({ files }: Unpacked, signer: NoteSigner): void {
  const manifest = JSON.parse((files.get("manifest.json") as Buffer).toString("utf8"));
  manifest.files = [...files]
    .filter(([path]) => !path.startsWith("manifest."))
    .map(([path, body]) => ({ path, bytes: body.length, sha256: sha256(body) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const bytes = json(manifest);
  files.set("manifest.json", bytes);
  const text = `${manifest.log.origin}\n${manifest.format} ${manifest.edition}\n${sha256(bytes)}\n`;
  files.set("manifest.note", Buffer.from(signNote(text, [signer])));
}

// oxlint-disable-next-line no-explicit-any -- what a test changes has whatever shape it has
export type Value = any;

/** Changes the one value of a file. */
export function edit({ files }: Unpacked, path: string, change: (value: Value) => Value): void {
  const value = JSON.parse((files.get(path) as Buffer).toString("utf8"));
  files.set(path, json(change(value) ?? value));
}

/** Changes the values of a file of lines. */
export function editLines(
  { files }: Unpacked,
  path: string,
  change: (values: Value[]) => Value[] | void,
): void {
  const values = (files.get(path) as Buffer)
    .toString("utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  files.set(path, Buffer.concat((change(values) ?? values).map(json)));
}

/** An act as a forger thinks of it: what its leaf says, and its record. */
export type ForgedAct = { leaf: Value; record: Value };

/**
 * Writes the log anew with other acts, as only a node could that forges its own: places, hashes, proofs, checkpoint. The
 * archive must hold every act of the log. Only what was kept elsewhere, or what contradicts itself, can still tell.
 */
export function relog(
  archive: Unpacked,
  signer: NoteSigner,
  change: (acts: ForgedAct[]) => ForgedAct[] | void,
): void {
  const acts: ForgedAct[] = [];
  editLines(archive, "log/acts.jsonl", (values) => {
    for (const { leaf, record } of values) acts.push({ leaf: JSON.parse(leaf), record });
  });
  const forged = change(acts) ?? acts;
  const leaves = forged.map(({ leaf, record }) =>
    canonicalJson({ ...leaf, record: Buffer.from(canonicalHash(record)).toString("hex") }),
  );
  const hashes = leaves.map(leafHash);
  const size = hashes.length;
  const first = forged.findIndex(({ leaf }) => leaf.act === "congress.edition.convened");
  const [before, whole] = [resumeTree(0, []), resumeTree(0, [])];
  for (const hash of hashes.slice(0, first)) before.append(hash);
  for (const hash of hashes) whole.append(hash);
  const read = readerOfLeaves(hashes);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  editLines(archive, "log/acts.jsonl", () =>
    leaves.map((leaf, index) => ({
      index,
      leaf: Buffer.from(leaf).toString("utf8"),
      record: forged[index]?.record,
      proof: inclusionProof(read, index, size).map(base64),
    })),
  );
  edit(archive, "log/before.json", () => ({
    size: first,
    tiles: before.edgeTiles().map(({ level, index, hashes: tile }) => ({
      level,
      index,
      hashes: Array.from({ length: tile.length / 32 }, (_, at) =>
        base64(tile.subarray(at * 32, at * 32 + 32)),
      ),
    })),
  }));
  const checkpoint = { origin: signer.name, size, root: whole.root() };
  archive.files.set("log/checkpoint.txt", Buffer.from(signCheckpoint(checkpoint, [signer])));
  edit(archive, "manifest.json", (manifest) => {
    manifest.log = { origin: signer.name, first, size, root: base64(whole.root()) };
  });
}
