// `apportion`: seats divided by votes on the command line, without a node.
import {
  apportion,
  ApportionmentError,
  type ApportionmentRule,
  apportionmentRules,
} from "#algorithms/apportionment";
import { translator } from "#platform/i18n/i18n";
import { type Command, CommandError, commonOptions, languageOf, text, wholeNumber } from "./command.ts";

/** The rules as they are typed: with hyphens, and D'Hondt in one word. */
const names: ReadonlyMap<string, ApportionmentRule> = new Map(
  apportionmentRules.map((rule) => [rule === "d_hondt" ? "dhondt" : rule.replaceAll("_", "-"), rule]),
);

/** Beyond that nobody divides seats, and a mistyped number would keep the machine busy. */
const MOST_SEATS = 1_000_000;

export const apportionCommand: Command = {
  options: {
    ...commonOptions,
    method: { type: "string" },
    seats: { type: "string" },
    json: { type: "boolean" },
  },
  async run({ values, positionals, io }) {
    const name = text(values, "method");
    const rule = names.get(name ?? "");
    if (!rule) throw new CommandError(`--method takes one of ${[...names.keys()].join(", ")}`);
    const seats = wholeNumber(values, "seats");
    if (seats === undefined || seats > MOST_SEATS)
      throw new CommandError(`--seats takes a whole number from 1 to ${MOST_SEATS}`);
    if (positionals.length === 0) throw new CommandError("the votes are missing");
    const weights = positionals.map((typed) => {
      if (!/^\d{1,16}$/.test(typed) || !Number.isSafeInteger(Number(typed)))
        throw new CommandError(`votes are whole numbers from 0, not '${typed}'`);
      return Number(typed);
    });
    const t = translator(languageOf(io));
    try {
      const division = apportion({ rule, seats, weights });
      if (values["json"] === true) io.out(JSON.stringify(division.seats));
      else
        for (const [index, given] of division.seats.entries())
          io.out(t("counting.seatsOf", { number: index + 1, votes: weights[index] ?? 0, seats: given }));
      if (division.tied.length > 0)
        io.err(t("counting.seatsTied", { list: division.tied.map((index) => index + 1).join(", ") }));
      return 0;
    } catch (error) {
      if (!(error instanceof ApportionmentError)) throw error;
      io.err(`cumbe: ${t(`counting.apportionmentRefused.${error.reason}`)}`);
      return 1;
    }
  },
};
