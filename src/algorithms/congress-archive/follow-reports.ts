// Following what a regional meeting reports on the commitments of its region.
// Invariant: a report is what was logged, by whoever presides; a meeting has one region, and says one thing of a commitment
// in a report.
import { found, hold } from "./fault.ts";
import { holdAlike } from "./follow-organs.ts";
import type { Act } from "./log.ts";
import { authorised } from "./mandates.ts";
import type { World } from "./world.ts";

const kind = "regionalReport";

export function followReported(world: World, act: Act): void {
  const { region, body, notes } = act.record;
  const what = { what: kind, which: String(region), act: act.id };
  const said = found(world.regionalReports.get(act.id), "objectMissing", what);
  holdAlike(
    {
      region: [said.region, region],
      body: [said.body, body],
      notes: [inOrder(said.notes), inOrder(notes)],
      mandate: [said.mandate, act.mandate],
      reportedAt: [said.reportedAt, act.at],
    },
    what,
  );
  const once = new Set(said.notes.map(({ number }) => number)).size === said.notes.length;
  const sameRegion = world.reportedRegion === null || world.reportedRegion === said.region;
  hold(once && sameRegion, "orderBroken", { act: act.id, type: act.type });
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  world.regionalReports.delete(act.id);
  world.reportedRegion = said.region;
}

function inOrder(notes: unknown): unknown {
  return Array.isArray(notes) ? notes.toSorted((one, other) => one?.number - other?.number) : notes;
}

/** Nothing is said of a report that no act made. */
export function endOfReports({ regionalReports }: World): void {
  const [report] = regionalReports.values();
  if (report) hold(false, "objectWithoutAct", { what: kind, which: report.region });
}
