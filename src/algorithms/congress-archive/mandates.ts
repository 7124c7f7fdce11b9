// Whether whoever acted might do so: a mandate that was given before, had not ended or been recalled, of an office that
// carries the capability, of an organisation that reaches so far.
// Invariant: terms are measured by the act's instant, as the node did; what came first is told by the log's order.
import { ArchiveFault, found, hold } from "./fault.ts";
import { type Act, sameJson } from "./log.ts";
import { textIn, type World } from "./world.ts";

/** Follows what happened to mandates, offices and affiliations beside the congress. Says whether it was such an act. */
export function followBearers(world: World, act: Act): boolean {
  if (act.type === "confederation.mandate.granted") grant(world, act);
  else if (act.type === "confederation.mandate.recalled") world.recalled.add(textIn(act, "mandate"));
  else if (act.type === "confederation.office.defined") define(world, act);
  else if (act.type === "node.founded") founding(world, act);
  else if (act.type.startsWith("confederation.affiliation.")) stand(world, act);
  else return false;
  return true;
}

function grant(world: World, act: Act): void {
  const mandate = world.mandates.get(textIn(act, "mandate"));
  if (!mandate) return;
  const organization = world.organizations.get(mandate.organization);
  const said = {
    office: mandate.office,
    covers: mandate.covers,
    startsAt: mandate.startsAt,
    endsAt: mandate.endsAt,
    subject: `/organizations/${organization?.slug}`,
  };
  const { office, covers, startsAt, endsAt = null } = act.record;
  const logged = { office, covers, startsAt, endsAt, subject: act.subject };
  hold(sameJson(said, logged), "mandateDiffers", { mandate: mandate.id, act: act.id });
  world.granted.add(mandate.id);
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
  const { capabilities } = act.record;
  const list = Array.isArray(capabilities) ? capabilities.map(String) : [];
  world.offices.set(textIn(act, "office"), list);
}

const ESTRANGED = new Set(["suspended", "withdrawn", "refused"]);

function stand(world: World, act: Act): void {
  const organization = textIn(act, "organization");
  if (ESTRANGED.has(textIn(act, "to"))) world.estranged.add(organization);
  else world.estranged.delete(organization);
}

/** Whether the act may have been done from the node's shell, as whoever presides may. */
export type Shell = "shellMay" | "mandateOnly";

/** Holds the act's mandate to what the act needs, for an organisation. */
export function authorised(
  world: World,
  act: Act,
  capability: string,
  organization: string,
  shell: Shell,
): void {
  const where = { act: act.id, type: act.type };
  if (act.mandate === null) {
    hold(shell === "shellMay", "mandateMissing", where);
    world.fromShell += 1;
    return;
  }
  const mandate = found(world.mandates.get(act.mandate), "mandateUnknown", {
    ...where,
    mandate: act.mandate,
  });
  const facts = {
    ...where,
    mandate: mandate.id,
    organization: slugOf(world, mandate.organization),
    at: act.at,
  };
  hold(world.granted.has(mandate.id), "mandateNotGranted", facts);
  hold(!world.recalled.has(mandate.id), "mandateRecalled", facts);
  hold(mandate.startsAt <= act.at, "mandateNotYetInForce", { ...facts, startsAt: mandate.startsAt });
  if (mandate.endsAt !== null && mandate.endsAt <= act.at)
    throw new ArchiveFault("mandateExpired", { ...facts, endsAt: mandate.endsAt });
  const capabilities = world.offices.get(mandate.office) ?? [];
  hold(capabilities.includes(capability), "mandateWithoutCapability", {
    ...facts,
    office: mandate.office,
    capability,
  });
  hold(reaches(world, mandate, organization), "mandateOutOfReach", {
    ...facts,
    acted: slugOf(world, organization),
  });
}

function slugOf(world: World, id: string): string {
  return found(world.organizations.get(id), "organizationUnknown", { organization: id }).slug;
}

const DEEPEST = 64;

function reaches(
  world: World,
  { covers, organization: own }: { readonly covers: string; readonly organization: string },
  organization: string,
): boolean {
  if (covers === "node" || own === organization) return true;
  if (covers !== "organization_and_below") return false;
  let above = world.organizations.get(organization)?.parent ?? null;
  for (let distance = 0; above !== null && distance < DEEPEST; distance += 1) {
    if (above === own) return true;
    above = world.organizations.get(above)?.parent ?? null;
  }
  return false;
}

/** What each office could do before the first act here that changed it; else what the archive says that it can. */
export async function officesAtFirst(
  said: ReadonlyMap<string, readonly string[]>,
  acts: AsyncIterable<Act>,
): Promise<Map<string, readonly string[]>> {
  const offices = new Map(said);
  const last = new Map<string, readonly string[]>();
  for await (const act of acts) {
    if (act.type !== "confederation.office.defined") continue;
    const office = textIn(act, "office");
    const { before, capabilities } = act.record;
    if (!last.has(office)) offices.set(office, Array.isArray(before) ? before.map(String) : []);
    last.set(office, Array.isArray(capabilities) ? capabilities.map(String) : []);
  }
  for (const [office, capabilities] of last)
    hold(sameJson(asSet(capabilities), asSet(said.get(office) ?? [])), "objectDiffers", {
      what: "office",
      which: office,
      member: "capabilities",
      said: String(said.get(office)),
      logged: String(capabilities),
    });
  return offices;
}

const asSet = (capabilities: readonly string[]) => [...new Set(capabilities)].sort();
