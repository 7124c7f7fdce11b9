// What is wrong with a file of obligations or with a certificate, in sentences: `clear.fault.<reason>`, `clear.verdict.<fault>`.
import {
  type AccountInClearing,
  accountOfArc,
  type Certificate,
  CertificateRefused,
  type ObligationsFile,
  ObligationsRefused,
  type Pool,
  type Verdict,
} from "#algorithms/clearing";
import type { Translate } from "#platform/i18n/i18n";
import type { Io } from "./command.ts";
import { printable } from "./printable.ts";

type Facts = Readonly<Record<string, string | number>>;

/** What does not hold in a certificate, with the names of those it is about and the line of the file. */
export type Violation = {
  readonly fault: string;
  readonly facts: Facts;
  /** Of its sentence. */
  readonly key: string;
};

function violated(fault: string, facts: Facts = {}): Violation {
  return { fault, facts: printable(facts), key: `clear.verdict.${fault}` };
}

/** Made for a file with other bytes. */
export const otherFile = violated("otherFile");

/** What cannot be read as a certificate of these obligations. */
export function refusedAs({ reason, facts }: CertificateRefused): Violation {
  return { fault: reason, facts: printable(facts), key: `clear.fault.${reason}` };
}

/** Runs; where a file is refused, says each fault and gives 1. */
export async function clearingFaults(t: Translate, io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ObligationsRefused) {
      for (const { line, reason, facts } of error.faults) {
        const said = t(`clear.fault.${reason}`, printable(facts));
        io.err(`cumbe: ${t("counting.atLine", { line, said })}`);
      }
      if (error.more > 0) io.err(`cumbe: ${t("clear.moreFaults", { count: error.more })}`);
      io.err(`cumbe: ${t("clear.nothingCleared", { count: error.faults.length + error.more })}`);
      return 1;
    }
    throw error;
  }
}

/** The violated arc by its row, with the names of both parties, or by its account. */
export function violationOf(
  verdict: Exclude<Verdict, { ok: true }>,
  file: ObligationsFile,
  certificate: Certificate,
  pool: Pool | null,
): Violation {
  const { fault } = verdict;
  if (pool) {
    const ofAccounts = accountViolation(verdict, file, certificate, pool);
    if (ofAccounts) return ofAccounts;
  }
  if ("arc" in verdict) return violated(fault, rowFacts(verdict.arc, file, certificate));
  if (!("party" in verdict)) return violated(fault);
  const party = file.names[verdict.party] ?? "";
  if (fault !== "notBalanced") return violated(fault, { party });
  const { arc, gives, gets } = unbalancedRow(verdict.party, file, certificate);
  const all = { party, gives: String(gives), gets: String(gets) };
  return violated(fault, { ...rowFacts(arc, file, certificate), ...all });
}

/** What does not hold at an account, or between what an account moves and what is cleared for its party. */
function accountViolation(
  verdict: Exclude<Verdict, { ok: true }>,
  { names, obligations }: ObligationsFile,
  { cleared }: Certificate,
  pool: Pool,
): Violation | undefined {
  const named = (account: AccountInClearing): Facts => {
    const { party, pays, takes, moved } = account;
    return { party: names[party] ?? "", pays: String(pays), takes: String(takes), moved: String(moved) };
  };
  if ("arc" in verdict && verdict.arc >= cleared.length) {
    const account = accountOfArc(pool, cleared.length, verdict.arc);
    return violated(verdict.fault === "aboveAmount" ? "accountBeyond" : "accountNotProven", named(account));
  }
  if (verdict.fault !== "notBalanced") return undefined;
  if (verdict.party === names.length) return violated("accountsNotBalanced");
  const account = pool.accounts.find(({ party }) => party === verdict.party);
  if (!account) return undefined;
  let left = 0n;
  for (const [row, value] of cleared.entries()) {
    if (obligations.debtor[row] === account.party) left -= BigInt(value);
    if (obligations.creditor[row] === account.party) left += BigInt(value);
  }
  return violated("accountDiffers", { ...named(account), left: String(left) });
}

function rowFacts(
  arc: number,
  { obligations, names, lines }: ObligationsFile,
  certificate: Certificate,
): Facts {
  const { debtor, creditor, amount } = obligations;
  return {
    line: lines[arc] ?? 0,
    debtor: names[debtor[arc] ?? -1] ?? "",
    creditor: names[creditor[arc] ?? -1] ?? "",
    amount: String(amount[arc]),
    cleared: String(certificate.cleared[arc]),
  };
}

/**
 * A row at a party that does not give as much as it gets: the first whose other party does not either, since a row that was changed
 * leaves both so; else the first of which something is cleared.
 */
function unbalancedRow(
  party: number,
  { obligations: { debtor, creditor }, names }: ObligationsFile,
  { cleared }: Certificate,
): { readonly arc: number; readonly gives: bigint; readonly gets: bigint } {
  const balance = Array.from(names, () => 0n);
  let [gives, gets] = [0n, 0n];
  for (const [arc, value] of cleared.entries()) {
    const [from, to, moved] = [debtor[arc] ?? 0, creditor[arc] ?? 0, BigInt(value)];
    balance[from] = (balance[from] ?? 0n) - moved;
    balance[to] = (balance[to] ?? 0n) + moved;
    if (from === party) gives += moved;
    if (to === party) gets += moved;
  }
  let first = -1;
  for (let arc = 0; arc < cleared.length; arc++) {
    const [from, to] = [debtor[arc] ?? 0, creditor[arc] ?? 0];
    if (from !== party && to !== party) continue;
    if (balance[from === party ? to : from] !== 0n) return { arc, gives, gets };
    if (first < 0 && cleared[arc] !== 0) first = arc;
  }
  return { arc: first, gives, gets };
}
