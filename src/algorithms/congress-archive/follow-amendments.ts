// Following amendments: proposed, voted, and put into the text in the order of their adoption.
// Invariant: each version is the one before with the amendment's operations, computed anew here; an adopted amendment
// that brought none must not have fitted any more.
import { canonicalHash } from "../transparency/index.ts";
import { found, hold } from "./fault.ts";
import { wordsMayChange } from "./follow-readings.ts";
import { carry, endOfStandings, parentOf, standsAgainst, takeStanding } from "./follow-standings.ts";
import { applyAmendment } from "./operations.ts";
import { followVersion, paragraphsOf } from "./versions.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import {
  type AmendmentWorld,
  holdSame,
  numberIn,
  type RollCallWorld,
  textIn,
  textOf,
  type TextWorld,
  type World,
} from "./world.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function amendmentOf(text: TextWorld, act: Act): AmendmentWorld {
  const number = numberIn(act, "number");
  hold(act.subject.endsWith(`/texts/${text.said.slug}/amendments/${number}`), "orderBroken", {
    act: act.id,
    type: act.type,
  });
  return found(text.amendments.get(number), "objectMissing", {
    what: "amendment",
    which: `${text.said.slug} ${number}`,
    act: act.id,
  });
}

function moveOn(
  amendment: AmendmentWorld,
  act: Act,
  from: readonly string[],
  to: AmendmentWorld["state"],
): void {
  hold(from.includes(amendment.state), "orderBroken", { act: act.id, type: act.type });
  amendment.state = to;
  amendment.stateAt = act.at;
}

export async function followProposed(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  hold(numberIn(act, "number") === text.lastAmendment + 1, "numberMissing", {
    what: "amendment",
    text: text.said.slug,
    number: text.lastAmendment + 1,
  });
  const amendment = amendmentOf(text, act);
  const { said } = amendment;
  const which = `${text.said.slug} ${said.number}`;
  const of = { text: text.said.slug, number: said.number };
  const takes = text.said.amendable && text.state === "open" && wordsMayChange(text);
  hold(takes && said.baseVersion === text.lastVersion, "orderBroken", {
    act: act.id,
    type: act.type,
  });
  holdSame(
    {
      act: [said.act, act.id],
      proposedAt: [said.proposedAt, act.at],
      mandate: [said.mandate, act.mandate],
      organization: [said.organization, act.record["organization"]],
      baseVersion: [said.baseVersion, act.record["baseVersion"]],
      operations: [said.operations.length, act.record["operations"]],
    },
    { what: "amendment", which, act: act.id },
  );
  const { title, reason, operations } = said;
  hold(hex(canonicalHash({ title, reason, operations })) === act.record["contentHash"], "amendmentDiffers", {
    text: text.said.slug,
    number: said.number,
  });
  holdAmends(text, amendment, act);
  const base = standsAgainst(text, amendment);
  const fits = applyAmendment(base, base, operations);
  if (!fits.ok) return hold(false, "amendmentNoLongerApplies", { ...of, reason: fits.reason });
  authorised(world, act, "congress.propose", said.organization, "mandateOnly");
  text.lastAmendment = said.number;
  moveOn(amendment, act, ["unknown"], "proposed");
}

/** What it amends, where that is another amendment, and what it was written anew from. */
function holdAmends(text: TextWorld, amendment: AmendmentWorld, act: Act): void {
  const { number, parent, parentRevision, revises } = amendment.said;
  const amends = parent === null ? undefined : { number: parent, revision: parentRevision };
  const same = sameJson(
    { amends: amends ?? null, revises },
    { amends: act.record["amends"] ?? null, revises: act.record["revises"] ?? null },
  );
  hold(same, "amendmentDiffers", { text: text.said.slug, number });
  if (parent === null) return;
  const amended = parentOf(text, amendment);
  const right =
    amended?.said.parent === null && amended.revision === parentRevision && OPEN.has(amended.state);
  hold(right, "orderBroken", { act: act.id, type: act.type });
}

const OPEN = new Set(["proposed", "quorum_not_reached"]);

export function followAmendmentWithdrawn(world: World, act: Act): void {
  const amendment = amendmentOf(textOf(world, act), act);
  holdSame(
    { organization: [amendment.said.organization, act.record["organization"]] },
    { what: "amendment", which: String(amendment.said.number), act: act.id },
  );
  authorised(world, act, "congress.propose", amendment.said.organization, "mandateOnly");
  moveOn(amendment, act, ["proposed"], "withdrawn");
}

export function followAmendmentVote(world: World, act: Act, { said }: RollCallWorld): void {
  const text = textOf(world, act);
  const number = Number(act.subject.split("/").at(-1));
  holdSame({ amendment: [said.amendment, number] }, { what: "rollCall", which: said.id, act: act.id });
  const amendment = found(text.amendments.get(number), "objectMissing", {
    what: "amendment",
    which: `${text.said.slug} ${number}`,
    act: act.id,
  });
  const waiting = [...text.amendments.values()].some(
    (one) => one.said.parent === number && (one.state === "proposed" || one.state === "voting"),
  );
  hold(text.state === "open" && said.version === text.lastVersion && !waiting, "orderBroken", {
    act: act.id,
    type: act.type,
  });
  moveOn(amendment, act, ["proposed", "quorum_not_reached"], "voting");
}

