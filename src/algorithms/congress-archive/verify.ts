// Checking a whole archive: its list of files, the log, and then every act in the order of the log.
// Invariant: nothing that the archive says of itself is believed: hashes, counts, verdicts, versions and signatures are
// computed anew, every object needs its act and every act its object.
import { createHash } from "node:crypto";
import { ArchiveFault, type ArchiveFacts, type ArchiveFaultReason, hold } from "./fault.ts";
import { type OpenArchive, readJson, readWhole } from "./files.ts";
import { endOfEdition } from "./follow-edition.ts";
import { endOfMinutes } from "./follow-minutes.ts";
import { endOfMotions } from "./follow-motions.ts";
import { endOfReports } from "./follow-reports.ts";
import { endOfOrgans } from "./follow-organs.ts";
import { endOfRules } from "./follow-rules.ts";
import { endOfSignatures } from "./follow-signatures.ts";
import { endOfSittings } from "./follow-sittings.ts";
import { endOfText } from "./follow-texts.ts";
import { endOfRollCalls } from "./follow-votes.ts";
import { follow } from "./follow.ts";
import { holdReadable } from "./readable.ts";
import { isSigned, readActs, readCheckpoint, readKey, verifyLogOf } from "./log.ts";
import { type Leaf, type Manifest, manifestShape } from "./shapes.ts";
import { beginWorld } from "./begin.ts";
import type { World } from "./world.ts";

export const ARCHIVE_FORMAT = "cumbe/congress-archive/1";

/** The folder in which an archive's files are: short enough for any path below it (POSIX ustar). */
export function folderOf(edition: string): string {
  return edition.slice(0, 60);
}

export type ArchiveSummary = {
  readonly edition: string;
  readonly origin: string;
  /** The line of the key that signed it. */
  readonly key: string;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string };
  readonly files: number;
  readonly texts: number;
  readonly versions: number;
  readonly amendments: number;
  readonly motions: number;
  readonly sittings: number;
  readonly rollCalls: number;
  readonly votes: number;
  readonly signatures: number;
  readonly translations: number;
  /** Acts of the log with their records, and leaves of others in between. */
  readonly acts: number;
  readonly otherLeaves: number;
  /** Acts that were done from the node's shell, under no mandate. */
  readonly fromShell: number;
  /** Kinds of acts whose place in the log was checked, but not what they did. */
  readonly notFollowed: Readonly<Record<string, number>>;
};

export type ArchiveVerdict =
  | { readonly ok: true; readonly summary: ArchiveSummary }
  | { readonly ok: false; readonly fault: ArchiveFaultReason; readonly facts: ArchiveFacts };

export type VerifyOptions = {
  /** The line of the log's key that whoever checks got elsewhere; without it, the archive's own is taken. */
  readonly key?: string | undefined;
};

/** Checks the archive and names the first thing that does not hold. Throws only what is no fault of the archive. */
export async function verifyArchive(
  archive: OpenArchive,
  options: VerifyOptions = {},
): Promise<ArchiveVerdict> {
  try {
    return { ok: true, summary: await verified(archive, options) };
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error;
    return { ok: false, fault: error.reason, facts: error.facts };
  }
}

async function verified(archive: OpenArchive, { key }: VerifyOptions): Promise<ArchiveSummary> {
  const manifest = await readManifest(archive);
  const verifier = await readKey(archive, key);
  await holdManifestSigned(archive, manifest, verifier);
  const checkpoint = await readCheckpoint(archive, manifest, verifier);
  const world = await beginWorld(archive);
  hold(world.edition.slug === manifest.edition, "folderDiffers", { edition: world.edition.slug });
  const read = await verifyLogOf(archive, manifest, checkpoint, belongsTo(world));
  for await (const act of readActs(archive)) await follow(world, act);
  endOfEdition(world);
  endOfOrgans(world);
  endOfSittings(world);
  endOfMinutes(world);
  endOfMotions(world);
  endOfReports(world);
  endOfRollCalls(world);
  endOfRules(world);
  endOfSignatures(world);
  for (const text of world.texts.values()) await endOfText(world, text);
  for (const text of world.texts.values()) await holdReadable(world, text);
  holdKnown(world);
  const texts = [...world.texts.values()];
  const sum = (of: (text: (typeof texts)[number]) => number) =>
    texts.reduce((total, text) => total + of(text), 0);
  const rollCalls = [...world.rollCalls.values()];
  return {
    edition: manifest.edition,
    origin: manifest.origin,
    key: (await readWhole(archive, "log/key.txt")).toString("utf8").trimEnd(),
    checkpoint: { origin: checkpoint.origin, size: checkpoint.size, root: manifest.log.root },
    files: archive.files.size,
    texts: texts.length,
    versions: sum((text) => text.lastVersion),
    amendments: sum((text) => text.lastAmendment),
    motions: world.lastMotion,
    sittings: world.assembly.lastSitting,
    rollCalls: rollCalls.length,
    votes: rollCalls.reduce((total, { cast }) => total + cast, 0),
    signatures: world.signed,
    translations: sum((text) => text.translations.length),
    acts: read.acts,
    otherLeaves: read.others,
    fromShell: world.fromShell,
    notFollowed: Object.fromEntries([...world.notFollowed].sort()),
  };
}

