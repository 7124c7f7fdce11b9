// The strongest forger: a node that writes its own log anew, with proofs and a checkpoint that all fit.
import { join } from "node:path";
import { type ArchiveVerdict, verifyArchive } from "#algorithms/congress-archive";
import { logOrigin, logSigner } from "../../src/platform/log/keys.ts";
import { withOpenArchive } from "../../src/protocols/archive/open-archive.ts";
import { writeArchive } from "../../src/protocols/archive/write-archive.ts";
import { type ForgedAct, pack, relog, resign, type Unpacked, unpack, type Value } from "./archive.ts";
import type { TestNode } from "./node.ts";

export type Change = (acts: ForgedAct[], archive: Unpacked) => ForgedAct[] | void;

export type Forger = {
  /** Where the archive lies as the node wrote it, and what is said of that. */
  readonly real: string;
  readonly asItIs: () => Promise<ArchiveVerdict>;
  /** Where the archive that was changed last lies. */
  readonly file: string;
  /** What is said of the archive once the node has changed its acts, or any file beside them. */
  readonly after: (change: Change) => Promise<ArchiveVerdict>;
};

/** Exports the edition as it is, to be changed any number of times; files go into `folder`. */
export async function forgerOf({ shell }: TestNode, edition: string, folder: string): Promise<Forger> {
  const [real, forged] = [join(folder, "real.tar.gz"), join(folder, "forged.tar.gz")];
  await writeArchive(shell, edition, real);
  const signer = logSigner(shell.node.keys, await logOrigin(shell));
  const verdictOn = (path: string) => withOpenArchive(path, (archive) => verifyArchive(archive));
  return {
    real,
    asItIs: () => verdictOn(real),
    file: forged,
    async after(change) {
      const archive = await unpack(real);
      relog(archive, signer, (acts) => change(acts, archive));
      resign(archive, signer);
      await pack(forged, archive);
      return verdictOn(forged);
    },
  };
}

/** The first act of a type whose record is so. */
export function firstOf(
  acts: readonly ForgedAct[],
  type: string,
  which: (record: Value) => boolean = () => true,
): ForgedAct {
  const act = acts.find(({ leaf, record }) => leaf.act === type && which(record));
  if (!act) throw new Error(`there is no act ${type}`);
  return act;
}
