// The door of the transparency log's algorithms: canonical JSON, Merkle trees, signed notes, checkpoints and tiles.
export { TransparencyError, type TransparencyFacts, type TransparencyReason } from "./transparency-error.ts";

export { canonicalHash, canonicalJson, JSON_DEPTH } from "./canonical-json.ts";

export { emptyRoot, HASH_BYTES, leafHash, nodeHash, rootOf } from "./merkle-hash.ts";
export { type HashReader, readerOfLeaves, readerOfTiles, type TileKey } from "./stored-hashes.ts";
export {
  type InclusionClaim,
  inclusionProof,
  inclusionProver,
  rootOfSize,
  tilesForInclusionProof,
  tilesForRoot,
  verifyInclusion,
} from "./inclusion.ts";
export {
  type ConsistencyClaim,
  consistencyProof,
  tilesForConsistencyProof,
  verifyConsistency,
} from "./consistency.ts";
export { type Growth, type GrowingTree, type Grown, growTree, resumeTree, type Tile } from "./tree-growth.ts";

export { privateKeyFromSeed, publicBytesOf, publicKeyFromBytes, seedOf } from "./ed25519.ts";
export {
  formatVerifierKey,
  isKeyName,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  parseVerifierKey,
} from "./note-keys.ts";
export {
  NOTE_BYTES,
  NOTE_SIGNATURES,
  type NoteSignature,
  type OpenedNote,
  openNote,
  signNote,
} from "./note.ts";
export {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from "./checkpoint.ts";

export { partialTiles, TILE_WIDTH, type TilePlace, tilesOfTree, tileWidth } from "./tile-geometry.ts";
export { formatTilePath, HIGHEST_LEVEL, parseTilePath, type TilePath } from "./tile-path.ts";
export { decodeEntryBundle, encodeEntryBundle, ENTRY_BYTES } from "./entry-bundle.ts";

export { type LogFault, type LogToVerify, type LogVerdict, verifyLog } from "./log-verifier.ts";