/** The list of files is what is there, byte for byte and nothing else. */
async function readManifest(archive: OpenArchive): Promise<Manifest> {
  const manifest = await readJson(archive, "manifest.json", manifestShape);
  hold(manifest.format === ARCHIVE_FORMAT, "formatUnknown", { format: manifest.format });
  hold(archive.folder === folderOf(manifest.edition), "folderDiffers", { edition: manifest.edition });
  const listed = new Set(["manifest.json", "manifest.note"]);
  for (const { path, bytes, sha256 } of manifest.files) {
    hold(!listed.has(path), "fileDiffers", { path });
    listed.add(path);
    const there = archive.files.get(path);
    hold(there !== undefined, "fileMissing", { path });
    hold(there.bytes === bytes && there.sha256 === sha256, "fileDiffers", { path });
  }
  for (const path of archive.files.keys()) hold(listed.has(path), "fileNotListed", { path });
  return manifest;
}

async function holdManifestSigned(
  archive: OpenArchive,
  manifest: Manifest,
  verifier: Awaited<ReturnType<typeof readKey>>,
): Promise<void> {
  const bytes = await readWhole(archive, "manifest.json");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const statement = `${manifest.log.origin}\n${ARCHIVE_FORMAT} ${manifest.edition}\n${sha256}\n`;
  const note = await readWhole(archive, "manifest.note");
  hold(isSigned(note, statement, verifier), "manifestNotSigned", { name: verifier.name });
}

const OF_ALL =
  /^(README\.txt|(edition|organizations|mandates|popolo)\.json|(motions|motion-rules|regional-reports)\.jsonl|rules\/(versions|proposals)\.jsonl|assembly\/(delegates\.json|(organs|calls|sittings|requests)\.jsonl|minutes\/[1-9][0-9]*\.json)|manifest\.(json|note)|log\/(key\.txt|checkpoint\.txt|before\.json|acts\.jsonl|others\.jsonl))$/;
const OF_A_TEXT =
  /^(text|decision-points|popolo)\.json$|^(amendments|standings|voting-orders|roll-calls|signatures|translations)\.jsonl$|^print\.html$|^akoma-ntoso\/text(\.[A-Za-z0-9-]+)?\.xml$/;

/** Every file belongs to something that was followed; another one could say anything. */
function holdKnown({ archive, texts }: World): void {
  for (const path of archive.files.keys()) {
    const [, slug = "", rest = ""] = /^texts\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const text = texts.get(slug);
    const numbered = (folder: string, last: number) => {
      const [, number] = new RegExp(`^${folder}/([1-9][0-9]*)\\.(json|xml)$`).exec(rest) ?? [];
      return number !== undefined && Number(number) <= last;
    };
    const known = text
      ? OF_A_TEXT.test(rest) ||
        numbered("versions", text.lastVersion) ||
        numbered("akoma-ntoso/amendments", text.lastAmendment)
      : OF_ALL.test(path);
    hold(known, "fileNotListed", { path });
  }
}

/** Which acts must be in the archive with their records. */
function belongsTo({ edition, organizations }: World): (leaf: Leaf) => boolean {
  const homes = new Set([...organizations.values()].map(({ slug }) => `/organizations/${slug}`));
  return ({ act, subject }) =>
    subject === edition.subject ||
    subject.startsWith(`${edition.subject}/`) ||
    act === "confederation.office.defined" ||
    (homes.has(subject) &&
      /^confederation\.(mandate|affiliation)\./.test(act) &&
      !/\.(applied|sponsored)$/.test(act)) ||
    (act === "congress.signing_key.renewed" && homes.has(subject.replace(/\/signing-keys$/, "")));
}
