// A rule set as the text that an assembly reads and adopts: paragraphs, with lists where several things have to hold. Pure.
// Invariant: every part of every rule is said, in an order that does not depend on the order of keys.
import { inOneBreath, phrase, type Phrase, type Wording } from "./phrases.ts";
import { ruleFor } from "./matters.ts";
import {
  type Condition,
  type ElectionRule,
  type MandateRule,
  type MatterRule,
  knownMatters,
  type Rules,
  type Weight,
} from "./types.ts";

/** A paragraph, or an item of a list, with a list below it. */
export type Block = { readonly phrase: Phrase; readonly items: readonly Block[] };

/** What is asked for in one matter; `matter` is null for what holds wherever nothing else is said. */
export type MatterText = {
  readonly matter: string | null;
  readonly heading: Phrase;
  readonly blocks: readonly Block[];
};

function block(key: string, values: Phrase["values"] = {}, items: readonly Block[] = []): Block {
  return { phrase: phrase(key, values), items };
}

/** A condition as items: what is joined becomes a list of its own, so that nobody has to guess what belongs together. */
function item(condition: Condition, wording: Wording): Block {
  if ("all" in condition && condition.all.length > 1) {
    return block(
      "describe.all_of",
      {},
      condition.all.map((part) => item(part, wording)),
    );
  }
  if ("any" in condition && condition.any.length > 1) {
    return block(
      "describe.any_of",
      {},
      condition.any.map((part) => item(part, wording)),
    );
  }
  if ("not" in condition && ("all" in condition.not || "any" in condition.not)) {
    return block("describe.none_of_this", {}, [item(condition.not, wording)]);
  }
  if ("weighed" in condition && ("all" in condition.holds || "any" in condition.holds)) {
    return block("describe.weighed", { by: { name: condition.weighed } }, [item(condition.holds, wording)]);
  }
  return { phrase: phrase("describe.item", { condition: inOneBreath(condition, wording) }), items: [] };
}

/** `A proposal is adopted if …`: with one condition a sentence, with several a list. */
function asked(key: string, condition: Condition, wording: Wording): Block {
  const joined = "all" in condition ? condition.all : "any" in condition ? condition.any : [];
  if (joined.length > 1) {
    const kind = "all" in condition ? "all" : "any";
    return block(
      `describe.${key}_${kind}`,
      {},
      joined.map((part) => item(part, wording)),
    );
  }
  const [only = condition] = joined;
  return block(`describe.${key}`, { condition: inOneBreath(only, wording) });
}

function weightBlock(weight: Weight): Block {
  if (weight === "equal") return block("describe.weight_equal");
  if ("squareRoot" in weight) return block(`describe.weight_root_${weight.squareRoot}`);
  if ("seats" in weight) {
    const { most } = weight.seats;
    return most === undefined
      ? block("describe.weight_seats")
      : block("describe.weight_seats_most", { most });
  }
  const { per, most } = weight.members;
  return most === undefined
    ? block("describe.weight_members", { per })
    : block("describe.weight_members_most", { per, most });
}

function electionBlock({ method, settings = {} }: ElectionRule): Block {
  const items = Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => block("describe.setting", { name, value }));
  return block(`describe.election${items.length > 0 ? "_with" : ""}`, { method }, items);
}

/** In this order; what a rule does not have, or lifts, is said only where it lifts it. */
function blocksOf(own: MatterRule, wording: Wording): Block[] {
  const blocks: Block[] = [];
  const add = <Part>(part: Part | null | undefined, lifted: string, make: (part: Part) => Block) => {
    if (part === null) blocks.push(block(`describe.no_${lifted}`));
    else if (part !== undefined) blocks.push(make(part));
  };
  add(own.proposal, "proposal", (condition) => asked("proposal", condition, wording));
  add(own.voters, "voters", (voters) => block("describe.voters", { who: voters }));
  add(own.weight, "weight", weightBlock);
  add(own.quorum, "quorum", (condition) => asked("quorum", condition, wording));
  add(own.adoption, "adoption", (condition) => asked("adoption", condition, wording));
  add(own.tie, "tie", (tie) => block(`describe.tie_${tie}`));
  add(own.readings, "readings", ({ times, days }) =>
    days === 0 ? block("describe.readings_at_once", { times }) : block("describe.readings", { times, days }),
  );
  add(own.election, "election", electionBlock);
  return blocks;
}

function ownBlocks(own: MatterRule, wording: Wording): Block[] {
  const blocks = blocksOf(own, wording);
  return blocks.length > 0 ? blocks : [block("describe.as_default")];
}

function mandateBlocks({ months, consecutive, petition }: MandateRule, wording: Wording): Block[] {
  return [
    ...(months === undefined ? [] : [block("describe.months", { months })]),
    ...(consecutive === undefined ? [] : [block("describe.consecutive", { consecutive })]),
    ...(petition === undefined ? [] : [asked("petition", petition, wording)]),
  ];
}

const ORDER: readonly string[] = knownMatters;

function place(matter: string): number {
  const at = ORDER.indexOf(matter);
  return at === -1 ? ORDER.length : at;
}

/** The heading of a matter: those that the node knows have words, others are named as they are. */
export function matterPhrase(matter: string): Phrase {
  return ORDER.includes(matter) ? phrase(`matter.${matter}`) : phrase("matter_named", { matter });
}

/** The whole rule set: what holds wherever nothing else is said, then each matter, then mandates. */
export function describe(rules: Rules): readonly MatterText[] {
  const wording = (matter: string) => ({ voters: ruleFor(rules, matter).voters ?? null });
  const general = { voters: rules.default.voters ?? null };
  const matters = Object.keys(rules.matters).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const mandates = rules.mandates ? mandateBlocks(rules.mandates, general) : [];
  return [
    {
      matter: null,
      heading: phrase(matters.length > 0 ? "describe.default_heading" : "describe.only_heading"),
      blocks: blocksOf(rules.default, general),
    },
    ...matters.map((matter) => ({
      matter,
      heading: matterPhrase(matter),
      blocks: ownBlocks(rules.matters[matter] ?? {}, wording(matter)),
    })),
    ...(mandates.length > 0
      ? [{ matter: "mandates", heading: phrase("describe.mandates_heading"), blocks: mandates }]
      : []),
  ];
}
