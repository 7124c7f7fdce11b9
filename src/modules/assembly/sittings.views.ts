// Sittings as pages read them: the list of an edition, and one with its agenda, the floor, the room and its votes.
import { sql } from "kysely";
import { may, type OrganizationId } from "#confederation";
import {
  amendmentPath,
  type Choice,
  editionPath,
  listRollCallBriefs,
  listTexts,
  readOrganizations,
  type OrganizationBrief,
  type RollCallBrief,
  type RollCallId,
  textPath,
} from "#congress";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { type Conference, readConference } from "./conference.store.ts";
import { rulesAt } from "./organs.views.ts";
import { organPath, requestsPath } from "./paths.ts";
import { presenceAt } from "./presence.views.ts";
import { quorumOf, type QuorumView } from "./quorum.rules.ts";
import {
  type AgendaItem,
  documentKey,
  type ItemDocument,
  type Sitting,
  type SittingEvent,
  type SittingId,
  sittingPath,
  type SittingState,
  type SpeakingRequest,
} from "./sitting-model.ts";
import { readItems, readSitting } from "./sittings.store.ts";
import { possibleSpeakers, readRequests } from "./speakers.store.ts";
import { type FloorView, readFloor } from "./speakers.views.ts";
import type { OrganKind } from "./types.ts";

export type SittingSummary = {
  readonly number: number;
  readonly href: string;
  readonly title: Multilingual;
  readonly organName: Multilingual;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly zone: string;
  readonly place: string | null;
  readonly state: SittingState;
};

type Filter =
  | { readonly edition: string }
  /** Those that have a text or one of its amendments on their agenda. */
  | { readonly edition: string; readonly text: string }
  | { readonly organId: string }
  | { readonly openNow: true };

function which(of: Filter) {
  if ("text" in of)
    return sql`e.slug = ${of.edition} and exists (select 1 from agenda_items i where i.sitting_id = s.id
      and i.documents @> ${JSON.stringify([{ text: of.text }])}::jsonb)`;
  if ("edition" in of) return sql`e.slug = ${of.edition}`;
  return "organId" in of ? sql`s.organ_id = ${of.organId}` : sql`s.state = 'open'`;
}

/** Sittings in the order of their hours. */
export async function listSittings(db: Db, of: Filter): Promise<SittingSummary[]> {
  const { rows } = await sql<Omit<SittingSummary, "href"> & { edition: string }>`
    select s.number, e.slug as edition, s.title, o.name as "organName", s.starts_at as "startsAt", s.ends_at as "endsAt",
      s.zone, s.place, s.state
    from sittings s join congress_editions e on e.id = s.edition_id join organs o on o.id = s.organ_id
    where ${which(of)}
    order by s.starts_at, s.number`.execute(db);
  return rows.map(({ edition, ...row }) => ({ ...row, href: sittingPath(edition, row.number) }));
}

export type DocumentView = {
  /** As `documentKey` names it among those of its item. */
  readonly key: string;
  readonly href: string;
  /** Of the text that it is, or that it would amend; null for a file. */
  readonly title: Multilingual | null;
  readonly text: string | null;
  readonly amendment: number | null;
  readonly fileName: string | null;
};

/** A meeting that asked the congress for something. */
export type AskedBy = { readonly title: Multilingual; readonly href: string };

export type AgendaItemView = Omit<AgendaItem, "documents"> & {
  readonly documents: readonly DocumentView[];
  /** Whose request the item takes up, with where it can be read; null for what the assembly put there itself. */
  readonly askedBy: AskedBy | null;
};

export type SittingView = Sitting & {
  readonly href: string;
  readonly edition: { readonly slug: string; readonly title: Multilingual; readonly href: string };
  readonly organ: { readonly name: Multilingual; readonly kind: OrganKind; readonly href: string };
  readonly items: readonly AgendaItemView[];
  readonly floor: FloorView;
  /** As the door sees it now. */
  readonly quorum: QuorumView;
  /** The vote that is open, else the last one that was taken on the open item. */
  readonly vote: RollCallBrief | null;
  /** When an adjourned sitting goes on, if that was said. */
  readonly until: Date | null;
  /** How it is joined from elsewhere, if it can be; by which address, only those learn who may. */
  readonly conference: Conference["kind"] | null;
};

