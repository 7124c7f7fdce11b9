// The cycle between two congresses: which regional organ has met, which is due, and what each reported.
import { sql } from "kysely";
import { listMeetings, listOrgans, type Meeting, type Organ } from "#assembly";
import type { EditionId } from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { type BoardEntry, countStandings, listCommitments } from "./commitments.views.ts";
import { cycleOf, dueOn, type MeetingStanding, meetingStanding } from "./cycle.rules.ts";
import type { Standing } from "./types.ts";

export type RegionalReport = {
  readonly edition: string;
  readonly body: Multilingual;
  readonly reportedAt: Date;
  readonly notes: number;
};

export type RegionInCycle = {
  readonly organ: Organ;
  /** Of this cycle, the earliest first. */
  readonly meetings: readonly Meeting[];
  /** By when it is to meet next; null: it meets when there is need. */
  readonly dueOn: string | null;
  readonly standing: MeetingStanding;
  /** The last that it reported in this cycle. */
  readonly report: RegionalReport | undefined;
  /** How the commitments of its region stand. */
  readonly commitments: Readonly<Record<Standing, number>>;
};

export type Cycle = {
  readonly from: string;
  /** The first day that is no longer in it. */
  readonly to: string;
  readonly regions: readonly RegionInCycle[];
};

/** The day from which the regional organs count; where none says one, the end of the last congress. */
async function readAnchor(db: Db, organs: readonly Organ[], today: string): Promise<string> {
  const [first] = organs.flatMap(({ cycleFrom }) => cycleFrom ?? []).toSorted();
  if (first !== undefined) return first;
  const { rows } = await sql<{ day: string }>`
    select e.ends_on as day from congress_editions e
    where e.ends_on <= ${today} and not exists (select 1 from organ_editions m where m.edition_id = e.id)
    order by e.ends_on desc limit 1`.execute(db);
  return rows[0]?.day ?? `${today.slice(0, 4)}-01-01`;
}

async function readReports(
  db: Db,
  from: string,
  to: string,
): Promise<(RegionalReport & { region: string })[]> {
  const { rows } = await sql<RegionalReport & { region: string }>`
    select r.region, e.slug as edition, r.body, r.reported_at as "reportedAt",
      (select count(*)::int from regional_report_notes n where n.report_id = r.id) as notes
    from regional_reports r join congress_editions e on e.id = r.edition_id
    where e.starts_on >= ${from} and e.starts_on < ${to} order by r.reported_at desc, r.id desc`.execute(db);
  return rows;
}

/** The regional organs as they stand on `today` (a civil date, UTC), in the cycle of that day or so many before. */
export async function readCycle(db: Db, today: string, back = 0): Promise<Cycle> {
  const organs = (await listOrgans(db, null)).filter(({ kind }) => kind === "regional_meeting");
  const { from, to } = cycleOf(await readAnchor(db, organs, today), today, back);
  const reports = await readReports(db, from, to);
  const entries = Map.groupBy(await listCommitments(db, {}, today), ({ region }) => region);
  const regions: RegionInCycle[] = [];
  for (const organ of organs) {
    const meetings = await listMeetings(db, organ.id);
    regions.push({
      ...calendarOf(organ, meetings, today),
      organ,
      meetings: meetings.filter(({ startsOn }) => startsOn >= from && startsOn < to).toReversed(),
      report: reports.find(({ region }) => region === organ.region),
      commitments: countStandings(entries.get(organ.region ?? "") ?? []),
    });
  }
  return { from, to, regions };
}

function calendarOf(
  { cycleMonths, cycleFrom }: Organ,
  meetings: readonly Meeting[],
  today: string,
): Pick<RegionInCycle, "dueOn" | "standing"> {
  if (cycleMonths === null || cycleFrom === null) {
    const convened = meetings.some(({ endsOn }) => endsOn >= today);
    return { dueOn: null, standing: convened ? "convened" : meetings.length > 0 ? "met" : "waiting" };
  }
  const calendar = { cycleMonths, cycleFrom };
  return { dueOn: dueOn(calendar, meetings), standing: meetingStanding(calendar, meetings, today) };
}

export type OverdueMeeting = { readonly organ: Organ; readonly dueOn: string };

/** Regional organs that should have met by now, those that are latest first. */
export async function listOverdueMeetings(db: Db, today: string): Promise<OverdueMeeting[]> {
  const { regions } = await readCycle(db, today);
  return regions
    .flatMap(({ organ, standing, dueOn: due }) =>
      standing === "overdue" && due !== null ? [{ organ, dueOn: due }] : [],
    )
    .toSorted((one, other) => one.dueOn.localeCompare(other.dueOn));
}

export type RegionalReportInFull = RegionalReport & {
  readonly actId: string;
  readonly onCommitments: readonly {
    readonly number: number;
    readonly title: Multilingual;
    readonly body: Multilingual;
  }[];
};

/** What a meeting reported, the latest first. */
export async function listRegionalReports(db: Db, editionId: EditionId): Promise<RegionalReportInFull[]> {
  const { rows } = await sql<RegionalReportInFull>`
    select e.slug as edition, r.body, r.reported_at as "reportedAt", r.act_id as "actId",
      (select count(*)::int from regional_report_notes n where n.report_id = r.id) as notes,
      coalesce((select jsonb_agg(jsonb_build_object('number', c.number, 'title', c.title, 'body', n.body) order by c.number)
        from regional_report_notes n join commitments c on c.id = n.commitment_id where n.report_id = r.id), '[]')
        as "onCommitments"
    from regional_reports r join congress_editions e on e.id = r.edition_id
    where r.edition_id = ${editionId} order by r.reported_at desc, r.id desc`.execute(db);
  return rows;
}

/** The commitments that a meeting of a region reports on. */
export function commitmentsOfRegion(db: Db, region: string, today: string): Promise<BoardEntry[]> {
  return listCommitments(db, { region }, today);
}
