// Following motions: submitted, supported, admitted, and then a text like any other.
// Invariant: what a kind needs is what was set by then, or else the table here; how many support a motion is counted.
import { canonicalHash } from "../transparency/index.ts";
import { found, hold } from "./fault.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import type { Motion, MotionKind } from "./shapes.ts";
import { followVersion } from "./versions.ts";
import { holdSame, type MotionNeed, type MotionWorld, named, numberIn, textIn, type World } from "./world.ts";

/** Where an edition has set nothing else (docs/guides/checking-a-congress.md). */
const NEEDS: Readonly<Record<MotionKind, MotionNeed>> = {
  resolution: { supporters: 3, percent: 0, closesAt: null },
  statement: { supporters: 3, percent: 0, closesAt: null },
  procedure: { supporters: 1, percent: 0, closesAt: null },
  election: { supporters: 1, percent: 0, closesAt: null },
  urgency: { supporters: 3, percent: 10, closesAt: null },
  rules: { supporters: 3, percent: 0, closesAt: null },
};
const TAKE_AMENDMENTS: ReadonlySet<MotionKind> = new Set(["resolution", "statement", "urgency"]);

const whatOf = ({ said }: MotionWorld, act: Act) => ({
  what: "motion",
  which: String(said.number),
  act: act.id,
});
const needOf = (world: World, { kind }: Motion) => world.motionNeeds.get(kind) ?? NEEDS[kind];

function motionOf(world: World, act: Act): MotionWorld {
  const number = numberIn(act, "number");
  hold(act.subject === `${world.edition.subject}/motions/${number}`, "orderBroken", {
    act: act.id,
    type: act.type,
  });
  return found(world.motions.get(number), "objectMissing", {
    what: "motion",
    which: String(number),
    act: act.id,
  });
}

function moveOn(motion: MotionWorld, act: Act, from: MotionWorld["state"], to: MotionWorld["state"]): void {
  hold(motion.state === from, "orderBroken", { act: act.id, type: act.type });
  motion.state = to;
  motion.stateAt = act.at;
}

/**
 * A motion that has its support by an act is admitted in the same moment, under the same mandate; whatever else happens to
 * it meanwhile is told.
 */
function holdNotDue({ said, due }: MotionWorld): void {
  hold(due === null, "admissionMissing", { number: said.number, ...due?.support });
}

function becomeDue(world: World, motion: MotionWorld, act: Act): void {
  const needed = neededNow(world, motion);
  if (motion.supporters < needed) return;
  const { at, mandate } = act;
  motion.due = { at, mandate, support: { supporters: motion.supporters, needed } };
}

function neededNow(world: World, { said }: MotionWorld): number {
  const { supporters, percent } = needOf(world, said);
  return Math.max(supporters, Math.ceil((percent * world.accredited.size) / 100));
}

function inTime(world: World, motion: MotionWorld, act: Act): void {
  const { closesAt } = needOf(world, motion.said);
  hold(closesAt === null || act.at <= closesAt, "orderBroken", { act: act.id, type: act.type });
}

export function followSubmitted(world: World, act: Act): void {
  const motion = motionOf(world, act);
  const { said } = motion;
  hold(said.number === world.lastMotion + 1, "numberMissing", {
    what: "motion",
    text: world.edition.slug,
    number: world.lastMotion + 1,
  });
  world.lastMotion = said.number;
  holdSame(
    {
      act: [said.act, act.id],
      submittedAt: [said.submittedAt, act.at],
      mandate: [said.mandate, act.mandate],
      organization: [said.organization, act.record["organization"]],
      kind: [said.kind, act.record["kind"]],
      paragraphs: [said.paragraphs.length, act.record["paragraphs"]],
    },
    whatOf(motion, act),
  );
  const { title, reason, language, paragraphs } = said;
  const hash = Buffer.from(canonicalHash({ title, reason, language, paragraphs })).toString("hex");
  hold(hash === act.record["contentHash"], "motionDiffers", { number: said.number });
  holdItsRules(world, said, act);
  inTime(world, motion, act);
  authorised(world, act, "congress.propose", said.organization, "mandateOnly");
  moveOn(motion, act, "unknown", "submitted");
  becomeDue(world, motion, act);
}

/** A motion on rules is about a proposal that was kept with it, by the same delegation. */
function holdItsRules({ rules }: World, said: Motion, act: Act): void {
  const proposal = rules.proposals.get(said.ruleProposal ?? "");
  const right =
    said.kind === "rules"
      ? rules.proposed.has(said.ruleProposal ?? "") &&
        proposal?.hash === act.record["rules"] &&
        proposal?.organization === said.organization
      : said.ruleProposal === null && act.record["rules"] === undefined;
  hold(right, "motionDiffers", { number: said.number });
}

