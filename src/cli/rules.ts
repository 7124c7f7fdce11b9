// `rules`: reads rules of operation, says them in words, tries their cases, and repeats a verdict, without a node.
import { readFile, stat } from "node:fs/promises";
import { evaluate, type Facts, readFacts, readRules, type RuleFault, type Rules } from "#algorithms/rules";
import { translator } from "#platform/i18n/i18n";
import { faultSentence, rulesPlainText, verdictSentence } from "#platform/rule-sentences";
import {
  type Command,
  CommandError,
  commonOptions,
  type Io,
  languageOf,
  only,
  text,
  type Values,
} from "./command.ts";

/** A rule set has at most 600 parts and texts of people beside them. */
const MOST_BYTES = 4 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

/** What was read is wrong, with a sentence for each fault. */
class Faulty extends Error {
  readonly key: string;
  readonly faults: readonly RuleFault[];
  constructor(key: string, faults: readonly RuleFault[]) {
    super(key);
    this.key = key;
    this.faults = faults;
  }
}

async function readJson(file: string): Promise<unknown> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandError(`there is no file '${file}' that can be read`);
  if (found.size > MOST_BYTES) throw new CommandError(`'${file}' is larger than ${MOST_BYTES} bytes`);
  try {
    return JSON.parse(await readFile(file, "utf8")) as unknown;
  } catch {
    throw new CommandError(`'${file}' is no JSON`);
  }
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Rules by themselves, or with cases beside them, as in examples/rules. */
function rulesOf(json: unknown): { rules: Rules; cases: readonly unknown[] } {
  const isExample = isObject(json) && Object.hasOwn(json, "rules") && !Object.hasOwn(json, "format");
  const { rules, faults } = readRules(isExample ? json["rules"] : json);
  if (!rules) throw new Faulty("rules.cli.refused", faults);
  const cases = isExample ? json["cases"] : undefined;
  return { rules, cases: Array.isArray(cases) ? cases : [] };
}

function factsOf(json: unknown): Facts {
  const { facts, faults } = readFacts(json);
  if (!facts) throw new Faulty("rules.cli.factsRefused", faults);
  return facts;
}

type Tried = {
  readonly name: string;
  readonly expected: string;
  readonly verdict: string;
  readonly sentence: string;
};

function tried(rules: Rules, one: unknown, language: string): Tried {
  const { name, matter, verdict, facts } = isObject(one) ? one : ({} as Json);
  const result = evaluate(rules, String(matter), factsOf(facts));
  const sentence = verdictSentence(result, language);
  return { name: String(name), expected: String(verdict), verdict: result.verdict, sentence };
}

function printCases(cases: readonly Tried[], io: Io): void {
  const t = translator(languageOf(io));
  for (const { name, expected, verdict, sentence } of cases) {
    const key = expected === verdict ? "rules.cli.caseHolds" : "rules.cli.caseDiffers";
    io.out("");
    io.out(t(key, { name, expected }));
    io.out(`  ${sentence}`);
  }
}

async function runRules(values: Values, file: string, io: Io): Promise<number> {
  const language = languageOf(io);
  const { rules, cases } = rulesOf(await readJson(file));
  const [matter, facts] = [text(values, "matter"), text(values, "facts")];
  const asJson = values["json"] === true;
  if ((matter === undefined) !== (facts === undefined)) {
    throw new CommandError("--matter and --facts go together");
  }
  if (matter !== undefined && facts !== undefined) {
    const result = evaluate(rules, matter, factsOf(await readJson(facts)));
    io.out(asJson ? JSON.stringify(result) : verdictSentence(result, language));
    return 0;
  }
  const results = cases.map((one) => tried(rules, one, language));
  if (asJson) io.out(JSON.stringify({ rules, cases: results }));
  else {
    io.out(rulesPlainText(rules, language));
    printCases(results, io);
  }
  return results.every(({ expected, verdict }) => expected === verdict) ? 0 : 1;
}

export const rulesCommand: Command = {
  options: {
    ...commonOptions,
    matter: { type: "string" },
    facts: { type: "string" },
    json: { type: "boolean" },
  },
  async run({ values, positionals, io }) {
    try {
      return await runRules(values, only(positionals, "FILE"), io);
    } catch (error) {
      if (!(error instanceof Faulty)) throw error;
      const language = languageOf(io);
      io.err(`cumbe: ${translator(language)(error.key)}`);
      for (const fault of error.faults) io.err(`  ${faultSentence(fault, language)}`);
      return 1;
    }
  },
};
