// Following what stands behind the acts of a congress: mandates given and recalled, offices, affiliations.
// Invariant: a mandate that somebody acted under was given under one that was in force itself and could give it; so the way
// back from every act ends at the founding of the node or at its shell.
import { hold } from "./fault.ts";
import { type Act, sameJson } from "./log.ts";
import { allows, authorised, holdReach, inForce } from "./mandates.ts";
import type { Mandate } from "./shapes.ts";
import { named, textIn, type World } from "./world.ts";

/** Follows such an act, and says whether it was one. */
export function followBearers(world: World, act: Act): boolean {
  if (act.type === "confederation.mandate.granted") grant(world, act);
  else if (act.type === "confederation.mandate.recalled") recall(world, act);
  else if (act.type === "confederation.office.defined") define(world, act);
  else if (act.type === "node.founded") founding(world, act);
  else if (act.type.startsWith("confederation.affiliation.")) stand(world, act);
  else return false;
  return true;
}

const homeOf = (world: World, { organization }: Mandate) => `/organizations/${named(world, organization)}`;

/** One under which nobody acted here is not in the archive: what it could do makes no difference. */
function grant(world: World, act: Act): void {
  const mandate = world.mandates.get(textIn(act, "mandate"));
  if (!mandate) return;
  const { id, office, covers, startsAt, endsAt } = mandate;
  const said = { office, covers, startsAt, endsAt, subject: homeOf(world, mandate) };
  const { record } = act;
  const logged = {
    office: record["office"],
    covers: record["covers"],
    startsAt: record["startsAt"],
    endsAt: record["endsAt"] ?? null,
    subject: act.subject,
  };
  hold(sameJson(said, logged), "mandateDiffers", { mandate: id, act: act.id });
  hold(!world.granted.has(id), "orderBroken", { act: act.id, type: act.type });
  // The commission of some congress may have given it; that need not have been this one.
  if (isSent(mandate) && giverMay(world, act, "assembly.credential")) inForce(world, act, "shellMay");
  else holdGiven(world, act, mandate);
  world.granted.add(id);
}

/** From near to far. */
const REACHES: readonly Mandate["covers"][] = ["organization", "organization_and_below", "node"];

/** Nobody gives more than they have, and only who runs the node names others who do. */
function holdGiven(world: World, act: Act, mandate: Mandate): void {
  const giver = authorised(world, act, "mandate.grant", mandate.organization, "shellMay");
  if (!giver) return;
  const far =
    REACHES.indexOf(mandate.covers) <= REACHES.indexOf(giver.covers) &&
    !allows(world, mandate, "node.operate");
  if (!far) holdReach(world, act, giver, null);
}

/** Whoever is sent to a congress has this office, for their own organisation alone. */
const isSent = ({ office, covers }: Mandate) => office === "delegate" && covers === "organization";

function giverMay(world: World, { mandate }: Act, capability: string): boolean {
  const giver = mandate === null ? undefined : world.mandates.get(mandate);
  return giver !== undefined && allows(world, giver, capability);
}

function recall(world: World, act: Act): void {
  const mandate = world.mandates.get(textIn(act, "mandate"));
  if (!mandate) return;
  const { id, organization } = mandate;
  hold(act.subject === homeOf(world, mandate), "mandateDiffers", { mandate: id, act: act.id });
  hold(world.granted.has(id) && !world.recalled.has(id), "orderBroken", { act: act.id, type: act.type });
  // Whom an organisation has sent, it may take back by the same right.
  const own = isSent(mandate) && giverMay(world, act, "assembly.nominate");
  authorised(world, act, own ? "assembly.nominate" : "mandate.recall", organization, "shellMay");
  world.recalled.add(id);
}

/** The first mandate of a node comes with its founding. */
function founding(world: World, act: Act): void {
  const mandate = world.mandates.get(textIn(act, "mandate"));
  if (!mandate) return;
  const same =
    mandate.organization === act.record["organization"] &&
    mandate.covers === "node" &&
    mandate.office === "operator" &&
    mandate.startsAt === act.at &&
    mandate.endsAt === null;
  hold(same, "mandateDiffers", { mandate: mandate.id, act: act.id });
  world.granted.add(mandate.id);
}

function define(world: World, act: Act): void {
  authorised(world, act, "node.operate", null, "shellMay");
  const { capabilities } = act.record;
  const list = Array.isArray(capabilities) ? capabilities.map(String) : [];
  world.offices.set(textIn(act, "office"), list);
}

const ESTRANGED = new Set(["suspended", "withdrawn", "refused"]);

/** What became of an organisation's affiliation. Whether it is called to a vote depends on it, where it was accredited here. */
function stand(world: World, act: Act): void {
  const organization = textIn(act, "organization");
  const { delegations, withdrawn } = world.edition;
  if ([...delegations, ...withdrawn].some((one) => one.organization === organization)) {
    const leaves = act.type === "confederation.affiliation.withdrawn";
    if (leaves) authorised(world, act, "affiliation.apply", organization, "shellMay");
    else authorised(world, act, "affiliation.review", null, "shellMay");
  }
  if (ESTRANGED.has(textIn(act, "to"))) world.estranged.add(organization);
  else world.estranged.delete(organization);
}