export function followSupported(world: World, act: Act): void {
  const motion = motionOf(world, act);
  const organization = textIn(act, "organization");
  const said = found(motion.supports.get(organization), "objectMissing", {
    what: "support",
    which: `${motion.said.number} ${named(world, organization)}`,
    act: act.id,
  });
  holdSame(
    {
      act: [said.act, act.id],
      mandate: [said.mandate, act.mandate],
      supportedAt: [said.supportedAt, act.at],
    },
    { ...whatOf(motion, act), what: "support" },
  );
  const others = organization !== motion.said.organization;
  hold(motion.state === "submitted" && others, "orderBroken", { act: act.id, type: act.type });
  inTime(world, motion, act);
  authorised(world, act, "congress.propose", organization, "mandateOnly");
  // The share that it may need is of the accredited: nobody else adds to it.
  hold(world.accredited.has(organization), "supporterNotAccredited", {
    number: motion.said.number,
    organization: named(world, organization),
  });
  holdNotDue(motion);
  motion.supports.delete(organization);
  motion.supporters += 1;
  becomeDue(world, motion, act);
}

/** Its words become the first version of a text, open from the beginning. */
export async function followAdmitted(world: World, act: Act): Promise<void> {
  const motion = motionOf(world, act);
  const { said, supporters } = motion;
  const needed = neededNow(world, motion);
  const counted =
    supporters >= needed && act.record["supporters"] === supporters && act.record["needed"] === needed;
  hold(counted, "supportDiffers", { number: said.number, supporters, needed });
  holdAdmittedBy(world, motion, act);
  const text = found(world.texts.get(said.text ?? ""), "objectMissing", {
    ...whatOf(motion, act),
    what: "text",
  });
  hold(
    sameJson([text.said.title, said.text], [said.title, text.said.slug]) &&
      act.record["text"] === `${world.edition.subject}/texts/${text.said.slug}`,
    "motionDiffers",
    { number: said.number },
  );
  holdSame(
    {
      language: [text.said.language, said.language],
      createdAt: [text.said.createdAt, act.at],
      edition: [text.said.editionId, world.edition.id],
      amendable: [text.said.amendable, TAKE_AMENDMENTS.has(said.kind)],
    },
    { what: "text", which: text.said.slug, act: act.id },
  );
  hold(text.state === "unknown", "orderBroken", { act: act.id, type: act.type });
  text.paragraphs = await followVersion(world, text, act, 1);
  hold(sameJson(text.paragraphs, said.paragraphs), "motionDiffers", { number: said.number });
  text.state = "open";
  moveOn(motion, act, "submitted", "admitted");
}

/** The support that makes it enough admits it; else the chair does, where fewer are needed by now. */
function holdAdmittedBy(world: World, motion: MotionWorld, act: Act): void {
  const { said, due } = motion;
  if (act.record["by"] === "chair") {
    holdNotDue(motion);
    authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
    return;
  }
  const same = act.record["by"] === "supporters" && due?.at === act.at && due.mandate === act.mandate;
  hold(same, "admissionMissing", {
    number: said.number,
    supporters: motion.supporters,
    needed: neededNow(world, motion),
  });
  motion.due = null;
}

export function followNotAdmitted(world: World, act: Act): void {
  const motion = motionOf(world, act);
  holdNotDue(motion);
  hold(sameJson(motion.said.ruling, act.record["ruling"]), "motionDiffers", { number: motion.said.number });
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  moveOn(motion, act, "submitted", "not_admitted");
}

export function followMotionWithdrawn(world: World, act: Act): void {
  const motion = motionOf(world, act);
  holdNotDue(motion);
  authorised(world, act, "congress.propose", motion.said.organization, "mandateOnly");
  moveOn(motion, act, "submitted", "withdrawn");
}

export function followRulesSet(world: World, act: Act): void {
  const what = { what: "motionRule", which: textIn(act, "kind"), act: act.id };
  const said = found(world.motionRules.get(act.id), "objectMissing", what);
  holdSame(
    {
      kind: [said.kind, act.record["kind"]],
      supporters: [said.supporters, act.record["supporters"]],
      percent: [said.percent, act.record["percent"]],
      closesAt: [said.closesAt, act.record["closesAt"]],
      mandate: [said.mandate, act.mandate],
      setAt: [said.setAt, act.at],
    },
    what,
  );
  world.motionRules.delete(act.id);
  world.motionNeeds.set(said.kind, said);
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** Nothing is said of a motion that no act did. */
export function endOfMotions({ motions, motionRules }: World): void {
  for (const motion of motions.values()) {
    const { said, state, stateAt, supports } = motion;
    holdNotDue(motion);
    const which = String(said.number);
    hold(state !== "unknown", "objectWithoutAct", { what: "motion", which });
    hold(said.state === state, "stateDiffers", { what: "motion", which, said: said.state, computed: state });
    holdSame(
      {
        stateAt: [said.stateAt, stateAt],
        admitted: [said.text !== null, state === "admitted"],
        ruled: [said.ruling !== null, state === "not_admitted"],
      },
      { what: "motion", which, act: said.act },
    );
    hold(supports.size === 0, "objectWithoutAct", { what: "support", which });
  }
  const [rule] = motionRules.values();
  if (rule) hold(false, "objectWithoutAct", { what: "motionRule", which: rule.kind });
}
