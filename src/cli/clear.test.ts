// `clear` and `clear verify` as they are typed: what is printed, certificates that hold and ones that were tampered with, and faults.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { certificateFaultReasons, obligationsFaultReasons } from "#algorithms/clearing";
import { catalogueLanguages, readCatalogue } from "#platform/i18n/i18n";
import { projectFile } from "#platform/project";
import { run } from "../../test/support/command-line.ts";
import { pythonWith } from "../../test/support/python.ts";

const folder = mkdtempSync(join(tmpdir(), "cumbe-clear-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const four = file(
  "four.csv",
  'debtor,creditor,amount\nAna,Bruno,5\nBruno,"Célia, lda",7\n"Célia, lda",Ana,4\nBruno,Davi,3\n',
);
const most = "9007199254740991";
const large = file(
  "large.csv",
  `debtor,creditor,amount\nA,B,${most}\nB,A,${most}\nA,B,${most}\nB,A,${most}\n`,
);
const certificateOf = async (name: string, obligations: string): Promise<string> => {
  const to = join(folder, name);
  expect(await run(`clear ${obligations} --certificate ${to} --json`)).toMatchObject({ code: 0, err: "" });
  return to;
};

describe("clear", () => {
  it("prints what clears, exactly, under the names that programs know", async () => {
    const { code, out, err } = await run(`clear ${four} --json`);
    expect([code, err]).toEqual([0, ""]);
    const { seconds, ...printed } = JSON.parse(out) as Record<string, unknown>;
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(Object.entries(printed)).toEqual([
      ["parties", 4],
      ["obligations", 4],
      ["total", 19],
      ["cleared", 12],
      ["cleared_share", 12 / 19],
      ["net_internal_debt", 6],
      ["ceiling", 13],
      ["optimal", true],
    ]);
  });

  it("prints amounts beyond 2^53 as digits", async () => {
    const { out } = await run(`clear ${large} --json`);
    const total = "36028797018963964";
    expect(JSON.parse(out)).toMatchObject({ total, cleared: total, ceiling: total, net_internal_debt: 0 });
  });

  it("clears nothing of nothing", async () => {
    const empty = file("empty.csv", "debtor,creditor,amount\n");
    const { out } = await run(`clear ${empty} --json --certificate ${join(folder, "empty.json")}`);
    expect(JSON.parse(out)).toMatchObject({ parties: 0, obligations: 0, cleared: 0, cleared_share: 0 });
    expect(await run(`clear verify ${empty} ${join(folder, "empty.json")}`)).toMatchObject({ code: 0 });
  });

  it("says the same in sentences, in the language of the terminal", async () => {
    expect((await run(`clear ${four}`)).out).toContain("Cleared without money: 12 (63.2%).");
    expect((await run(`clear ${four}`, "es_PE.UTF-8")).out).toContain("Se compensan sin dinero: 12");
    expect((await run(`clear ${four}`, "fr")).out).toContain("12 (63,2\u00a0%)");
    expect((await run(`clear ${four}`, "pt_BR")).out).toContain("Compensam-se sem dinheiro: 12");
  });

  it("says every fault with its line, clears nothing and leaves no certificate", async () => {
    const bad = file("bad.csv", "debtor,creditor,amount\nA,B,1\nA,A,1\nB,A,-1\nB,\u001b[2JA,x\n");
    const target = join(folder, "bad.json");
    const { code, out, err } = await run(`clear ${bad} --json --certificate ${target}`);
    expect([code, out, existsSync(target)]).toEqual([1, "", false]);
    expect(err.split("\n")).toEqual([
      "cumbe: line 3: “A” cannot owe anything to itself.",
      "cumbe: line 4: The amount “-1” is below zero. If the other side owes it, exchange the names.",
      "cumbe: line 5: “x” is no amount: only digits may stand there.",
      "cumbe: Nothing was cleared. There are 3 faults to mend in the file.",
    ]);
    expect((await run(`clear ${bad}`, "es")).err).toContain("línea 3: «A» no puede deberse nada a sí misma.");
  });

  it("is told apart from a line that was typed wrong", async () => {
    expect(await run("clear")).toMatchObject({ code: 2, err: "cumbe: FILE is missing" });
    expect(await run(`clear ${folder}`)).toMatchObject({ code: 2 });
    expect(await run(`clear ${four} ${four}`)).toMatchObject({ code: 2 });
    expect(await run(`clear ${four} --certificate ${four}`)).toMatchObject({ code: 2 });
    expect(await run(`clear ${four} --certificate ${join(folder, "no", "such.json")}`)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("cannot be written (ENOENT)"),
    });
    expect(await run(`clear verify ${four}`)).toMatchObject({
      code: 2,
      err: "cumbe: CERTIFICATE is missing",
    });
    expect(await run("clear verify - -")).toMatchObject({ code: 2 });
  });
});

type Tampered = Record<string, unknown> & { potentials: [string, number][]; cleared: unknown[] };

