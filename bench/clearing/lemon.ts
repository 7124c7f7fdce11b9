// LEMON beside ours: builds `lemon.cpp` with g++ where the library is installed (`apt-get install liblemon-dev g++`), and feeds it instances.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Obligations } from "../../src/algorithms/clearing/index.ts";

export type LemonAlgorithm = "NetworkSimplex" | "CostScaling" | "CapacityScaling" | "CycleCanceling";
export type LemonAnswer = {
  readonly algorithm: string;
  /** Null where it found no optimum, as it cannot for want of wider numbers. */
  readonly total: bigint | null;
  readonly seconds: number;
};

/** Why LEMON cannot be asked here, or null. */
export function lemonMissing(): string | null {
  if (!existsSync("/usr/include/lemon/network_simplex.h"))
    return "LEMON is not installed (apt-get install liblemon-dev)";
  return spawnSync("g++", ["--version"]).status === 0 ? null : "there is no g++";
}

/** As `lemon.cpp` reads it. */
function encode({ parties, debtor, creditor, amount, gain }: Obligations): readonly Uint8Array[] {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  return [
    bytes(Int32Array.of(parties, amount.length)),
    bytes(debtor),
    bytes(creditor),
    bytes(BigInt64Array.from(amount, BigInt)),
    gain ?? new Uint8Array(amount.length).fill(1),
  ];
}

/** The harness, built once; `close` removes it. */
export class Lemon {
  readonly #folder = mkdtempSync(join(tmpdir(), "lemon-"));
  readonly #program = join(this.#folder, "lemon");
  /** To be measured against with all its algorithms, or only asked by network simplex, which builds in a quarter of the time. */
  constructor(use: "measure" | "ask") {
    const source = join(import.meta.dirname, "lemon.cpp");
    const options = use === "measure" ? ["-O3"] : ["-O1", "-DONLY_NETWORK_SIMPLEX"];
    const built = spawnSync("g++", [...options, "-DNDEBUG", "-w", "-o", this.#program, source], {
      encoding: "utf8",
    });
    if (built.status !== 0) throw new Error(`g++ failed: ${built.stderr}`);
  }

  /** By instance: what each algorithm answers, in the order named. */
  solve(
    instances: readonly Obligations[],
    algorithms: readonly LemonAlgorithm[],
  ): readonly (readonly LemonAnswer[])[] {
    const run = spawnSync(this.#program, algorithms, {
      input: Buffer.concat(instances.flatMap(encode)),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (run.status !== 0) throw new Error(`LEMON ended with ${run.status ?? run.signal}`);
    const lines = run.stdout.trimEnd().split("\n");
    return instances.map((_, at) =>
      lines.slice(at * algorithms.length, (at + 1) * algorithms.length).map((line) => {
        const [algorithm = "", total = "", seconds = ""] = line.split(" ");
        return { algorithm, total: total === "none" ? null : BigInt(total), seconds: Number(seconds) };
      }),
    );
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
