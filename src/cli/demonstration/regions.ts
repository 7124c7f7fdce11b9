// The demonstration's time between congresses: the organs of the seven regions, which have met or are overdue, what they
// reported and asked; and people whom the delegations of these days named besides. All of it is invented.
import {
  askCongress,
  conveneMeeting,
  decideOnDelegates,
  defaultRules,
  foundOrgan,
  nominate,
  setSeats,
} from "#assembly";
import { listCommitments, reportOnRegion } from "#commitments";
import {
  accreditDelegation,
  castVote,
  closeVote,
  findTextView,
  importText,
  listDecisionPoints,
  markDecisionPoints,
  openForAmendments,
  openVote,
} from "#congress";
import type { Ctx } from "#platform/context";
import type { Dates, Demo, DemoMeeting } from "./data.ts";
import type { Cast } from "./people.ts";

const CHAIR = "graciela-ibarra-montiel";
const CONVENER = "conf";
const FOUNDED = "2025-11-15";
const CALLED = "2026-01-20";
const MINUTE_MS = 60_000;

export async function loadRegions(demo: Demo, dates: Dates, cast: Cast): Promise<void> {
  const { regions, cycle_from: cycleFrom } = demo.regions;
  for (const organ of regions) {
    const chair = cast.acting(CHAIR, dates.instant(FOUNDED));
    await foundOrgan(chair, {
      edition: null,
      slug: organ.slug,
      kind: "regional_meeting",
      name: organ.name,
      organizationId: cast.organization(CONVENER),
      region: organ.region,
      languages: ["es", "en", "pt", "fr"],
      rules: defaultRules,
      cycleMonths: organ.cycle_months,
      cycleFrom: dates.civil(cycleFrom),
      requestKey: chair.newId(),
    });
    for (const meeting of organ.meetings) await meet(organ.slug, meeting, { demo, dates, cast });
  }
}

type Stage = { readonly demo: Demo; readonly dates: Dates; readonly cast: Cast };

async function meet(organ: string, meeting: DemoMeeting, stage: Stage): Promise<void> {
  const { demo, dates, cast } = stage;
  const caller = cast.acting(CHAIR, dates.instant(CALLED));
  const called = meeting.delegations?.map((each) => cast.organization(each));
  await conveneMeeting(caller, {
    organ,
    slug: meeting.slug,
    title: meeting.title,
    hostCity: meeting.host_city,
    zone: meeting.zone,
    country: meeting.country,
    startsOn: dates.civil(meeting.starts_on),
    endsOn: dates.civil(meeting.ends_on),
    called: called ?? "all_affiliated",
    requestKey: caller.newId(),
  });
  await decideAt(meeting, stage);
  if (!meeting.report) return;
  const chair = cast.acting(CHAIR, dates.instant(meeting.ends_on, 20));
  const numberOf = new Map(demo.commitments.commitments.map(({ key }, index) => [key, index + 1]));
  const known = new Set(
    (await listCommitments(chair.db, {}, dates.civil(meeting.ends_on))).map((one) => one.number),
  );
  await reportOnRegion(chair, {
    edition: meeting.slug,
    body: meeting.report,
    notes: (meeting.notes ?? []).flatMap(({ key, body }) => {
      const number = numberOf.get(key) ?? 0;
      if (!known.has(number)) throw new Error(`the demonstration has no commitment '${key}'`);
      return [{ number, body }];
    }),
    requestKey: chair.newId(),
  });
}

/** A text adopted by those who came, of which one point asks the congress. */
async function decideAt({ slug: edition, text, delegations = [], ends_on: day }: DemoMeeting, stage: Stage) {
  if (!text) return;
  const { dates, cast } = stage;
  const chair = (hour: number) => cast.acting(CHAIR, dates.instant(day, hour));
  for (const delegation of delegations)
    await accreditDelegation(chair(9), { edition, organizationId: cast.organization(delegation) });
  await importText(chair(10), {
    edition,
    slug: text.slug,
    title: text.title,
    language: text.title.source,
    bytes: Buffer.from(text.words),
    format: "plain",
    requestKey: chair(10).newId(),
  });
  const address = { edition, text: text.slug };
  await openForAmendments(chair(10), address);
  const rollCallId = await openVote(chair(16), {
    ...address,
    subject: { on: "whole", expectedVersion: 1 },
  });
  for (const delegation of delegations) {
    const voter = cast.acting(cast.spokesperson(delegation), dates.instant(day, 16));
    const vote = { rollCallId, organizationId: cast.organization(delegation), choice: "for" as const };
    await castVote(voter, { ...vote, requestKey: voter.newId() });
  }
  await closeVote(chair(17), { rollCallId });
  const view = await findTextView(chair(17).db, edition, text.slug);
  const items = (view?.version.body ?? []).filter(({ kind }) => kind === "item").map(({ id }) => id);
  await markDecisionPoints(chair(17), { ...address, paragraphIds: items });
  const points = await listDecisionPoints(chair(17).db);
  const asking = points.find((one) => one.editionSlug === edition && one.number === text.asks);
  await askCongress(chair(18), {
    decisionPointId: asking?.id ?? "",
    wish: text.wish,
    requestKey: chair(18).newId(),
  });
}

/** More seats for the meeting of these days, and people named for them: accepted, refused, and waiting for a decision. */
export async function nameMore(shell: Ctx, demo: Demo, cast: Cast): Promise<void> {
  const { call, named } = demo.regions;
  const { slug: edition } = demo.sittings.edition;
  const ago = (minutes: number) => new Date(shell.now.getTime() - minutes * MINUTE_MS);
  const chair = cast.acting(CHAIR, ago(30));
  await setSeats(chair, {
    edition,
    method: { kind: "each", seats: call.seats },
    alternatesForSeat: call.alternates_for_seat,
    nominationsUntil: null,
    decision: call.decision,
    requestKey: chair.newId(),
  });
  for (const { organization, seat, names, verdict, reason } of named) {
    const speaker = cast.acting(cast.spokesperson(organization), ago(20));
    const organizationId = cast.organization(organization);
    const form = { edition, organizationId, seat, names, requestKey: speaker.newId() };
    const delegateIds = await nominate(speaker, form);
    const commission = cast.acting(CHAIR, ago(10));
    if (verdict)
      await decideOnDelegates(commission, { edition, delegateIds, verdict, reason: reason ?? null });
  }
}
