// Following rules of operation: set before the first vote, proposed, adopted; and by which of them each vote was decided.
// Invariants: rules come into force by a vote on them that the rules of before decided, and at its very close; a vote is
// decided by those that were in force when it opened, in the matter that it is on.
import { matterOfChange, ruleFor } from "../rules/index.ts";
import { areAdopted, rulesOfToday } from "../roll-calls/index.ts";
import { canonicalHash } from "../transparency/index.ts";
import { found, hold } from "./fault.ts";
import type { Act } from "./log.ts";
import { authorised } from "./mandates.ts";
import type { RuleProposal, RuleVersion } from "./rules-shapes.ts";
import type { MotionKind } from "./shapes.ts";
import { holdSame, numberIn, type RollCallWorld, type TextWorld, textIn, type World } from "./world.ts";

const hashOf = (rules: RuleVersion["rules"]) => Buffer.from(canonicalHash(rules)).toString("hex");

function subjectIsTheirs({ edition }: World, act: Act): void {
  hold(act.subject === `${edition.subject}/rules`, "orderBroken", { act: act.id, type: act.type });
}

function versionOf(world: World, act: Act): RuleVersion {
  subjectIsTheirs(world, act);
  const which = String(numberIn(act, "number"));
  const said = found(world.rules.versions.get(act.id), "objectMissing", {
    what: "ruleVersion",
    which,
    act: act.id,
  });
  const what = { what: "ruleVersion", which, act: act.id };
  holdSame(
    {
      number: [said.number, act.record["number"]],
      inForceFrom: [said.inForceFrom, act.at],
      mandate: [said.mandate, act.mandate],
      decision: [said.decision, act.record["decision"] ?? null],
      proposal: [said.proposal, act.record["proposal"] ?? null],
    },
    what,
  );
  hold(said.number === (world.rules.inForce?.number ?? 0) + 1, "numberMissing", {
    what: "ruleVersion",
    text: world.edition.slug,
    number: (world.rules.inForce?.number ?? 0) + 1,
  });
  const right = said.hash === act.record["hash"] && hashOf(said.rules) === said.hash;
  hold(right, "rulesDiffer", { number: said.number });
  world.rules.versions.delete(act.id);
  return said;
}

/** Whoever presides sets the first ones, before anything was voted on. */
export function followRulesFounded(world: World, act: Act): void {
  const said = versionOf(world, act);
  const voted = [...world.rollCalls.values()].some(({ state }) => state !== "unopened");
  hold(said.number === 1 && said.proposal === null && !voted, "orderBroken", { act: act.id, type: act.type });
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  world.rules.inForce = said;
}

export function followRulesProposed(world: World, act: Act): void {
  subjectIsTheirs(world, act);
  const which = textIn(act, "proposal");
  const what = { what: "ruleProposal", which, act: act.id };
  const said = found(world.rules.proposals.get(which), "objectMissing", what);
  holdSame(
    {
      act: [said.act, act.id],
      proposedAt: [said.proposedAt, act.at],
      mandate: [said.mandate, act.mandate],
      organization: [said.organization, act.record["organization"]],
    },
    what,
  );
  const right = said.hash === act.record["hash"] && hashOf(said.rules) === said.hash;
  hold(right, "rulesDiffer", { number: 0 });
  authorised(world, act, "congress.propose", said.organization, "mandateOnly");
  hold(!world.rules.proposed.has(which), "orderBroken", { act: act.id, type: act.type });
  world.rules.proposed.add(which);
}

/** What a text proposes as rules, where it comes from a motion on them. */
function proposalOf(world: World, { said: { slug } }: TextWorld): RuleProposal | null {
  const motion = [...world.motions.values()].find(({ said }) => said.text === slug);
  const id = motion?.said.ruleProposal ?? null;
  return id === null ? null : (world.rules.proposals.get(id) ?? null);
}

/** A text was adopted: where it proposes rules, they have to be in force right after. */
export function becomeRules(world: World, text: TextWorld, { said }: RollCallWorld, act: Act): void {
  const proposal = proposalOf(world, text);
  if (!proposal) return;
  const decision = `${world.edition.subject}/texts/${text.said.slug}/votes/${said.id}`;
  world.rules.due = { proposal: proposal.id, decision, at: act.at };
}

export function followRulesAdopted(world: World, act: Act): void {
  const said = versionOf(world, act);
  const { due, proposals } = world.rules;
  const proposal = proposals.get(said.proposal ?? "");
  const decided =
    due !== null && due.proposal === said.proposal && due.decision === said.decision && due.at === act.at;
  hold(decided, "rulesNotAdopted", { number: said.number });
  hold(proposal?.hash === said.hash, "rulesDiffer", { number: said.number });
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  world.rules.inForce = said;
  world.rules.due = null;
}

/** Rules that were adopted are in force before anything else is voted on. */
function holdNothingDue({ rules: { due } }: World): void {
  hold(due === null, "rulesMissing", { decision: due?.decision ?? "" });
}

const OF_MOTIONS: Readonly<Record<Exclude<MotionKind, "rules">, string>> = {
  resolution: "text",
  statement: "text",
  procedure: "procedure",
  election: "ordinary",
  urgency: "urgency",
};

function matterOf(world: World, text: TextWorld, amendment: number | null): string {
  if (amendment !== null) return "amendment";
  const motion = [...world.motions.values()].find(({ said }) => said.text === text.said.slug);
  if (!motion) return "text";
  const { kind } = motion.said;
  if (kind !== "rules") return OF_MOTIONS[kind];
  const proposal = proposalOf(world, text);
  return proposal ? matterOfChange(world.rules.inForce?.rules ?? rulesOfToday, proposal.rules) : "rules";
}

/** A vote that opens is decided by the rules in force, in its matter. */
export function holdRulesOf(world: World, text: TextWorld, { said }: RollCallWorld): void {
  holdNothingDue(world);
  const { inForce } = world.rules;
  const number = areAdopted(said.rules) ? said.rules.version : 0;
  const facts = { rollCall: said.id, said: number, inForce: inForce?.number ?? 0 };
  if (!areAdopted(said.rules) || !inForce) {
    hold(!areAdopted(said.rules) && !inForce, "rulesNotInForce", facts);
    return;
  }
  const { version, hash, matter } = said.rules;
  hold(version === inForce.number && hash === inForce.hash, "rulesNotInForce", facts);
  const due = matterOf(world, text, said.amendment);
  hold(matter === due, "matterDiffers", { rollCall: said.id, said: matter, due });
  const readings = said.amendment === null ? ruleFor(inForce.rules, matter).readings : null;
  const isRead = !readings || readings.times < 2 || text.reading.readings > 1;
  hold(isRead, "readingDiffers", { text: text.said.slug, version: said.version });
}

/** The rules that a vote names; null where it names none. */
export function adoptedRulesOf(world: World, { rules }: RollCallWorld["said"]): RuleVersion["rules"] | null {
  return areAdopted(rules) ? (world.rules.all.get(rules.version)?.rules ?? null) : null;
}

/** Nothing is said of rules that no act did. */
export function endOfRules(world: World): void {
  holdNothingDue(world);
  const [version] = world.rules.versions.values();
  if (version) hold(false, "objectWithoutAct", { what: "ruleVersion", which: String(version.number) });
  for (const { id } of world.rules.proposals.values())
    hold(world.rules.proposed.has(id), "objectWithoutAct", { what: "ruleProposal", which: id });
}
