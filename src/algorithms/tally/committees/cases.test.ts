// Sixty profiles with the winning committees of twenty-eight rules, as an independent library computed them.
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { caseFile, casesOf } from "../../../../test/support/cases.ts";
import { readAbcvoting } from "../../ballots/index.ts";
import { lexically } from "../lexical.ts";
import { methodFor } from "../methods.ts";
import type { committeeMethods } from "./index.ts";

type Expected = { rule_id: string; result: number[][] | null; resolute: boolean };
type Named = readonly [keyof typeof committeeMethods, Record<string, string>?];

/** That library's names, and ours. */
const names: Readonly<Record<string, Named>> = {
  av: ["approval"],
  sav: ["sav"],
  pav: ["pav"],
  slav: ["slav"],
  cc: ["chamberlin-courant"],
  lexcc: ["lexcc"],
  geom2: ["geom2"],
  adams: ["adams"],
  seqpav: ["seqpav"],
  revseqpav: ["revseqpav"],
  seqslav: ["seqslav"],
  seqcc: ["seqcc"],
  seqphragmen: ["phragmen"],
  minimaxphragmen: ["minimax-phragmen"],
  leximaxphragmen: ["leximax-phragmen"],
  "phragmen-enestroem": ["phragmen-enestroem"],
  "maximin-support": ["maximin-support"],
  monroe: ["monroe"],
  "greedy-monroe": ["greedy-monroe"],
  minimaxav: ["minimaxav"],
  lexminimaxav: ["lexminimaxav"],
  "equal-shares": ["equal-shares"],
  "equal-shares-with-av-completion": ["equal-shares", { completion: "approval" }],
  "equal-shares-with-increment-completion": ["equal-shares", { completion: "add-one" }],
  "consensus-rule": ["consensus"],
  eph: ["eph"],
  rsd: ["serial-dictatorship"],
  trivial: ["trivial"],
};

const ascending = (committee: readonly number[]) => [...committee].sort((a, b) => a - b);
const files = casesOf("committees", ".abc.yaml");

describe.skipIf(files.length === 0)("committees", () => {
  it.each(files)("are elected as expected by every rule: %s", async (file) => {
    const bytes = caseFile("committees", file);
    const election = await readAbcvoting(bytes);
    const { compute } = parse(new TextDecoder().decode(bytes)) as { compute: Expected[] };
    for (const { rule_id: id, result, resolute } of compute) {
      const [method, settings = {}] = names[id] ?? expect.unreachable(`no rule for ${id}`);
      const { elected, alternatives } = methodFor(method, election).count(election, {
        seats: null,
        ties: { by: "order" },
        stages: true,
        all: !resolute,
        settings,
      });
      const all = result?.map(ascending).sort(lexically);
      expect([id, elected.length]).toEqual([id, election.seats]);
      // What that library drew by lot or did not compute is not compared.
      if (!all) continue;
      if (resolute) expect([id, all]).toEqual([id, expect.arrayContaining([ascending(elected)])]);
      else expect([id, alternatives]).toEqual([id, all]);
    }
  });

  it("have been compared for every rule that the library has", async () => {
    const { compute } = parse(new TextDecoder().decode(caseFile("committees", files[0] ?? ""))) as {
      compute: Expected[];
    };
    expect(Object.keys(names).sort()).toEqual([...new Set(compute.map(({ rule_id: id }) => id))].sort());
  });
});
