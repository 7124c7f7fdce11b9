// `clear` sets off the obligations of a file on the command line, without a node; `clear verify` checks somebody's certificate.
// Invariant: what is printed was checked by `verify` before, a file with anything wrong in it clears nothing, and a certificate
// appears whole under its name or not at all.
import { rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import {
  CertificateRefused,
  type Clearing,
  type Measures,
  measure,
  type ObligationsFile,
  jsonAmount,
  solve,
  throughPool,
  verify,
} from "#algorithms/clearing";
import { type Translate, translator } from "#platform/i18n/i18n";
import { clearingFaults, otherFile, refusedAs, type Violation, violationOf } from "./clearing-faults.ts";
import { readCertificateFile, readObligationsFile, writeCertificate } from "./clearing-files.ts";
import { type Command, CommandError, commonOptions, type Io, languageOf, only, text } from "./command.ts";

export const clearCommand: Command = {
  options: { ...commonOptions, json: { type: "boolean" }, certificate: { type: "string" } },
  async run({ values, positionals, io }) {
    const file = only(positionals, "FILE");
    const target = text(values, "certificate");
    if (target === "") throw new CommandError("--certificate takes the name of a file");
    if (target !== undefined && resolve(target) === resolve(file))
      throw new CommandError("the certificate cannot be written over the obligations");
    const t = translator(languageOf(io));
    return clearingFaults(t, io, async () => {
      const { read, sha256 } = await readObligationsFile(file);
      const begun = performance.now();
      const clearing = solve(read.obligations);
      const seconds = (performance.now() - begun) / 1000;
      const verdict = verify(read.obligations, clearing.certificate);
      if (!verdict.ok) throw new Error(`the proof of this clearing does not hold: ${verdict.fault}`);
      if (target !== undefined) await writeWhole(target, read, clearing, sha256);
      const result = { read, clearing, measures: measure(read.obligations), seconds };
      if (values["json"] === true) io.out(JSON.stringify(asJson(result)));
      else sayCleared(t, result, target, io);
      return 0;
    });
  },
};

export const clearVerifyCommand: Command = {
  options: { ...commonOptions, json: { type: "boolean" } },
  async run({ values, positionals, io }) {
    const [file, ...rest] = positionals;
    if (file === undefined) throw new CommandError("FILE is missing");
    const certificateFile = only(rest, "CERTIFICATE");
    if (file === "-" && certificateFile === "-")
      throw new CommandError("only one of FILE and CERTIFICATE can be standard input");
    const t = translator(languageOf(io));
    return clearingFaults(t, io, async () => {
      const { read, sha256 } = await readObligationsFile(file);
      const { violation, total } = await violationIn(certificateFile, read, sha256);
      if (values["json"] === true) io.out(JSON.stringify(verdictAsJson(violation, total)));
      if (violation) {
        io.err(t("clear.doesNotHold", { said: t(violation.key, violation.facts) }));
        return 1;
      }
      if (values["json"] !== true) io.out(t("clear.holds", { total }));
      return 0;
    });
  },
};

/** The first thing that does not hold in a certificate of those obligations, and the total that it claims. CommandError. */
async function violationIn(
  file: string,
  read: ObligationsFile,
  sha256: string,
): Promise<{ readonly violation?: Violation; readonly total: bigint }> {
  try {
    const { certificate, sha256: madeFor, pool } = await readCertificateFile(file, read);
    const { total } = certificate;
    const proof = pool
      ? throughPool(read.obligations, certificate, pool)
      : { obligations: read.obligations, certificate };
    const verdict = verify(proof.obligations, proof.certificate);
    if (!verdict.ok) return { violation: violationOf(verdict, read, certificate, pool), total };
    // What does not hold on an arc says more than that the file is another one, so this comes last.
    return madeFor === sha256 ? { total } : { violation: otherFile, total };
  } catch (error) {
    if (error instanceof CertificateRefused) return { violation: refusedAs(error), total: 0n };
    throw error;
  }
}

type Result = {
  readonly read: ObligationsFile;
  readonly clearing: Clearing;
  readonly measures: Measures;
  readonly seconds: number;
};

/** A share of nothing is nought. */
function shareOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(part) / Number(whole);
}

function asJson({ read, clearing, measures, seconds }: Result): Readonly<Record<string, unknown>> {
  return {
    parties: read.names.length,
    obligations: read.lines.length,
    total: jsonAmount(measures.total),
    cleared: jsonAmount(clearing.total),
    cleared_share: shareOf(clearing.total, measures.total),
    net_internal_debt: jsonAmount(measures.netInternalDebt),
    ceiling: jsonAmount(measures.ceiling),
    optimal: true,
    seconds: Math.round(seconds * 1e6) / 1e6,
  };
}

function verdictAsJson(violation: Violation | undefined, total: bigint): Readonly<Record<string, unknown>> {
  return violation
    ? { ok: false, fault: violation.fault, ...violation.facts }
    : { ok: true, total: jsonAmount(total) };
}

function sayCleared(t: Translate, result: Result, certificate: string | undefined, io: Io): void {
  const { read, clearing, measures } = result;
  const { total, netInternalDebt, ceiling } = measures;
  io.out(t("clear.read", { parties: read.names.length, obligations: read.lines.length, total }));
  io.out(t("clear.cleared", { cleared: clearing.total, share: shareOf(clearing.total, total) }));
  io.out(t("clear.remains", { remaining: total - clearing.total }));
  io.out(t("clear.netInternalDebt", { debt: netInternalDebt, ceiling }));
  io.out(t("clear.optimal"));
  if (certificate !== undefined) io.out(t("clear.certificate", { file: certificate }));
}

async function writeWhole(
  target: string,
  read: ObligationsFile,
  clearing: Clearing,
  sha256: string,
): Promise<void> {
  // What is there and no file, such as a pipe of the shell, is written to and never replaced.
  const found = await stat(target).catch(() => undefined);
  const draft = found && !found.isFile() ? target : `${target}.${process.pid}.unfinished`;
  try {
    await writeCertificate(draft, read, clearing.certificate, sha256);
    if (draft !== target) await rename(draft, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CommandError(`'${target}' cannot be written (${code})`, 1);
  } finally {
    if (draft !== target) await rm(draft, { force: true });
  }
}
