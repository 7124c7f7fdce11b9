// The list of speakers as pages read it.
import { sql } from "kysely";
import { type OrganizationBrief, readOrganizations } from "#congress";
import type { Db } from "#platform/database/database";
import type {
  AgendaItemId,
  Sitting,
  SpeakingKind,
  SpeakingRequest,
  SpeakingRequestId,
} from "./sitting-model.ts";
import { type Heard, speakersInOrder, type Waiting } from "./speakers.rules.ts";
import { readRequests } from "./speakers.store.ts";

type Listing = Pick<Sitting, "id" | "rules">;

/** The group by which the floor alternates. */
async function grouping(db: Db, { rules }: Listing, requests: readonly SpeakingRequest[]) {
  const { alternation } = rules.speaking;
  if (alternation === "gender") return ({ gender }: SpeakingRequest) => gender;
  if (alternation === "none") return () => null;
  const organizations = await readOrganizations(
    db,
    requests.map(({ organizationId }) => organizationId),
  );
  return ({ organizationId }: SpeakingRequest) => organizations.of(organizationId).region;
}

/** Those who wait to speak to an item, in the order in which they get the floor. */
export async function listInOrder(
  db: Db,
  sitting: Listing,
  itemId: AgendaItemId,
): Promise<SpeakingRequest[]> {
  return orderOf(db, sitting, await readRequests(db, sitting.id), itemId);
}

async function orderOf(
  db: Db,
  sitting: Listing,
  requests: readonly SpeakingRequest[],
  itemId: AgendaItemId,
): Promise<SpeakingRequest[]> {
  const groupOf = await grouping(db, sitting, requests);
  const waiting = requests
    .filter((one) => one.itemId === itemId && one.state === "waiting")
    .map((one): Waiting & { request: SpeakingRequest } => ({ ...one, group: groupOf(one), request: one }));
  const heard: Heard[] = requests
    .filter(({ givenAt, kind }) => givenAt !== null && kind === "speech")
    .toSorted((one, other) => (one.givenAt?.getTime() ?? 0) - (other.givenAt?.getTime() ?? 0))
    .map((one) => ({ personId: one.personId, group: groupOf(one) }));
  const byId = new Map(waiting.map(({ id, request }) => [id as string, request]));
  return speakersInOrder(waiting, heard, sitting.rules.speaking).flatMap(({ id }) => byId.get(id) ?? []);
}

export type SpeakerView = {
  readonly requestId: SpeakingRequestId;
  readonly organization: OrganizationBrief;
  readonly kind: SpeakingKind;
  readonly personId: string;
  /** Null where the reader may not know it. */
  readonly personName: string | null;
  readonly givenAt: Date | null;
};

export type FloorView = {
  readonly speaking: SpeakerView | null;
  /** On the open item, in their order. */
  readonly next: readonly SpeakerView[];
  /** How many wait to speak to each item. */
  readonly waiting: ReadonlyMap<AgendaItemId, number>;
};

/** Who has the floor and who comes next; people by name only where `names` says that the reader may know them. */
export async function readFloor(
  db: Db,
  sitting: Pick<Sitting, "id" | "rules" | "openItemId">,
  names: boolean,
): Promise<FloorView> {
  const requests = await readRequests(db, sitting.id);
  const speaking = requests.find(({ state }) => state === "speaking");
  const order = sitting.openItemId ? await orderOf(db, sitting, requests, sitting.openItemId) : [];
  const shown = [...(speaking ? [speaking] : []), ...order];
  const organizations = await readOrganizations(
    db,
    shown.map(({ organizationId }) => organizationId),
  );
  const nameOf = names ? await readNames(db, shown) : new Map<string, string>();
  const view = (one: SpeakingRequest): SpeakerView => ({
    requestId: one.id,
    organization: organizations.of(one.organizationId),
    kind: one.kind,
    personId: one.personId,
    personName: nameOf.get(one.personId) ?? null,
    givenAt: one.givenAt,
  });
  const waiting = new Map<AgendaItemId, number>();
  for (const { itemId, state } of requests)
    if (state === "waiting") waiting.set(itemId, (waiting.get(itemId) ?? 0) + 1);
  return { speaking: speaking ? view(speaking) : null, next: order.map(view), waiting };
}

async function readNames(db: Db, requests: readonly SpeakingRequest[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from people where id = any(${requests.map(({ personId }) => personId)}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
