// What this folder says when it cannot or will not open a database.
// Invariant: the message is a plain sentence that says what to do; it never holds a password.

export type PostgresRefusalReason =
  | "binariesMissing"
  | "dataDirectoryUnusable"
  | "dataDirectoryNotOurs"
  | "dataDirectoryOfAnotherVersion"
  | "dataDirectoryInUse"
  | "folderCannotBeEntered"
  | "namespacesRefused"
  | "socketFolderNotOurs"
  | "initFailed"
  | "startFailed"
  | "serverDoesNotAnswer"
  | "serverUnreachable"
  | "serverTooOld";

/** `reason` is for tests and catalogues, `facts` are its arguments, `message` is what the command line prints. */
export class PostgresRefusal extends Error {
  readonly reason: PostgresRefusalReason;
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(
    reason: PostgresRefusalReason,
    facts: Readonly<Record<string, string | number>>,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "PostgresRefusal";
    this.reason = reason;
    this.facts = facts;
  }
}

/** The system's code of a failure (`ENOENT`) or PostgreSQL's (`57P03`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}

/** The last lines of a program's complaint, for the end of a sentence. */
export function tailOf(text: string, lines = 6): string {
  return text.trim().split("\n").slice(-lines).join("\n");
}
