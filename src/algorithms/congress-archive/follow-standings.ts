// Following what becomes of amendments before they are put into the text: carried over to a new version, taking up others,
// ended without a vote, or with the one that they amend.
// Invariant: what an amendment reads as now is only ever what was proposed, with the places of its words moved; or, once it
// took up another one, what both give one after the other.
import { ArchiveFault, found, hold } from "./fault.ts";
import { isCarried, isUntouched } from "./carried.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { applyAmendment, plainOperations } from "./operations.ts";
import { paragraphsOf } from "./versions.ts";
import type { Paragraph, Standing } from "./shapes.ts";
import {
  type AmendmentWorld,
  holdSame,
  numberIn,
  textIn,
  textOf,
  type TextWorld,
  type World,
} from "./world.ts";

const facts = (text: TextWorld, { said }: AmendmentWorld) => ({ text: text.said.slug, number: said.number });
const FAILED = "amendmentNotAsProposed";
const OPEN = new Set(["proposed", "quorum_not_reached"]);

/** The text as an amendment leaves it. */
function left(
  paragraphs: readonly Paragraph[],
  text: TextWorld,
  amendment: AmendmentWorld,
  operations = amendment.operations,
): readonly Paragraph[] {
  const applied = applyAmendment(paragraphs, paragraphs, operations);
  if (!applied.ok)
    throw new ArchiveFault("amendmentNoLongerApplies", { ...facts(text, amendment), reason: applied.reason });
  return applied.paragraphs;
}

export function parentOf(text: TextWorld, { said }: AmendmentWorld): AmendmentWorld | undefined {
  return said.parent === null ? undefined : text.amendments.get(said.parent);
}

/** What an amendment stands against: the last version, or what its parent leaves of it. */
export function standsAgainst(text: TextWorld, amendment: AmendmentWorld): readonly Paragraph[] {
  const parent = parentOf(text, amendment);
  return parent ? left(text.paragraphs, text, parent) : text.paragraphs;
}

/** The standing that an act brought an amendment, as it must be whatever came of it. */
export function takeStanding(
  text: TextWorld,
  amendment: AmendmentWorld,
  act: Act,
  due: Pick<Standing, "version" | "cause" | "takenUp">,
): Standing {
  const said = found(amendment.standings.get(act.id), "objectMissing", {
    what: "standing",
    which: `${text.said.slug} ${amendment.said.number}`,
    act: act.id,
  });
  holdSame(
    {
      revision: [said.revision, amendment.revision + 1],
      stoodAt: [said.stoodAt, act.at],
      version: [said.version, due.version],
      cause: [said.cause, due.cause],
      takenUp: [said.takenUp, due.takenUp],
    },
    { what: "standing", which: `${text.said.slug} ${amendment.said.number}`, act: act.id },
  );
  amendment.standings.delete(act.id);
  amendment.revision += 1;
  return said;
}

type Carry = {
  readonly base: readonly Paragraph[];
  readonly after: readonly Paragraph[];
  readonly version: number;
};

/** Holds a carried amendment to what it was before; sets how it reads from now on. */
export function carry(
  text: TextWorld,
  amendment: AmendmentWorld,
  standing: Standing,
  { base, after, version }: Carry,
): void {
  const { operations } = standing;
  const where = facts(text, amendment);
  if (standing.outcome === "fallen") {
    // Were every word of it untouched, it would not have fallen.
    hold(
      operations === null && !isUntouched(base, amendment.operations, after),
      "amendmentStillApplies",
      where,
    );
    return;
  }
  if (standing.outcome === "unchanged") {
    hold(operations === null && isUntouched(base, amendment.operations, after), FAILED, where);
  } else {
    hold(standing.outcome === "moved" && operations !== null, FAILED, where);
    hold(isCarried(base, amendment.operations, after, operations), FAILED, where);
    amendment.operations = plainOperations(operations);
  }
  amendment.against = version;
}

