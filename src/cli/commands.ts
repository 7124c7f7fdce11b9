// The commands of `bin/cumbe`, at a glance. Each one's code is loaded when it is asked for: looking at a log over the
// network, or at the help, needs no database and no page.
import type { Command } from "./command.ts";

export type CommandEntry = {
  /** The words that choose it: `["organizations", "import"]`. */
  readonly words: readonly string[];
  /** What follows the words, for the help: `FILE [--dry-run]`. */
  readonly takes: string;
  readonly says: string;
  readonly load: () => Promise<Command>;
};

export const commands: readonly CommandEntry[] = [
  {
    words: ["start"],
    takes: "[--data DIR] [--port N] [--host H] [--metrics]",
    says: "Serves the node; an empty one prints the link that sets it up.",
    load: async () => (await import("./start.ts")).startCommand,
  },
  {
    words: ["demo"],
    takes: "[--data DIR] [--port N] [--host H] [--metrics] [--load-only]",
    says: "Serves a demonstration, loading it first where it is not there yet; prints a sign-in link for each of five offices. With --load-only it loads and ends.",
    load: async () => (await import("./demo.ts")).demoCommand,
  },
  {
    words: ["backup"],
    takes: "FILE [--data DIR]",
    says: "Writes the whole node, as of one instant, to FILE. Keep it secret: it holds the node's key.",
    load: async () => (await import("./backup.ts")).backupCommand,
  },
  {
    words: ["restore"],
    takes: "FILE [--data DIR]",
    says: "Loads a backup into an empty node that is not running.",
    load: async () => (await import("./backup.ts")).restoreCommand,
  },
  {
    words: ["doctor"],
    takes: "[--data DIR]",
    says: "Checks database, files, log, disk and versions, and says what to do. Changes nothing.",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
  {
    words: ["log", "verify"],
    takes: "[URL|DATA] [--key LINE] [--since FILE] [--save FILE]",
    says: "Checks a node's whole public log, over the network or in a data directory. --key: the line that the log must be signed with; --save keeps its checkpoint, and --since checks that it only grew from one that was kept.",
    load: async () => (await import("./log.ts")).logVerifyCommand,
  },
  {
    words: ["ledger", "audit"],
    takes: "[--data DIR] [--json]",
    says: "Replays every movement of the ledger and compares balances, limits and holds with it. Changes nothing; ends with 1 and names the first thing that does not hold.",
    load: async () => (await import("./ledger.ts")).ledgerAuditCommand,
  },
  {
    words: ["ledger", "verify-proof"],
    takes: "FILE [--key LINE] [--json]",
    says: "Checks the proof of an account's line, without a node: that it was written, and that the log that a key signed tells of it. --key: the line that the log must be signed with.",
    load: async () => (await import("./ledger-proof.ts")).ledgerVerifyProofCommand,
  },
  {
    words: ["organizations", "import"],
    takes: "FILE [--data DIR] [--dry-run] [--skip-bad] [--under ID] [--example] [--json]",
    says: "Adds and updates organisations from a CSV file (docs/organizations-file.md).",
    load: async () => (await import("./organizations.ts")).organizationsImportCommand,
  },
  {
    words: ["organizations", "export"],
    takes: "FILE|- [--data DIR] [--format csv|popolo]",
    says: "Writes all organisations to a file, or to standard output for -.",
    load: async () => (await import("./organizations.ts")).organizationsExportCommand,
  },
  {
    words: ["congress", "import-text"],
    takes: "FILE --congress SLUG --title T --language TAG [--data DIR] [--json]",
    says: "Imports a text of a congress from plain text or Markdown.",
    load: async () => (await import("./congress.ts")).congressImportTextCommand,
  },
  {
    words: ["congress", "export"],
    takes: "SLUG FILE [--data DIR] [--json]",
    says: "Writes a whole congress as one archive that anybody can check without the node (docs/guides/checking-a-congress.md). It holds only what is public.",
    load: async () => (await import("./archive.ts")).congressExportCommand,
  },
  {
    words: ["congress", "verify"],
    takes: "FILE [--key LINE] [--json]",
    says: "Checks such an archive, without a node: every hash, count, quorum, result, version, mandate and signature anew. Ends with 1 and names the first thing that does not hold.",
    load: async () => (await import("./archive.ts")).congressVerifyCommand,
  },
  {
    words: ["tally"],
    takes: "FILE… --rule NAME [--seats N] [--seed S] [--set NAME=VALUE]… [--all] [--stages] [--json]",
    says: "Counts files of ballots by the rule of that name (docs/guides/repeating-a-count.md lists formats and rules). --stages tells the count step by step; --all every outcome that is alike; --seed breaks ties by lot.",
    load: async () => (await import("./tally.ts")).tallyCommand,
  },
  {
    words: ["clear"],
    takes: "FILE|- [--json] [--certificate OUT]",
    says: "Sets off as much as possible of the obligations in a CSV file (debtor,creditor,amount; whole numbers of the smallest unit) so that everybody gives as much as they get. --certificate writes the proof that no more is possible (docs/guides/checking-a-clearing.md).",
    load: async () => (await import("./clear.ts")).clearCommand,
  },
  {
    words: ["clear", "verify"],
    takes: "FILE|- CERTIFICATE|- [--json]",
    says: "Checks such a proof against the obligations. Ends with 1 and names the obligation that does not fit.",
    load: async () => (await import("./clear.ts")).clearVerifyCommand,
  },
  {
    words: ["apportion"],
    takes: "--method NAME --seats N [--json] VOTES…",
    says: "Divides N seats by votes. NAME: dhondt, sainte-lague, modified-sainte-lague, hare, droop, huntington-hill, adams or quota.",
    load: async () => (await import("./apportion.ts")).apportionCommand,
  },
  {
    words: ["draw"],
    takes: "--seed S --from FILE [--count N] [--quota COLUMN=VALUE:N[-M]]… [--json]",
    says: "Draws people by lot from a list, so that anybody who has the list and the seed draws the same ones. FILE has one name a line, or is a CSV file whose first column names people; --quota takes from N to M of those who have VALUE in COLUMN.",
    load: async () => (await import("./draw.ts")).drawCommand,
  },
  {
    words: ["rules"],
    takes: "FILE [--matter NAME --facts FILE] [--json]",
    says: "Reads rules of operation (examples/rules), says them in words and tries the cases that stand with them. With --matter and --facts it says what those rules make of those facts, so that anybody can repeat a verdict.",
    load: async () => (await import("./rules.ts")).rulesCommand,
  },
];