describe("clear verify", () => {
  const verified = async (change: (certificate: Tampered) => void, language = "en") => {
    const certificate = JSON.parse(readFileSync(join(folder, "four.json"), "utf8")) as Tampered;
    change(certificate);
    const changed = file("changed.json", JSON.stringify(certificate));
    return run(`clear verify ${four} ${changed}`, language);
  };

  it("says that a certificate holds, and what it proves", async () => {
    const { code, out } = await run(`clear verify ${four} ${await certificateOf("four.json", four)}`);
    expect([code, out]).toEqual([
      0,
      "The certificate holds: 12 is cleared, and no other clearing of these obligations clears more.",
    ]);
    const big = await run(`clear verify ${large} ${await certificateOf("large.json", large)} --json`);
    expect(JSON.parse(big.out)).toEqual({ ok: true, total: "36028797018963964" });
  });

  it("names the obligation that does not fit, with its line and its parties", async () => {
    const below = await verified(({ cleared }) => void (cleared[2] = 3));
    expect(below).toMatchObject({ code: 1, out: "" });
    expect(below.err).toContain("line 4: Célia, lda owes Ana 4, and 3 is cleared");
    const fractional = await verified(({ cleared }) => void (cleared[0] = 1.5));
    expect(fractional.err).toContain(
      "line 2: Ana owes Bruno 5, and 1.5 is cleared, which is no whole number",
    );
    expect((await verified(({ cleared }) => void (cleared[3] = 1))).err).toContain(
      "line 5: Bruno owes Davi 3",
    );
    expect((await verified(({ cleared }) => void (cleared[1] = 8), "fr")).err).toContain(
      "ligne 3\u00a0: Bruno doit 7 à Célia",
    );
    expect((await verified(({ cleared }) => void (cleared[1] = "4"))).code).toBe(1);
  });

  it("refuses a certificate with any one number changed", async () => {
    const { potentials, cleared } = JSON.parse(readFileSync(join(folder, "four.json"), "utf8")) as Tampered;
    for (const step of [-1, 1]) {
      expect(await verified((one) => void (one["total"] = 12 + step))).toMatchObject({ code: 1 });
      for (const row of cleared.keys())
        expect(
          await verified((one) => void (one.cleared[row] = (cleared[row] as number) + step)),
        ).toMatchObject({ code: 1 });
      // A potential may have room to move; what is proven is then the same.
      for (const party of potentials.keys()) {
        const { code, out } = await verified((one) => void (one.potentials[party]![1] += step));
        if (code === 0) expect(out).toContain("12 is cleared");
      }
    }
  });

  it("says what is no certificate of this file", async () => {
    const refused = async (change: (certificate: Tampered) => void) => {
      const { code, err } = await verified(change);
      expect(code).toBe(1);
      return err;
    };
    expect(await refused((one) => void (one["version"] = 2))).toContain("no certificate of a clearing");
    expect(await refused((one) => void one.cleared.pop())).toContain("belongs to other obligations");
    expect(await refused((one) => void one.potentials.pop())).toContain("no potential for “Davi”");
    expect(await refused((one) => void (one.potentials[0]![0] = "Eva"))).toContain("names “Eva”");
    expect(await refused((one) => void (one.potentials[1]![0] = "Ana"))).toContain("names “Ana” twice");
    expect(await refused((one) => void (one.potentials[1]![1] = 0.5))).toContain("potential of “Bruno”");
    expect(await refused((one) => void (one["total"] = "12 and more"))).toContain("total in the certificate");
    expect(await refused((one) => void (one["file"] = null))).toContain("at “file”");
    const asJson = await run(`clear verify ${four} ${four} --json`);
    expect(asJson).toMatchObject({ code: 1, out: '{"ok":false,"fault":"certificateNotJson"}' });
    const noJson = await run(`clear verify ${four} ${four}`);
    expect(noJson).toMatchObject({ code: 1, err: expect.stringContaining("cannot be read as JSON") });
  });

  it("says when it was made for a file with other bytes, even if its numbers fit", async () => {
    const same = file("same.csv", readFileSync(four, "utf8").replaceAll("\n", "\r\n"));
    const { code, err } = await run(`clear verify ${same} ${join(folder, "four.json")}`);
    expect(code).toBe(1);
    expect(err).toContain("made for a file with other bytes");
    const less = file("less.csv", readFileSync(four, "utf8").replace("Ana,4", "Ana,3"));
    expect((await run(`clear verify ${less} ${join(folder, "four.json")}`)).err).toContain(
      "line 4: Célia, lda owes Ana 3, and 4",
    );
  });

  it("agrees with a script that knows nothing but what the guide says", async () => {
    const python = pythonWith(["csv", "hashlib"]);
    if (!python) return;
    const check = (obligations: string, certificate: string) =>
      spawnSync(python, [projectFile("test", "check-clearing.py"), obligations, certificate], {
        encoding: "utf8",
      });
    expect(JSON.parse(check(four, join(folder, "four.json")).stdout)).toEqual({ total: 12, obligations: 4 });
    expect(check(large, join(folder, "large.json")).status).toBe(0);
    const rows = Array.from(
      { length: 3000 },
      (_, at) => `"n""${(at * 7) % 97}","n""${(at * 11 + 1) % 89} é",${at + 1}`,
    );
    const many = file("many.csv", `\uFEFFdebtor,creditor,amount\r\n${rows.join("\r\n")}\r\n`);
    const certificate = await certificateOf("many.json", many);
    expect(check(many, certificate).status).toBe(0);
    const forged = file(
      "forged.json",
      readFileSync(certificate, "utf8").replace(/"total":(\d+)/, '"total":1$1'),
    );
    expect(check(many, forged)).toMatchObject({ status: 1, stdout: expect.stringContaining("total") });
  });
});

describe("sentences of a clearing", () => {
  it.each(catalogueLanguages)("are there in %s for everything that can be wrong", (language) => {
    const keys = [...readCatalogue(language).keys()].filter((key) => key.startsWith("clear.fault."));
    const expected = [...obligationsFaultReasons, ...certificateFaultReasons].map(
      (reason) => `clear.fault.${reason}`,
    );
    expect(keys.sort()).toEqual(expected.sort());
  });
});
