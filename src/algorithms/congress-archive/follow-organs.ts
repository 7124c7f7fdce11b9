// Following what an assembly is made of: organs with their rules, seats, and how many people each delegation sends.
// Invariant: counted from the acts alone; people are numbers here, as they are in the log.
import { found, hold } from "./fault.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import type { People } from "./assembly-world.ts";
import { holdSame, named, numberIn, textIn, type World } from "./world.ts";

/** The plenary's rules from the convocation on, until it decides otherwise (docs/guides/checking-a-congress.md). */
const FIRST_RULES = {
  quorum: { of: "delegations", share: { numerator: 1, denominator: 2 } },
  speaking: { firstTimeFirst: true, alternation: "none", seconds: 180, timesPerItem: 2 },
};

const broken = (act: Act) => ({ act: act.id, type: act.type });

/** Compares values of any shape, member by member. */
export function holdAlike(
  pairs: Readonly<Record<string, readonly [said: unknown, logged: unknown]>>,
  what: { readonly what: string; readonly which: string; readonly act: string },
): void {
  for (const [member, [said, logged]] of Object.entries(pairs))
    hold(sameJson(said ?? null, logged ?? null), "objectDiffers", {
      ...what,
      member,
      said: JSON.stringify(said ?? null),
      logged: JSON.stringify(logged ?? null),
    });
}

function organAt(world: World, act: Act) {
  const [, slug = ""] = /\/organs\/([^/]+)$/.exec(act.subject) ?? [];
  const organ = [...world.assembly.organs.values()].find(({ said }) => said.slug === slug);
  return found(organ, "objectMissing", { what: "organ", which: slug, act: act.id });
}

/** Every congress has its plenary from the act that convenes it. */
export function followPlenary(world: World, act: Act): void {
  const organ = [...world.assembly.organs.values()].find(({ said }) => said.kind === "plenary");
  const { said } = found(organ, "objectMissing", { what: "organ", which: "plenary", act: act.id });
  const [first] = said.rules;
  holdAlike(
    {
      act: [said.act, act.id],
      foundedAt: [said.foundedAt, act.at],
      organization: [said.organization, world.edition.convenedBy],
      rules: [first?.rules, FIRST_RULES],
      inForceFrom: [first?.inForceFrom, act.at],
      rulesAct: [first?.act, act.id],
      decision: [first?.decision, null],
    },
    { what: "organ", which: said.slug, act: act.id },
  );
  if (organ) organ.followed = 1;
}

export function followOrganFounded(world: World, act: Act): void {
  const organ = organAt(world, act);
  const { said } = organ;
  const { kind, name, organization, region, languages, rules, cycleMonths, cycleFrom } = act.record;
  const [first] = said.rules;
  hold(organ.followed === 0 && said.kind !== "plenary", "orderBroken", broken(act));
  holdAlike(
    {
      act: [said.act, act.id],
      foundedAt: [said.foundedAt, act.at],
      kind: [said.kind, kind],
      name: [said.name, name],
      organization: [said.organization, organization],
      region: [said.region, region],
      cycleMonths: [said.cycleMonths, cycleMonths],
      cycleFrom: [said.cycleFrom, cycleFrom],
      languages: [first?.languages, languages],
      rules: [first?.rules, rules],
      inForceFrom: [first?.inForceFrom, act.at],
      rulesAct: [first?.act, act.id],
    },
    { what: "organ", which: said.slug, act: act.id },
  );
  authorised(world, act, "congress.convene", world.edition.convenedBy, "shellMay");
  organ.followed = 1;
}

export function followOrganRules(world: World, act: Act): void {
  const organ = organAt(world, act);
  const { said } = organ;
  const what = { what: "organ", which: said.slug, act: act.id };
  hold(organ.followed > 0, "orderBroken", broken(act));
  const next = found(said.rules[organ.followed], "objectMissing", what);
  const { rules, languages, decision } = act.record;
  holdAlike(
    {
      number: [next.number, organ.followed + 1],
      rules: [next.rules, rules],
      languages: [next.languages, languages],
      decision: [next.decision, decision],
      inForceFrom: [next.inForceFrom, act.at],
      mandate: [next.mandate, act.mandate],
      act: [next.act, act.id],
    },
    what,
  );
  authorised(world, act, "congress.convene", world.edition.convenedBy, "shellMay");
  organ.followed += 1;
}

