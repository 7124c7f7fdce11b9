// `cumbe ledger verify-proof`: checks the proof of an account's line without any node, so that whoever holds an account need
// not believe the one who keeps it.
import { readFile } from "node:fs/promises";
import { type LedgerProof, verifyLedgerProof } from "#algorithms/ledger-proofs";
import { parseVerifierKey, TransparencyError } from "#algorithms/transparency";
import { type Command, CommandError, only, text } from "./command.ts";
import { printable } from "./printable.ts";

const proofMeanings: Readonly<Record<string, string>> = {
  proofMalformed: "this is no proof of a line",
  lineNotInBatch: "the line is not in the batch: something of it was changed",
  batchNotInAct: "the batch is not the one that the act tells of",
  recordNotInAct: "the record is not the one of the act",
  actNotInLog: "the act is not in the log",
  checkpointNotSigned: "no key that is known signed the log's checkpoint",
};

async function readProof(file: string): Promise<LedgerProof> {
  const content = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`'${file}' cannot be read (${error.code})`);
  });
  try {
    return JSON.parse(content) as LedgerProof;
  } catch {
    throw new CommandError(`'${file}' is not JSON`, 1);
  }
}

function readKey(line: string) {
  try {
    return parseVerifierKey(line);
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    throw new CommandError(`'${line}' is not the key of a log: a node says its own at /log/key`);
  }
}

export const ledgerVerifyProofCommand: Command = {
  options: { key: { type: "string" }, json: { type: "boolean" } },
  async run({ values, positionals, io }) {
    const proof = await readProof(only(positionals, "FILE"));
    const given = text(values, "key");
    const verdict = verifyLedgerProof(proof, [readKey(given ?? String(proof?.log?.key))]);
    if (values["json"] === true) {
      io.out(JSON.stringify({ ...verdict, line: verdict.ok ? proof.line : null }));
    } else if (verdict.ok) {
      const { account, amount, balance, currency, at, entry, version } = printable({ ...proof.line });
      io.out(
        `line ${version} of account ${account}: ${amount} ${currency} in minor units, ${balance} after it, at ${at}, entry ${entry}`,
      );
      io.out(`it is in the log ${printable({ origin: verdict.origin })["origin"]}, of ${verdict.size} acts`);
      if (given === undefined)
        io.out(
          `signed by ${printable({ key: proof.log.key })["key"]}: compare it with what the node says at /log/key, or use --key`,
        );
    } else {
      io.err(`cumbe: the proof does not hold: ${proofMeanings[verdict.fault]} (${verdict.fault})`);
    }
    return verdict.ok ? 0 : 1;
  },
};
