// Minutes as pages read them: as they stand now while the sitting lasts, as they were drawn up once it is closed.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import {
  listRollCallBriefs,
  type OrganizationBrief,
  readOrganizations,
  type RollCallId,
  type TextState,
} from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { type Attendance, drawUp, type MinutesFacts } from "./minutes.rules.ts";
import { readMinutes, readRemarks, type Remark } from "./minutes.store.ts";
import { rulesAt } from "./organs.views.ts";
import { presenceAt } from "./presence.views.ts";
import { quorumOf } from "./quorum.rules.ts";
import type { Sitting, SittingEvent, SittingId } from "./sitting-model.ts";
import { readItems } from "./sittings.store.ts";
import { listEvents } from "./sittings.views.ts";
import { readRequests } from "./speakers.store.ts";

/** The minutes that follow from what has happened, as far as it has. */
export async function minutesSoFar(db: Db, sitting: Sitting): Promise<MinutesFacts> {
  const events = await listEvents(db, sitting.id);
  const requests = await readRequests(db, sitting.id);
  const votes = await listRollCallBriefs(
    db,
    events.flatMap(({ type, rollCallId }) => (type === "vote_closed" && rollCallId ? [rollCallId] : [])),
  );
  const openings = events.filter(({ type }) => type === "opened" || type === "resumed");
  const present = new Map<number, OrganizationId[]>();
  const rules = new Map<number, Sitting["rules"]>();
  for (const { sequence, type, happenedAt } of openings) {
    rules.set(sequence, await rulesAt(db, sitting.organId, happenedAt));
    if (type === "opened")
      present.set(sequence, (await presenceAt(db, sitting.editionId, happenedAt)).delegations);
  }
  const organizations = await readOrganizations(db, [
    ...requests.map(({ organizationId }) => organizationId),
    ...[...present.values()].flat(),
  ]);
  const { rows } = await sql<{ name: Multilingual }>`
    select name from organs where id = ${sitting.organId}`.execute(db);
  const [organ] = rows;
  if (!organ) throw new Error(`sitting ${sitting.id} has lost its organ`);
  const { editionSlug: edition, number, title, zone, place } = sitting;
  return drawUp({
    edition,
    number,
    title,
    organ: organ.name,
    zone,
    place,
    events,
    items: await readItems({ db }, sitting.id),
    requests,
    votes: new Map(votes.map((vote) => [vote.id as RollCallId, vote])),
    organizations: new Map(
      requests.map(({ organizationId }) => [organizationId, named(organizations.of(organizationId))]),
    ),
    quorumOf: ({ sequence }, room) => quorumOf(room, (rules.get(sequence) ?? sitting.rules).quorum),
    presentAt: ({ sequence }: SittingEvent) =>
      byRegion((present.get(sequence) ?? []).map((id) => organizations.of(id))),
  });
}

const named = ({ slug, name }: OrganizationBrief) => ({ slug, name });

function byRegion(organizations: readonly OrganizationBrief[]): Attendance[] {
  const regions = Map.groupBy(organizations, ({ region }) => region);
  return [...regions]
    .toSorted(([one], [other]) => (one ?? "~").localeCompare(other ?? "~"))
    .map(([region, of]) => ({
      region,
      delegations: of.toSorted((one, other) => (one.slug < other.slug ? -1 : 1)).map(named),
    }));
}

export type MinutesView = {
  readonly facts: MinutesFacts;
  /** Null while the sitting lasts: they still change. */
  readonly drawnUp: { readonly at: Date; readonly hash: string; readonly actId: string } | null;
  /** By entry: what counts last, and then what it replaced. */
  readonly remarks: ReadonlyMap<number, readonly Remark[]>;
  /** The text by which the assembly deals with them. */
  readonly text: { readonly slug: string; readonly state: TextState } | null;
};

export async function readMinutesOf(db: Db, sitting: Sitting): Promise<MinutesView> {
  const kept = await readMinutes(db, sitting.id);
  if (!kept) return { facts: await minutesSoFar(db, sitting), drawnUp: null, remarks: new Map(), text: null };
  const { facts, hash, drawnUpAt: at, actId } = kept;
  const remarks = Map.groupBy((await readRemarks(db, sitting.id)).toReversed(), ({ entry }) => entry);
  return { facts, drawnUp: { at, hash, actId }, remarks, text: await textOf(db, kept.textId) };
}

async function textOf(db: Db, textId: string | null): Promise<MinutesView["text"]> {
  if (!textId) return null;
  const { rows } = await sql<{ slug: string; state: TextState }>`
    select slug, state from congress_texts where id = ${textId}`.execute(db);
  return rows[0] ?? null;
}

/** The remark of an entry that counts, if one does. */
export function standingRemark(
  { remarks }: Pick<MinutesView, "remarks">,
  entry: number,
): (Remark & { readonly words: Multilingual }) | undefined {
  const [latest] = remarks.get(entry) ?? [];
  return latest?.words ? { ...latest, words: latest.words } : undefined;
}

/** Whether a sitting has anything to write minutes of. */
export async function hasHappenings(db: Db, sittingId: SittingId): Promise<boolean> {
  const { rows } = await sql`select 1 from sitting_events where sitting_id = ${sittingId} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