export function followAmendmentVerdict(world: World, act: Act, { said }: RollCallWorld): void {
  const text = textOf(world, act);
  const amendment = amendmentOf(text, act);
  holdSame(
    { amendment: [said.amendment, amendment.said.number] },
    { what: "rollCall", which: said.id, act: act.id },
  );
  const verdict = found(said.verdict, "objectWithoutAct", { what: "verdict", which: said.id });
  if (amendment.said.parent !== null && verdict === "adopted") {
    // It was taken up by then, or set aside; and has its place among the adopted only in the second case.
    hold(amendment.state === "taken_up" || amendment.state === "no_longer_applies", "orderBroken", {
      act: act.id,
      type: act.type,
    });
    return;
  }
  moveOn(amendment, act, ["voting"], verdict);
  if (verdict !== "adopted") return;
  text.lastAdoption += 1;
  amendment.order = text.lastAdoption;
  hold(act.record["order"] === text.lastAdoption, "numberMissing", {
    what: "adoption",
    text: text.said.slug,
    number: text.lastAdoption,
  });
}

/** The amendment that was adopted first of those that wait; no other goes before it. */
function nextToIncorporate(text: TextWorld): AmendmentWorld | undefined {
  return [...text.amendments.values()]
    .filter(({ state }) => state === "adopted")
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))[0];
}

export async function followIncorporated(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const amendment = amendmentOf(text, act);
  const version = numberIn(act, "version");
  const number = amendment.said.number;
  const of = { text: text.said.slug, version, number };
  hold(nextToIncorporate(text) === amendment && text.state === "open", "orderBroken", {
    act: act.id,
    type: act.type,
  });
  const base = await paragraphsOf(world.archive, text.said.slug, amendment.against);
  if (amendment.standings.has(act.id)) {
    // Others had changed the text meanwhile: how it read by then is kept with the act.
    const due = { version: version - 1, cause: "version", takenUp: null } as const;
    const standing = takeStanding(text, amendment, act, due);
    carry(text, amendment, standing, { base, after: text.paragraphs, version: version - 1 });
  }
  const against = amendment.against === version - 1 ? text.paragraphs : base;
  const applied = applyAmendment(text.paragraphs, against, amendment.operations);
  if (!applied.ok) return hold(false, "amendmentNoLongerApplies", { ...of, reason: applied.reason });
  const made = await followVersion(world, text, act, version);
  hold(sameJson(made, applied.paragraphs), "versionNotFromAmendment", of);
  text.paragraphs = made;
  amendment.version = version;
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  moveOn(amendment, act, ["adopted"], "incorporated");
}

export async function followNoLongerApplies(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const amendment = amendmentOf(text, act);
  const { said } = amendment;
  const of = { text: text.said.slug, number: said.number };
  if (said.parent === null) {
    hold(nextToIncorporate(text) === amendment && text.state === "open", "orderBroken", {
      act: act.id,
      type: act.type,
    });
    const base = await paragraphsOf(world.archive, text.said.slug, amendment.against);
    hold(!applyAmendment(text.paragraphs, base, amendment.operations).ok, "amendmentStillApplies", of);
  } else {
    // Adopted, and its parent could not take it up: it has its place among the adopted like every other one.
    text.lastAdoption += 1;
    amendment.order = text.lastAdoption;
  }
  holdSame(
    { obstacle: [said.obstacle, textIn(act, "reason")] },
    { what: "amendment", which: `${text.said.slug} ${said.number}`, act: act.id },
  );
  hold(sameJson(said.obstacleFacts, act.record["facts"]), "amendmentDiffers", of);
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  amendment.obstacle = said.obstacle;
  moveOn(amendment, act, [said.parent === null ? "adopted" : "voting"], "no_longer_applies");
}

/** Nothing is said of an amendment that no act did. */
export function endOfAmendments(text: TextWorld): void {
  endOfStandings(text);
  for (const { said, state, stateAt, order, version, obstacle } of text.amendments.values()) {
    const which = `${text.said.slug} ${said.number}`;
    hold(state !== "unknown", "objectWithoutAct", { what: "amendment", which });
    hold(said.state === state, "stateDiffers", {
      what: "amendment",
      which,
      said: said.state,
      computed: state,
    });
    holdSame(
      {
        stateAt: [said.stateAt, stateAt],
        adoptionOrder: [said.adoptionOrder, order],
        incorporatedVersion: [said.incorporatedVersion, version],
        obstacle: [said.obstacle, obstacle],
      },
      { what: "amendment", which, act: said.act },
    );
  }
}
