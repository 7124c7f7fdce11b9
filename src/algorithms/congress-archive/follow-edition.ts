// Following the acts on the edition itself: convened, delegations accredited and withdrawn.
import { found, hold } from "./fault.ts";
import { followPlenary } from "./follow-organs.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { holdSame, named, textIn, type World } from "./world.ts";

export function followConvened(world: World, act: Act): void {
  const { edition } = world;
  const what = { what: "edition", which: edition.slug, act: act.id };
  const { title, hostCity, country, zone, startsOn, endsOn, convenedBy, called } = act.record;
  const saidCalled = edition.callsAll ? "all_affiliated" : edition.called;
  hold(sameJson(title, edition.title), "objectDiffers", { ...what, member: "title", said: "", logged: "" });
  holdSame(
    {
      act: [edition.act, act.id],
      hostCity: [edition.hostCity, hostCity],
      country: [edition.country, country],
      // Convened before editions had a zone: their times are in UTC.
      zone: [edition.zone ?? "UTC", zone ?? "UTC"],
      startsOn: [edition.startsOn, startsOn],
      endsOn: [edition.endsOn, endsOn],
      convenedBy: [edition.convenedBy, convenedBy],
      convenedAt: [edition.convenedAt, act.at],
      called: [JSON.stringify(sorted(saidCalled)), JSON.stringify(sorted(called))],
    },
    what,
  );
  authorised(world, act, "congress.convene", edition.convenedBy, "shellMay");
  followPlenary(world, act);
  world.convened = true;
}

function sorted(called: unknown): unknown {
  return Array.isArray(called) ? called.map(String).sort() : called;
}

export function followAccredited(world: World, act: Act): void {
  const { edition } = world;
  const organization = textIn(act, "organization");
  const which = named(world, organization);
  const isThis = (one: { readonly act: string }) => one.act === act.id;
  const said = found(edition.delegations.find(isThis) ?? edition.withdrawn.find(isThis), "objectMissing", {
    what: "delegation",
    which,
    act: act.id,
  });
  holdSame(
    {
      organization: [said.organization, organization],
      votingMandate: [said.votingMandate, act.record["votingMandate"]],
      accreditedAt: [said.accreditedAt, act.at],
    },
    { what: "delegation", which, act: act.id },
  );
  hold(!world.accredited.has(organization), "orderBroken", { act: act.id, type: act.type });
  world.accredited.set(organization, act.id);
  authorised(world, act, "congress.preside", edition.convenedBy, "shellMay");
}

export function followWithdrawn(world: World, act: Act): void {
  const { edition } = world;
  const organization = textIn(act, "organization");
  const what = { what: "withdrawal", which: named(world, organization), act: act.id };
  const said = found(
    edition.withdrawn.find(({ withdrawalAct }) => withdrawalAct === act.id),
    "objectMissing",
    what,
  );
  hold(sameJson(said.reason, act.record["reason"]), "objectDiffers", {
    ...what,
    member: "reason",
    said: "",
    logged: "",
  });
  holdSame(
    {
      organization: [said.organization, organization],
      accreditation: [said.act, world.accredited.get(organization)],
      withdrawnAt: [said.withdrawnAt, act.at],
    },
    what,
  );
  world.accredited.delete(organization);
  world.withdrawals.push(act.id);
  authorised(world, act, "congress.preside", edition.convenedBy, "shellMay");
}

/** Nothing is said of the edition that no act did. */
export function endOfEdition({ edition, accredited, withdrawals, convened }: World): void {
  hold(convened, "objectWithoutAct", { what: "edition", which: edition.slug });
  for (const { organization, act } of edition.delegations)
    hold(accredited.get(organization) === act, "objectWithoutAct", {
      what: "delegation",
      which: organization,
    });
  hold(edition.delegations.length === accredited.size, "objectMissing", {
    what: "delegation",
    which:
      [...accredited.keys()].find((id) => !edition.delegations.some((one) => one.organization === id)) ?? "",
    act: "",
  });
  const done = new Set(withdrawals);
  for (const { organization, withdrawalAct } of edition.withdrawn)
    hold(done.has(withdrawalAct), "objectWithoutAct", { what: "withdrawal", which: organization });
}
