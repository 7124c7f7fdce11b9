// The log in an archive: each act's record, leaf and place, under a checkpoint that the node signed.
// Invariant: every leaf of the stretch counts towards the root of the checkpoint, so none can be left out, put in or
// changed; whichever leaf has no record here is of a kind that does not belong to the congress.
import {
  canonicalHash,
  canonicalJson,
  type Checkpoint,
  type GrowingTree,
  leafHash,
  type NoteVerifier,
  openCheckpoint,
  openNote,
  parseVerifierKey,
  resumeTree,
  TransparencyError,
  verifyInclusion,
} from "../transparency/index.ts";
import { ArchiveFault, hold } from "./fault.ts";
import { type OpenArchive, parseValue, readJson, readLines, readWhole } from "./files.ts";
import { actShape, beforeShape, type Leaf, leafShape, type Manifest, otherShape } from "./shapes.ts";

/** An act with its place in the log. */
export type Act = Omit<Leaf, "act" | "record"> & {
  readonly index: number;
  readonly type: string;
  readonly record: Readonly<Record<string, unknown>>;
};

/** The line in the archive, and the one that whoever checks brought along; they must be the same. */
export async function readKey(archive: OpenArchive, given: string | undefined): Promise<NoteVerifier> {
  const line = (await readWhole(archive, "log/key.txt")).toString("utf8");
  hold(line.endsWith("\n") && line.indexOf("\n") === line.length - 1, "keyNotValid");
  hold(given === undefined || line.trimEnd() === given.trim(), "keyDiffers", { key: line.trimEnd() });
  try {
    return parseVerifierKey(line.trimEnd());
  } catch (error) {
    if (error instanceof TransparencyError) throw new ArchiveFault("keyNotValid");
    throw error;
  }
}

/** Whether the node signed exactly this text. */
export function isSigned(note: Uint8Array, text: string, verifier: NoteVerifier): boolean {
  try {
    const opened = openNote(note, [verifier]);
    // Nobody else's line travels along unchecked.
    return opened.text === text && opened.unknown.length === 0 && opened.verified.length === 1;
  } catch (error) {
    if (error instanceof TransparencyError) return false;
    throw error;
  }
}

/** The checkpoint that all proofs lead to. */
export async function readCheckpoint(
  archive: OpenArchive,
  manifest: Manifest,
  verifier: NoteVerifier,
): Promise<Checkpoint> {
  const note = await readWhole(archive, "log/checkpoint.txt");
  let checkpoint: Checkpoint;
  try {
    checkpoint = openCheckpoint(note, [verifier]);
  } catch (error) {
    if (error instanceof TransparencyError) throw new ArchiveFault("checkpointNotSigned");
    throw error;
  }
  const { origin, size, root } = manifest.log;
  const same =
    checkpoint.origin === verifier.name &&
    checkpoint.origin === origin &&
    checkpoint.size === size &&
    Buffer.from(checkpoint.root).toString("base64") === root;
  hold(same, "checkpointDiffers", { origin: checkpoint.origin, size: checkpoint.size });
  return checkpoint;
}

/** The acts that the archive holds, in the order of the log: what came first is told by it, and not by clocks. */
export async function* readActs(archive: OpenArchive): AsyncGenerator<Act> {
  let line = 1;
  for await (const { index, leaf, record } of readLines(archive, "log/acts.jsonl", actShape)) {
    const { act, record: _hash, ...rest } = parseLeaf(leaf, "log/acts.jsonl", line);
    yield { ...rest, index, type: act, record };
    line += 1;
  }
}

function parseLeaf(leaf: string, path: string, line: number): Leaf {
  return parseValue(Buffer.from(leaf, "utf8"), leafShape, { path, line });
}

/** What the leaves without a record must not be about. */
export type BelongsToCongress = (leaf: Leaf) => boolean;

/** Checks every record, leaf and proof, and the root over the whole stretch. */
export async function verifyLogOf(
  archive: OpenArchive,
  manifest: Manifest,
  checkpoint: Checkpoint,
  belongs: BelongsToCongress,
): Promise<{ acts: number; others: number }> {
  const { first } = manifest.log;
  const tree = await treeBefore(archive, first);
  const others = readLines(archive, "log/others.jsonl", otherShape)[Symbol.asyncIterator]();
  let [acts, otherLeaves, last] = [0, 0, -1];
  /** Leaves without a record, up to a place in the log. */
  const skipTo = async (index: number) => {
    while (tree.size < index) {
      const { value, done } = await others.next();
      hold(done !== true && value.index === tree.size, "leafMissing", { index: tree.size });
      otherLeaves += 1;
      const leaf = parseLeaf(value.leaf, "log/others.jsonl", otherLeaves);
      hold(!belongs(leaf), "actLeftOut", { index: value.index, type: leaf.act, subject: leaf.subject });
      tree.append(leafHash(Buffer.from(value.leaf, "utf8")));
    }
  };
  for await (const { index, leaf, record, proof } of readLines(archive, "log/acts.jsonl", actShape)) {
    acts += 1;
    const said = parseLeaf(leaf, "log/acts.jsonl", acts);
    hold(index > last, "actRepeated", { index, act: said.id });
    last = index;
    const hash = Buffer.from(canonicalHash(record)).toString("hex");
    hold(hash === said.record, "recordDiffers", { index, act: said.id, type: said.act });
    const hashOfLeaf = leafHash(Buffer.from(leaf, "utf8"));
    const claim = { index, size: checkpoint.size, leafHash: hashOfLeaf, root: checkpoint.root };
    hold(verifyInclusion({ ...claim, proof: proof.map(bytesOf) }), "proofDoesNotHold", {
      index,
      act: said.id,
      type: said.act,
    });
    if (index < first) continue;
    await skipTo(index);
    tree.append(hashOfLeaf);
  }
  await skipTo(checkpoint.size);
  hold((await others.next()).done === true, "leafMissing", { index: tree.size });
  hold(Buffer.from(tree.root()).equals(checkpoint.root), "rootDiffers", { size: checkpoint.size });
  return { acts, others: otherLeaves };
}

/** The tree of the log before the congress, by its right edge. */
async function treeBefore(archive: OpenArchive, first: number): Promise<GrowingTree> {
  const { size, tiles } = await readJson(archive, "log/before.json", beforeShape);
  hold(size === first, "fileMalformed", { path: "log/before.json", line: 1 });
  try {
    const edge = tiles.map(({ level, index, hashes }) => ({
      level,
      index,
      hashes: Buffer.concat(hashes.map(bytesOf)),
    }));
    return resumeTree(size, edge);
  } catch (error) {
    if (error instanceof TransparencyError) throw new ArchiveFault("rootDiffers", { size });
    throw error;
  }
}

/** Base64 in its one spelling; anything else gives no hash, so that whatever asks for one does not hold. */
function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  return bytes.toString("base64") === base64 ? bytes : Buffer.alloc(0);
}

/** Whether two JSON values are the same, whatever the order of their members. */
export function sameJson(one: unknown, other: unknown): boolean {
  return Buffer.from(canonicalJson(one ?? null)).equals(canonicalJson(other ?? null));
}