/** All that is open goes along with the text to its new version. */
export async function followCarriedOver(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const version = numberIn(act, "version");
  hold(version === text.lastVersion, "orderBroken", { act: act.id, type: act.type });
  const open = [...text.amendments.values()].filter(({ state }) => OPEN.has(state));
  const before = new Map<AmendmentWorld, readonly Paragraph[]>();
  for (const amendment of open) {
    const own = await paragraphsOf(world.archive, text.said.slug, amendment.against);
    const parent = parentOf(text, amendment);
    before.set(amendment, parent ? left(own, text, parent) : own);
  }
  const outcomes: Record<string, number[]> = { unchanged: [], moved: [], fallen: [] };
  const fallen: unknown[] = [];
  // Those that are amended first: what they leave is what the others stand against.
  for (const amendment of open.sort(
    (one, other) => Number(one.said.parent !== null) - Number(other.said.parent !== null),
  )) {
    const standing = takeStanding(text, amendment, act, { version, cause: "version", takenUp: null });
    outcomes[standing.outcome]?.push(amendment.said.number);
    const parent = parentOf(text, amendment);
    if (parent?.state === "superseded") {
      end(amendment, act, standing.outcome === "fallen" ? "superseded" : "falls_with_parent");
    } else {
      const after = parent ? left(text.paragraphs, text, parent) : text.paragraphs;
      carry(text, amendment, standing, { base: before.get(amendment) ?? [], after, version });
      if (standing.outcome === "fallen") end(amendment, act, "superseded");
    }
    if (standing.outcome === "fallen") {
      amendment.obstacle = amendment.said.obstacle;
      fallen.push({
        number: amendment.said.number,
        reason: amendment.said.obstacle,
        facts: amendment.said.obstacleFacts,
      });
    }
  }
  const numbers = (list: unknown) =>
    Array.isArray(list) ? list.map(Number).sort((one, other) => one - other) : [];
  const byNumber = (one: unknown, other: unknown) =>
    (one as { number: number }).number - (other as { number: number }).number;
  const logged = act.record["fallen"];
  const same =
    sameJson(numbers(outcomes["unchanged"]), numbers(act.record["unchanged"])) &&
    sameJson(numbers(outcomes["moved"]), numbers(act.record["moved"])) &&
    sameJson(fallen.sort(byNumber), Array.isArray(logged) ? [...logged].sort(byNumber) : logged);
  hold(same, "recordDiffers", { index: act.index, act: act.id, type: act.type });
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

function end(amendment: AmendmentWorld, act: Act, state: AmendmentWorld["state"]): void {
  amendment.state = state;
  amendment.stateAt = act.at;
}

function amendmentIn(text: TextWorld, act: Act, number: number): AmendmentWorld {
  return found(text.amendments.get(number), "objectMissing", {
    what: "amendment",
    which: `${text.said.slug} ${number}`,
    act: act.id,
  });
}

/** An amendment to an amendment was adopted: its parent reads from now on as both of them. */
export function followTakenUp(world: World, act: Act): void {
  const text = textOf(world, act);
  const own = amendmentIn(text, act, numberIn(act, "number"));
  const parent = amendmentIn(text, act, numberIn(act, "parent"));
  const right = own.said.parent === parent.said.number && own.state === "voting" && OPEN.has(parent.state);
  hold(right, "orderBroken", { act: act.id, type: act.type });
  const base = left(text.paragraphs, text, parent);
  const both = left(base, text, own);
  const due = { version: text.lastVersion, cause: "secondary", takenUp: own.said.number } as const;
  const standing = takeStanding(text, parent, act, due);
  holdSame(
    { revision: [standing.revision, act.record["revision"]] },
    { what: "standing", which: String(parent.said.number), act: act.id },
  );
  const operations = plainOperations(standing.operations ?? []);
  const after = left(text.paragraphs, text, parent, operations);
  hold(standing.outcome === "rewritten" && sameJson(after, both), FAILED, facts(text, parent));
  parent.operations = operations;
  parent.against = text.lastVersion;
  end(own, act, "taken_up");
  const siblings = [...text.amendments.values()].filter(
    (one) => one !== own && one.said.parent === parent.said.number && OPEN.has(one.state),
  );
  for (const sibling of siblings) {
    const carried = takeStanding(text, sibling, act, due);
    carry(text, sibling, carried, { base, after, version: text.lastVersion });
  }
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** The chair ends an amendment without a vote: another one was adopted in its place, or its words no longer stand. */
export function followSuperseded(world: World, act: Act): void {
  const text = textOf(world, act);
  const amendment = amendmentIn(text, act, numberIn(act, "number"));
  hold(OPEN.has(amendment.state), "orderBroken", { act: act.id, type: act.type });
  const { obstacle, obstacleFacts } = amendment.said;
  hold(
    obstacle === textIn(act, "reason") && sameJson(obstacleFacts, act.record["facts"]),
    "amendmentDiffers",
    facts(text, amendment),
  );
  if (obstacle === "supersededByAmendment") {
    const other = text.amendments.get(Number(obstacleFacts?.["number"]));
    hold(other?.state === "adopted", "orderBroken", { act: act.id, type: act.type });
  }
  amendment.obstacle = obstacle;
  end(amendment, act, "superseded");
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** An amendment to an amendment ends with it; at the latest when all is done that one has ended without adoption. */
export function followFellWithParent(world: World, act: Act): void {
  const text = textOf(world, act);
  const amendment = amendmentIn(text, act, numberIn(act, "number"));
  const parent = amendmentIn(text, act, numberIn(act, "parent"));
  hold(amendment.said.parent === parent.said.number && OPEN.has(amendment.state), "orderBroken", {
    act: act.id,
    type: act.type,
  });
  end(amendment, act, "falls_with_parent");
  // Whoever takes an amendment back takes these with it; else the chair closes or settles.
  if (parent.state === "withdrawn")
    authorised(world, act, "congress.propose", parent.said.organization, "mandateOnly");
  else authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

const ENDED = new Set(["rejected", "withdrawn", "superseded", "no_longer_applies"]);

/** Nothing is said of how amendments read that no act brought, and none fell with one that stands. */
export function endOfStandings(text: TextWorld): void {
  for (const amendment of text.amendments.values()) {
    const which = `${text.said.slug} ${amendment.said.number}`;
    hold(amendment.standings.size === 0, "objectWithoutAct", { what: "standing", which });
    const parent = parentOf(text, amendment);
    if (amendment.state === "falls_with_parent")
      hold(parent !== undefined && ENDED.has(parent.state), "stateDiffers", {
        what: "amendment",
        which,
        said: amendment.state,
        computed: parent?.state ?? "",
      });
  }
  const [order] = text.votingOrders.values();
  if (order)
    hold(false, "objectWithoutAct", { what: "votingOrder", which: `${text.said.slug} ${order.sequence}` });
}

export function followVotingOrder(world: World, act: Act): void {
  const text = textOf(world, act);
  const what = { what: "votingOrder", which: text.said.slug, act: act.id };
  const said = found(text.votingOrders.get(act.id), "objectMissing", what);
  const { numbers, rules, reason } = said;
  const logged = act.record;
  hold(
    sameJson(
      { numbers, rules, reason },
      { numbers: logged["numbers"], rules: logged["rules"] ?? null, reason: logged["reason"] },
    ),
    "objectDiffers",
    {
      ...what,
      member: "numbers",
      said: numbers.join(),
      logged: String(act.record["numbers"]),
    },
  );
  holdSame(
    {
      mandate: [said.mandate, act.mandate],
      setAt: [said.setAt, act.at],
      version: [text.lastVersion, act.record["version"]],
    },
    what,
  );
  text.votingOrders.delete(act.id);
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}