export function followSeats(world: World, act: Act): void {
  const { assembly } = world;
  const which = String(assembly.lastCall + 1);
  const what = { what: "call", which, act: act.id };
  const said = found(assembly.calls[assembly.lastCall], "objectMissing", what);
  const { method, alternatesForSeat, nominationsUntil, seats, decision } = act.record;
  holdAlike(
    {
      number: [said.number, assembly.lastCall + 1],
      method: [said.method, method],
      alternatesForSeat: [said.alternatesForSeat, alternatesForSeat],
      nominationsUntil: [said.nominationsUntil, nominationsUntil],
      seats: [said.seats, seats],
      decision: [said.decision, decision],
      mandate: [said.mandate, act.mandate],
      setAt: [said.setAt, act.at],
      act: [said.act, act.id],
    },
    what,
  );
  authorised(world, act, "congress.convene", world.edition.convenedBy, "shellMay");
  assembly.lastCall += 1;
}

/** Without a call, one seat and one alternate for each delegation. */
function mostOf({ assembly }: World, organization: string, seat: string): number {
  const call = assembly.calls[assembly.lastCall - 1];
  if (!call) return 1;
  const seats = call.seats[organization] ?? 0;
  return seat === "delegate" ? seats : seats * call.alternatesForSeat;
}

function peopleOf({ assembly }: World, organization: string, seat: string): People {
  const key = `${organization} ${seat}`;
  const people = assembly.people.get(key) ?? { nominated: 0, accepted: 0, refused: 0, withdrawn: 0 };
  assembly.people.set(key, people);
  return people;
}

function holdSeats(world: World, act: Act, sent: number): void {
  const [organization, seat] = [textIn(act, "organization"), textIn(act, "seat")];
  const seats = mostOf(world, organization, seat);
  hold(sent <= seats, "seatsExceeded", {
    act: act.id,
    organization: named(world, organization),
    sent,
    seats,
  });
}

export function followNominated(world: World, act: Act): void {
  const organization = textIn(act, "organization");
  const people = peopleOf(world, organization, textIn(act, "seat"));
  authorised(world, act, "assembly.nominate", organization, "mandateOnly");
  const until = world.assembly.calls[world.assembly.lastCall - 1]?.nominationsUntil ?? null;
  hold(until === null || act.at <= until, "orderBroken", broken(act));
  people.nominated += numberIn(act, "number");
  holdSeats(world, act, people.nominated + people.accepted);
}

/** The credentials commission accepted or refused one person. */
export function followDecided(world: World, act: Act): void {
  const people = peopleOf(world, textIn(act, "organization"), textIn(act, "seat"));
  hold(people.nominated > 0, "orderBroken", broken(act));
  authorised(world, act, "assembly.credential", world.edition.convenedBy, "shellMay");
  people.nominated -= 1;
  if (act.type.endsWith(".refused")) {
    people.refused += 1;
    return;
  }
  people.accepted += 1;
  holdSeats(world, act, people.accepted);
}

export function followTakenBack(world: World, act: Act): void {
  const organization = textIn(act, "organization");
  const people = peopleOf(world, organization, textIn(act, "seat"));
  const from = act.record["accepted"] === true ? "accepted" : "nominated";
  hold(people[from] > 0, "orderBroken", broken(act));
  authorised(world, act, "assembly.nominate", organization, "mandateOnly");
  people[from] -= 1;
  people.withdrawn += 1;
}