/** `names`: whether people may be named to the reader. */
export async function findSitting(
  ctx: Pick<Ctx, "db" | "now">,
  edition: string,
  number: number,
  names = false,
): Promise<SittingView | undefined> {
  const { db, now } = ctx;
  const found = await readSitting(ctx as Ctx, { edition, number }, "read");
  if (!found) return undefined;
  const sitting: Sitting = { ...found, rules: await rulesAt(db, found.organId, now) };
  const { rows } = await sql<{
    title: Multilingual;
    name: Multilingual;
    kind: OrganKind;
    slug: string;
    own: boolean;
  }>`
    select e.title, o.name, o.kind, o.slug, o.edition_id is not null as own
    from congress_editions e, organs o where e.id = ${sitting.editionId} and o.id = ${sitting.organId}`.execute(
    db,
  );
  const [about] = rows;
  if (!about) throw new Error(`sitting ${sitting.id} has lost its organ`);
  const present = await presenceAt(db, sitting.editionId, now);
  const room = {
    delegations: present.delegations.length,
    accreditedDelegations: present.accreditedDelegations,
    delegates: present.delegates.length,
    accreditedDelegates: present.accreditedDelegates,
  };
  return {
    ...sitting,
    href: sittingPath(edition, number),
    edition: { slug: edition, title: about.title, href: editionPath(edition) },
    organ: { name: about.name, kind: about.kind, href: organPath(about.own ? edition : null, about.slug) },
    items: await itemsOf(db, sitting),
    floor: await readFloor(db, sitting, names || sitting.rules.speaking.namesPublic === true),
    quorum: quorumOf(room, sitting.rules.quorum),
    vote: await voteToShow(db, sitting),
    until: sitting.state === "adjourned" ? await untilWhen(db, sitting.id) : null,
    conference: (await readConference(db, sitting.id))?.kind ?? null,
  };
}

async function itemsOf(db: Db, { id, editionId, editionSlug, number }: Sitting): Promise<AgendaItemView[]> {
  const items = await readItems({ db }, id);
  const asking = await readAsking(
    db,
    items.map((item) => item.id),
  );
  const bare = items.every(({ documents }) => documents.length === 0);
  const listed = bare ? [] : await listTexts(db, { id: editionId, slug: editionSlug });
  const texts = new Map(listed.map((text) => [text.slug, text.title]));
  const view = (one: ItemDocument): DocumentView => {
    if ("file" in one) {
      const href = `${sittingPath(editionSlug, number)}/files/${one.file}`;
      return { key: documentKey(one), href, title: null, text: null, amendment: null, fileName: one.name };
    }
    const { text, amendment = null } = one;
    const href =
      amendment === null ? textPath(editionSlug, text) : amendmentPath(editionSlug, text, amendment);
    return { key: documentKey(one), href, title: texts.get(text) ?? null, text, amendment, fileName: null };
  };
  return items.map((item) => ({
    ...item,
    documents: item.documents.map(view),
    askedBy: asking.get(item.id) ?? null,
  }));
}

