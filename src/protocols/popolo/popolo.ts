// Organisations as Popolo describes them (https://www.popoloproject.com/specs/organization.html, post.html,
// membership.html, person.html, area.html): flat lists that refer to each other by id.
import type { Multilingual } from "#platform/multilingual";
import type { OfficeHolder, PublicOrganization } from "#confederation";

type Link = { readonly url: string; readonly note?: string };

export type PopoloOrganization = {
  readonly id: string;
  readonly name: string;
  readonly other_names: readonly { readonly name: string; readonly note: string }[];
  readonly identifiers: readonly { readonly identifier: string; readonly scheme: string }[];
  readonly classification: string;
  readonly parent_id: string | null;
  readonly area_id: string | null;
  readonly area?: PopoloArea;
  readonly description: string | null;
  readonly founding_date: string | null;
  readonly contact_details: readonly { readonly type: string; readonly value: string }[];
  readonly links: readonly Link[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly sources: readonly Link[];
};
export type PopoloArea = {
  readonly id: string;
  readonly name: string;
  readonly identifier: string;
  readonly classification: "country" | "subdivision";
  readonly geometry?: { readonly type: "Point"; readonly coordinates: readonly [number, number] };
};
export type PopoloPost = {
  readonly id: string;
  readonly label: string;
  readonly other_labels: readonly { readonly label: string; readonly note: string }[];
  readonly role: string;
  readonly organization_id: string;
};
export type PopoloMembership = {
  readonly id: string;
  readonly label: string;
  readonly role: string;
  readonly person_id: string;
  readonly organization_id: string;
  readonly post_id: string;
  readonly start_date: string;
  readonly end_date: string | null;
};
export type PopoloPerson = { readonly id: string; readonly name: string };

export type Popolo = {
  readonly organizations: readonly PopoloOrganization[];
  readonly posts: readonly PopoloPost[];
  readonly memberships: readonly PopoloMembership[];
  readonly persons: readonly PopoloPerson[];
};

function sourceText(field: Multilingual): string {
  return field.texts[field.source] ?? "";
}

function translations(field: Multilingual): [language: string, text: string][] {
  return Object.entries(field.texts).filter(([language]) => language !== field.source);
}

/** What a public contact is, from how it is written: Popolo asks for a type of medium. */
function contactOf(value: string) {
  if (/^https?:\/\//i.test(value)) return { type: "url", value };
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return { type: "email", value };
  return { type: /^\+?[\d\s().-]{5,}$/.test(value) ? "voice" : "address", value };
}

function areaOf({
  country,
  subdivision,
  place,
  latitude,
  longitude,
}: PublicOrganization): PopoloArea | undefined {
  const code = subdivision ?? country;
  if (code === null) return undefined;
  return {
    id: `iso3166:${code}`,
    name: place ?? code,
    identifier: code,
    classification: subdivision === null ? "country" : "subdivision",
    // GeoJSON (RFC 7946 §3.1.1) puts the longitude first.
    ...(latitude === null || longitude === null
      ? {}
      : { geometry: { type: "Point", coordinates: [longitude, latitude] } as const }),
  };
}

function organizationOf(organization: PublicOrganization, origin: string): PopoloOrganization {
  const area = areaOf(organization);
  return {
    id: organization.id,
    name: sourceText(organization.name),
    other_names: translations(organization.name).map(([note, name]) => ({ name, note })),
    identifiers:
      organization.externalId === null
        ? []
        : [{ identifier: organization.externalId, scheme: "external_id" }],
    classification: organization.kind,
    parent_id: organization.parentId,
    area_id: area?.id ?? null,
    ...(area ? { area } : {}),
    description: organization.description && sourceText(organization.description),
    founding_date: organization.foundedOn,
    contact_details: organization.publicContact === null ? [] : [contactOf(organization.publicContact)],
    links: organization.website === null ? [] : [{ url: organization.website, note: "website" }],
    created_at: organization.createdAt.toISOString(),
    updated_at: organization.updatedAt.toISOString(),
    sources: [{ url: `${origin}/organizations/${organization.slug}` }],
  };
}

function postOf(organizationId: string, holder: OfficeHolder): PopoloPost {
  return {
    id: `${organizationId}/${holder.office}`,
    label: sourceText(holder.officeName),
    other_labels: translations(holder.officeName).map(([note, label]) => ({ label, note })),
    role: holder.office,
    organization_id: organizationId,
  };
}

function membershipOf(organizationId: string, holder: OfficeHolder): PopoloMembership {
  return {
    id: holder.mandateId,
    label: sourceText(holder.officeName),
    role: holder.office,
    person_id: holder.personId,
    organization_id: organizationId,
    post_id: `${organizationId}/${holder.office}`,
    start_date: holder.startsAt.toISOString().slice(0, 10),
    end_date: holder.endsAt?.toISOString().slice(0, 10) ?? null,
  };
}

/** The lists for these organisations; `origin` is the node's, for the canonical addresses. */
export function toPopolo(organizations: readonly PublicOrganization[], origin: string): Popolo {
  const posts = new Map<string, PopoloPost>();
  const persons = new Map<string, PopoloPerson>();
  const memberships: PopoloMembership[] = [];
  for (const { id, holders } of organizations) {
    for (const holder of holders) {
      const post = postOf(id, holder);
      posts.set(post.id, post);
      persons.set(holder.personId, { id: holder.personId, name: holder.personName });
      memberships.push(membershipOf(id, holder));
    }
  }
  return {
    organizations: organizations.map((organization) => organizationOf(organization, origin)),
    posts: [...posts.values()],
    memberships,
    persons: [...persons.values()],
  };
}

/** One Popolo document of all of them, in pieces of text: organisations as they come, the rest behind them. */
export async function* popoloDocument(
  slices: AsyncIterable<readonly PublicOrganization[]>,
  origin: string,
): AsyncGenerator<string> {
  const posts: PopoloPost[] = [];
  const memberships: PopoloMembership[] = [];
  const persons = new Map<string, PopoloPerson>();
  let separator = '{"organizations":[\n';
  for await (const slice of slices) {
    const popolo = toPopolo(slice, origin);
    for (const organization of popolo.organizations) {
      yield separator + JSON.stringify(organization);
      separator = ",\n";
    }
    posts.push(...popolo.posts);
    memberships.push(...popolo.memberships);
    for (const person of popolo.persons) persons.set(person.id, person);
  }
  const rest = { posts, memberships, persons: [...persons.values()] };
  yield `${separator === ",\n" ? "" : separator}\n],\n${JSON.stringify(rest).slice(1)}\n`;
}
