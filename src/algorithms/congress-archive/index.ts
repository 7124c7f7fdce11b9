// The door of the check of a congress's archive: with nothing but the archive, says the first thing that does not hold.
export { ArchiveFault, type ArchiveFacts, type ArchiveFaultReason, archiveFaultReasons } from "./fault.ts";
export { isCarried } from "./carried.ts";
export { type OpenArchive } from "./files.ts";
export { applyAmendment } from "./operations.ts";
export { type TarEntry, readTar } from "./ustar.ts";
export {
  ARCHIVE_FORMAT,
  folderOf,
  type ArchiveSummary,
  type ArchiveVerdict,
  verifyArchive,
  type VerifyOptions,
} from "./verify.ts";
export { notKept } from "./kept-paragraphs.ts";
