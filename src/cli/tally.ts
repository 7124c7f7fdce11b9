// `tally`: counts files of ballots on the command line, without a node, so that anybody can repeat a count.
// Invariant: what is printed is exact; a file that cannot be read whole, or not be counted so, is told, and the end is 1.
import { BallotFault } from "#algorithms/ballots";
import { CountRefused, type CountOptions, methodFor, methodNames } from "#algorithms/tally";
import { type Translate, translator } from "#platform/i18n/i18n";
import { readBallotFile } from "./ballot-files.ts";
import {
  type Command,
  CommandError,
  commonOptions,
  type Io,
  languageOf,
  text,
  texts,
  type Values,
  wholeNumber,
} from "./command.ts";
import { countAsJson, sayCount } from "./counted.ts";

export const tallyCommand: Command = {
  options: {
    ...commonOptions,
    rule: { type: "string" },
    seats: { type: "string" },
    seed: { type: "string" },
    set: { type: "string", multiple: true },
    json: { type: "boolean" },
    stages: { type: "boolean" },
    all: { type: "boolean" },
  },
  async run({ values, positionals, io }) {
    if (positionals.length === 0) throw new CommandError("FILE is missing");
    const rule = text(values, "rule");
    if (rule === undefined || !methodNames.includes(rule))
      throw new CommandError(`--rule takes one of ${methodNames.join(", ")}`);
    const asked = { rule, options: optionsOf(values), json: values["json"] === true };
    let worst = 0;
    for (const file of positionals) {
      const code = await countFile(file, { ...asked, several: positionals.length > 1 }, io);
      worst = Math.max(worst, code);
    }
    return worst;
  },
};

/** A tie that the method leaves open is broken by lot where a seed is given, else by the order of the file, and told so. */
function optionsOf(values: Values): CountOptions {
  const seed = text(values, "seed");
  return {
    seats: wholeNumber(values, "seats") ?? null,
    ties: seed === undefined ? { by: "order" } : { by: "lot", seed },
    stages: values["stages"] === true || values["json"] === true,
    all: values["all"] === true,
    settings: Object.fromEntries(texts(values, "set").map(settingOf)),
  };
}

function settingOf(typed: string): [string, string] {
  const at = typed.indexOf("=");
  if (at < 1) throw new CommandError(`--set takes NAME=VALUE, not '${typed}'`);
  return [typed.slice(0, at), typed.slice(at + 1)];
}

type Asked = {
  readonly rule: string;
  readonly options: CountOptions;
  readonly json: boolean;
  readonly several: boolean;
};

async function countFile(file: string, { rule, options, json, several }: Asked, io: Io): Promise<number> {
  const t = translator(languageOf(io));
  const whose = several ? { file } : {};
  try {
    const election = await readBallotFile(file);
    const count = methodFor(rule, election).count(election, options);
    const written = { election, count, stages: options.stages };
    if (json) io.out(JSON.stringify({ ...whose, ...countAsJson(written) }));
    else {
      if (several) io.out(`== ${file}`);
      sayCount(t, written, io);
    }
    return 0;
  } catch (error) {
    const said = sentenceOf(t, error);
    if (said === undefined) throw error;
    io.err(`cumbe: ${several ? `${file}: ` : ""}${said}`);
    // With several files each has its line, also one that was not counted.
    if (json && several) io.out(JSON.stringify({ file, error: said }));
    return 1;
  }
}

function sentenceOf(t: Translate, error: unknown): string | undefined {
  if (error instanceof CountRefused) return t(`tally.refused.${error.reason}`, error.facts);
  if (!(error instanceof BallotFault)) return undefined;
  const said = t(`tally.fault.${error.reason}`, error.facts);
  return error.line === null ? said : t("counting.atLine", { line: error.line, said });
}