export function followSubstitution(world: World, act: Act): void {
  const organization = textIn(act, "organization");
  const what = { what: "substitution", which: named(world, organization), act: act.id };
  authorised(world, act, "assembly.nominate", organization, "mandateOnly");
  if (act.type.endsWith(".ended")) {
    const { ended } = world.assembly;
    ended.set(organization, (ended.get(organization) ?? 0) + 1);
    return;
  }
  const said = found(
    world.assembly.delegates.substitutions.find((one) => one.act === act.id),
    "objectMissing",
    what,
  );
  holdSame(
    {
      organization: [said.organization, organization],
      startsAt: [said.startsAt, act.record["startsAt"]],
      endsAt: [said.endsAt, act.record["endsAt"]],
      mandate: [said.mandate, act.mandate],
    },
    what,
  );
  world.assembly.substitutions.add(act.id);
}

export function followAsked(world: World, act: Act): void {
  const { decisionPoint, wish } = act.record;
  const asked = [...world.assembly.requests.values()].find((one) => one.act === act.id);
  const said = found(asked, "objectMissing", { what: "request", which: String(decisionPoint), act: act.id });
  holdAlike(
    {
      decisionPoint: [said.decisionPoint, decisionPoint],
      wish: [said.wish, wish],
      from: [said.from, world.edition.subject],
      askedAt: [said.askedAt, act.at],
      mandate: [said.mandate, act.mandate],
    },
    { what: "request", which: said.id, act: act.id },
  );
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  world.assembly.asked.add(said.id);
}

export function followTakenUpHere(world: World, act: Act): void {
  const id = textIn(act, "request");
  const what = { what: "request", which: id, act: act.id };
  const said = found(world.assembly.requests.get(id), "objectMissing", what);
  holdSame({ takenUpBy: [said.takenUpBy, world.edition.subject], takenUpAt: [said.takenUpAt, act.at] }, what);
  hold(!world.assembly.takenUp.has(id), "orderBroken", broken(act));
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  world.assembly.takenUp.add(id);
}

/** Nothing is said of organs, seats and people that no act did. */
export function endOfOrgans(world: World): void {
  const { organs, calls, lastCall, delegates, people, substitutions, ended, requests, asked, takenUp } =
    world.assembly;
  const without = (what: string, which: string) => ({ what, which });
  for (const { said, followed } of organs.values())
    hold(followed === said.rules.length, "objectWithoutAct", without("organ", said.slug));
  hold(calls.length === lastCall, "objectWithoutAct", without("call", String(lastCall + 1)));
  holdNumbers(world);
  const open = new Map(ended);
  for (const { act, organization, endedAt } of delegates.substitutions) {
    hold(substitutions.has(act), "objectWithoutAct", without("substitution", named(world, organization)));
    if (endedAt !== null) open.set(organization, (open.get(organization) ?? 0) - 1);
  }
  for (const [organization, left] of open)
    hold(left === 0, "objectWithoutAct", without("substitution", named(world, organization)));
  const listed = new Set(delegates.numbers.map(({ organization, seat }) => `${organization} ${seat}`));
  hold(listed.size === people.size, "objectWithoutAct", without("delegates", ""));
  for (const { id, from, takenUpBy } of requests.values()) {
    const told = asked.has(id) || takenUp.has(id);
    const rightly =
      asked.has(id) === (from === world.edition.subject) && takenUp.has(id) === (takenUpBy !== null);
    hold(told && rightly, "objectWithoutAct", without("request", id));
  }
}

function holdNumbers(world: World): void {
  for (const { organization, seat, ...numbers } of world.assembly.delegates.numbers) {
    const which = named(world, organization);
    const counted = found(world.assembly.people.get(`${organization} ${seat}`), "objectWithoutAct", {
      what: "delegates",
      which,
    });
    for (const state of ["nominated", "accepted", "refused", "withdrawn"] as const)
      hold(numbers[state] === counted[state], "objectDiffers", {
        what: "delegates",
        which,
        act: "",
        member: `${seat}.${state}`,
        said: String(numbers[state]),
        logged: String(counted[state]),
      });
  }
}