/** The meetings whose requests these items take up: such an item has the request's id (`takeUpInSitting`). */
async function readAsking(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, AskedBy>> {
  const { rows } = await sql<{ id: string; title: Multilingual; slug: string }>`
    select r.id, e.title, e.slug from congress_requests r join congress_editions e on e.id = r.from_edition_id
    where r.id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, title, slug }) => [id, { title, href: `${requestsPath(slug)}#${id}` }]));
}

/** A file that lies on the table of a sitting, by its hash. */
export async function findItemFile(
  db: Db,
  { edition, number }: { readonly edition: string; readonly number: number },
  hash: string,
): Promise<{ readonly name: string; readonly mediaType: string } | undefined> {
  const { rows } = await sql<{ name: string; mediaType: string }>`
    select file ->> 'name' as name, file ->> 'mediaType' as "mediaType"
    from sittings s join congress_editions e on e.id = s.edition_id join agenda_items i on i.sitting_id = s.id
    cross join lateral jsonb_array_elements(i.documents) as file
    where e.slug = ${edition} and s.number = ${number} and file ->> 'file' = ${hash} limit 1`.execute(db);
  return rows[0];
}

async function voteToShow(db: Db, sitting: Sitting): Promise<RollCallBrief | null> {
  const { rows } = await sql<{ id: RollCallId }>`
    select roll_call_id as id from sitting_events
    where sitting_id = ${sitting.id} and roll_call_id is not null and item_id = ${sitting.openItemId}
    order by sequence desc limit 1`.execute(db);
  const id = sitting.rollCallId ?? rows[0]?.id;
  return id ? ((await listRollCallBriefs(db, [id]))[0] ?? null) : null;
}

async function untilWhen(db: Db, sittingId: SittingId): Promise<Date | null> {
  const { rows } = await sql<{ until: string | null }>`
    select facts ->> 'until' as until from sitting_events where sitting_id = ${sittingId} and type = 'adjourned'
    order by sequence desc limit 1`.execute(db);
  return rows[0]?.until ? new Date(rows[0].until) : null;
}

/** Everything that happened, in its order. */
export async function listEvents(db: Db, sittingId: SittingId): Promise<SittingEvent[]> {
  const { rows } = await sql<SittingEvent>`
    select sequence, type, item_id as "itemId", request_id as "requestId", roll_call_id as "rollCallId", facts,
      happened_at as "happenedAt", mandate_id as "mandateId"
    from sitting_events where sitting_id = ${sittingId} order by sequence`.execute(db);
  return rows;
}

export type OwnPlace = {
  readonly presides: boolean;
  /** Keeps the minutes. */
  readonly minutes: boolean;
  /** Sits at the chair's table: may see names and write others down. */
  readonly desk: boolean;
  /** Accredited delegations for which the reader may speak. */
  readonly speaksFor: readonly OrganizationBrief[];
  /** The reader's own requests in this sitting. */
  readonly requests: readonly SpeakingRequest[];
  /** Those of them that are on the roll of the open vote and for which the reader votes, with how they have voted. */
  readonly votes: readonly { readonly organization: OrganizationBrief; readonly cast: Choice | null }[];
};

/** What a page should offer to whoever reads it. Only a hint: the acts themselves ask again. */
export async function placeIn(ctx: Ctx, sitting: Sitting): Promise<OwnPlace> {
  const { organizationId } = sitting;
  const presides = await may(ctx, "congress.preside", organizationId);
  const minutes = await may(ctx, "assembly.minute", organizationId);
  const desk = presides || minutes || (await may(ctx, "assembly.admit", organizationId));
  return { presides, minutes, desk, ...(await delegateIn(ctx, sitting)) };
}

/** As `placeIn`, for delegates alone: a whole assembly asks for it at once. */
export async function delegateIn(
  ctx: Ctx,
  sitting: Sitting,
): Promise<Pick<OwnPlace, "speaksFor" | "requests" | "votes">> {
  const { actor } = ctx;
  if (actor.kind !== "person") return { speaksFor: [], requests: [], votes: [] };
  const possible = await possibleSpeakers(ctx, sitting.editionId, { personId: actor.personId });
  const allowed: OrganizationId[] = [];
  for (const one of possible)
    if (await may(ctx, "assembly.speak", one.organizationId)) allowed.push(one.organizationId);
  const organizations = await readOrganizations(ctx.db, allowed);
  return {
    speaksFor: allowed.map((id) => organizations.of(id)),
    requests: await readRequests(ctx.db, sitting.id, actor.personId),
    votes: (await votesOf(ctx, sitting, allowed)).map(({ id, cast }) => ({
      organization: organizations.of(id),
      cast,
    })),
  };
}

async function votesOf(ctx: Ctx, { rollCallId }: Sitting, allowed: readonly OrganizationId[]) {
  if (!rollCallId) return [];
  const voting: OrganizationId[] = [];
  for (const id of allowed) if (await may(ctx, "congress.vote", id)) voting.push(id);
  const { rows } = await sql<{ id: OrganizationId; cast: Choice | null }>`
    select d.organization_id as id, c.choice as cast from roll_call_delegations d
    left join votes_counted c on c.roll_call_id = d.roll_call_id and c.organization_id = d.organization_id
    where d.roll_call_id = ${rollCallId} and d.organization_id = any(${voting}::uuid[])`.execute(ctx.db);
  return rows;
}
