// Whether whoever acted might do so: a mandate that was given before, had not ended or been recalled, of an office that
// carries the capability, of an organisation that reaches so far.
// Invariant: terms are measured by the act's instant, as the node did; what came first is told by the log's order.
import { found, hold } from "./fault.ts";
import { type Act, sameJson } from "./log.ts";
import type { Mandate } from "./shapes.ts";
import { textIn, type World } from "./world.ts";

/** Whether the act may have been done from the node's shell, as whoever presides may. */
export type Shell = "shellMay" | "mandateOnly";

/** The act's mandate, in force when it was done; undefined where it came from the node's shell. */
export function inForce(world: World, act: Act, shell: Shell): Mandate | undefined {
  if (act.mandate === null) {
    hold(shell === "shellMay", "mandateMissing", { act: act.id, type: act.type });
    world.fromShell += 1;
    return undefined;
  }
  const mandate = found(world.mandates.get(act.mandate), "mandateUnknown", {
    act: act.id,
    type: act.type,
    mandate: act.mandate,
  });
  const facts = factsOf(world, act, mandate);
  const { id, startsAt, endsAt } = mandate;
  hold(world.granted.has(id), "mandateNotGranted", facts);
  hold(!world.recalled.has(id), "mandateRecalled", facts);
  hold(startsAt <= act.at, "mandateNotYetInForce", { ...facts, startsAt });
  hold(endsAt === null || endsAt > act.at, "mandateExpired", { ...facts, endsAt: endsAt ?? "" });
  return mandate;
}

function factsOf(world: World, act: Act, mandate: Mandate) {
  const organization = slugOf(world, mandate.organization);
  return { act: act.id, type: act.type, mandate: mandate.id, organization, at: act.at };
}

/** What the office of a mandate allows, as of the act that is followed. */
export function allows(world: World, { office }: Pick<Mandate, "office">, capability: string): boolean {
  return (world.offices.get(office) ?? []).includes(capability);
}

/** Holds the act's mandate to what the act needs, for an organisation or (null) for the node as a whole. */
export function authorised(
  world: World,
  act: Act,
  capability: string,
  organization: string | null,
  shell: Shell,
): Mandate | undefined {
  const mandate = inForce(world, act, shell);
  if (!mandate) return undefined;
  const facts = factsOf(world, act, mandate);
  const { office } = mandate;
  hold(allows(world, mandate, capability), "mandateWithoutCapability", { ...facts, office, capability });
  holdReach(world, act, mandate, organization);
  return mandate;
}

/** Holds that the mandate reaches as far as an organisation, or (null) over the whole node. */
export function holdReach(world: World, act: Act, mandate: Mandate, organization: string | null): void {
  const far = mandate.covers === "node" || (organization !== null && reaches(world, mandate, organization));
  const acted = organization === null ? "none" : slugOf(world, organization);
  hold(far, "mandateOutOfReach", { ...factsOf(world, act, mandate), acted });
}

function slugOf(world: World, id: string): string {
  return found(world.organizations.get(id), "organizationUnknown", { organization: id }).slug;
}

const DEEPEST = 64;

function reaches(world: World, { covers, organization: own }: Mandate, organization: string): boolean {
  if (own === organization) return true;
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
