// `cumbe ledger audit`: replays every movement and says the first thing that does not hold.
import { auditLedger } from "#ledger";
import { type Command, commonOptions, none } from "./command.ts";
import { withNode } from "./with-node.ts";

/** What each fault means, for whoever runs the node. */
const meanings: Readonly<Record<string, string>> = {
  lineOutOfTurn: "a line does not go on from the one before it",
  balanceNotReplayed: "an account's balance is not the sum of its lines",
  entryNotZero: "an entry does not sum to zero in a currency",
  entryWithoutLines: "an entry has no lines",
  lineWithoutEntry: "a line belongs to no entry",
  timeRunsBackwards: "a line is dated before the one before it",
  limitsOutOfTurn: "an account's limits are not what their history says",
  limitsNotHeld: "a balance was beyond the limits that were in force",
  pendingNotHeld: "what an account keeps aside is not what its holds say",
  holdNotPaid: "a hold and what became of it do not fit together",
  reversalNotOpposite: "a reversal is not the opposite of what it reverses",
  batchNotInLog: "a sealed batch is not what the transparency log says",
};

export const ledgerAuditCommand: Command = {
  options: { ...commonOptions, json: { type: "boolean" } },
  async run({ values, positionals, io }) {
    none(positionals);
    return withNode(
      values,
      io,
      "ledger audit",
      async ({ ctx }) => {
        const began = performance.now();
        const { fault, ...counts } = await auditLedger(ctx);
        const seconds = Math.round(performance.now() - began) / 1000;
        if (values["json"] === true) {
          io.out(JSON.stringify({ ok: fault === undefined, ...counts, fault: fault ?? null, seconds }));
        } else if (fault) {
          const where = Object.entries(fault.facts).map(([name, value]) => `${name} ${value}`);
          io.err(
            `cumbe: the ledger does not hold: ${meanings[fault.name]} (${fault.name}: ${where.join(", ")})`,
          );
        } else {
          io.out(
            `${counts.currencies} currencies, ${counts.accounts} accounts, ${counts.entries} entries, ${counts.lines} lines, ${counts.holds} holds, ${counts.sealed} entries sealed: all of it holds (${seconds} s)`,
          );
        }
        return fault ? 1 : 0;
      },
      "thisSchema",
    );
  },
};
