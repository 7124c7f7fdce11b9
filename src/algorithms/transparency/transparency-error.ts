// What these algorithms refuse, by name.
// Invariant: whatever is wrong with an input is thrown as a TransparencyError with one of these reasons; checks that
// are asked as a question (`verifyInclusion`, `verifyLog`) answer instead of throwing.

export type TransparencyReason =
  // canonical JSON
  | "valueNotJson"
  | "numberNotFinite"
  | "textNotWellFormed"
  | "valueTooDeep"
  // trees and tiles
  | "sizeNotValid"
  | "indexOutsideTree"
  | "olderSizeOutsideTree"
  | "hashNotValid"
  | "tileNotStored"
  | "edgeNotOfTree"
  | "rootBeforeDiffers"
  | "tilePathMalformed"
  | "entryTooLong"
  | "bundleTooWide"
  | "bundleTruncated"
  // keys, notes and checkpoints
  | "keyLengthWrong"
  | "keyNotEd25519"
  | "keyNameNotValid"
  | "verifierKeyMalformed"
  | "verifierKeyIdWrong"
  | "verifierKeyTypeUnknown"
  | "verifierKeyAmbiguous"
  | "noteTooLong"
  | "noteMalformed"
  | "noteWithTooManySignatures"
  | "noteWithoutSigner"
  | "signatureMalformed"
  | "signatureNotValid"
  | "signatureNotKnown"
  | "checkpointMalformed";

export type TransparencyFacts = Readonly<Record<string, string | number>>;

export class TransparencyError extends Error {
  readonly reason: TransparencyReason;
  readonly facts: TransparencyFacts;

  constructor(reason: TransparencyReason, facts: TransparencyFacts = {}) {
    super(`${reason} ${JSON.stringify(facts)}`);
    this.name = "TransparencyError";
    this.reason = reason;
    this.facts = facts;
  }
}
