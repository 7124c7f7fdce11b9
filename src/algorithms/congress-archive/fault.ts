// What can be wrong with an archive, by name.
// Invariant: whatever does not hold is thrown as an ArchiveFault with one of these reasons, and only with facts that the
// archive itself states, so that a sentence can be made of it in any language.

export const archiveFaultReasons = [
  // the file
  "notAnArchive",
  "archiveDamaged",
  "archiveCutShort",
  "archiveTooLarge",
  "archiveHasTooManyFiles",
  "entryIsNoFile",
  "entryNameNotValid",
  "entryOutOfOrder",
  "entryNotAsWritten",
  "archiveHasTrailingBytes",
  // the list of its files
  "formatUnknown",
  "fileMissing",
  "fileNotListed",
  "fileDiffers",
  "fileMalformed",
  "folderDiffers",
  "manifestNotSigned",
  // the log
  "keyNotValid",
  "keyDiffers",
  "checkpointNotSigned",
  "checkpointDiffers",
  "recordDiffers",
  "proofDoesNotHold",
  "leafMissing",
  "rootDiffers",
  "actLeftOut",
  "actRepeated",
  // who acted
  "mandateUnknown",
  "mandateMissing",
  "mandateDiffers",
  "mandateNotGranted",
  "mandateNotYetInForce",
  "mandateExpired",
  "mandateRecalled",
  "mandateWithoutCapability",
  "mandateOutOfReach",
  "organizationUnknown",
  // what was done
  "objectWithoutAct",
  "objectDiffers",
  "objectMissing",
  "orderBroken",
  "stateDiffers",
  "versionDiffers",
  "versionNotFromAmendment",
  "paragraphNotKept",
  "amendmentDiffers",
  "amendmentNotAsProposed",
  "amendmentStillApplies",
  "amendmentNoLongerApplies",
  "numberMissing",
  "seatsExceeded",
  "sittingStepNotAllowed",
  "minutesDiffer",
  "motionDiffers",
  "supportDiffers",
  "supporterNotAccredited",
  "admissionMissing",
  "electionDiffers",
  "readingDiffers",
  "rulesUnknown",
  "rulesDiffer",
  "rulesNotAdopted",
  "rulesMissing",
  "rulesNotInForce",
  "matterDiffers",
  "rollDiffers",
  "voteOutsideRoll",
  "voteNotOpen",
  "voteDiffers",
  "countDiffers",
  "presenceDiffers",
  "quorumRuleDiffers",
  "voteOutsideSitting",
  "quorumDiffers",
  "quorumTurnedRound",
  "verdictDiffers",
  "signatureDoesNotHold",
  "signatureDiffers",
  "signingKeyDiffers",
  "pointDiffers",
  "translationDiffers",
  "wordsDiffer",
] as const;
export type ArchiveFaultReason = (typeof archiveFaultReasons)[number];

export type ArchiveFacts = Readonly<Record<string, string | number>>;

export class ArchiveFault extends Error {
  readonly reason: ArchiveFaultReason;
  readonly facts: ArchiveFacts;

  constructor(reason: ArchiveFaultReason, facts: ArchiveFacts = {}) {
    super(`${reason} ${JSON.stringify(facts)}`);
    this.name = "ArchiveFault";
    this.reason = reason;
    this.facts = facts;
  }
}

/** Throws the fault unless the condition holds. */
export function hold(
  condition: boolean,
  reason: ArchiveFaultReason,
  facts: ArchiveFacts = {},
): asserts condition {
  if (!condition) throw new ArchiveFault(reason, facts);
}

/** What is there, or the fault that it is not. */
export function found<Value>(
  value: Value | null | undefined,
  reason: ArchiveFaultReason,
  facts: ArchiveFacts = {},
): Value {
  if (value === null || value === undefined) throw new ArchiveFault(reason, facts);
  return value;
}
