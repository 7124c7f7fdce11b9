-- Organs: the bodies in which people meet, with the rules that each gave itself.
create table organs (
  id uuid primary key,
  slug text not null constraint organs_slug unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  kind text not null check (kind in ('plenary', 'working_table', 'commission', 'regional_meeting')),
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  -- Whoever presides over its sittings, keeps its minutes and its door holds a mandate of this organisation.
  organization_id uuid not null references organizations,
  -- The congress whose organ it is. Null: it stands by itself, and its meetings are editions of its own (organ_editions).
  edition_id uuid references congress_editions,
  -- UN M49; of a regional meeting.
  region text check (region ~ '^[0-9]{3}$'),
  -- BCP 47 tags of the languages that are spoken and interpreted.
  languages text[] not null check (cardinality(languages) between 1 and 20),
  -- Quorum, speaking: see OrganRules.
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  -- How often it is to meet, in months.
  cycle_months integer check (cycle_months between 1 and 120),
  mandate_id uuid references mandates,
  founded_at timestamptz not null,
  request_key uuid not null constraint organs_request unique,
  act_id uuid not null references log_acts,
  check (kind <> 'regional_meeting' or (region is not null and edition_id is null)),
  check (kind <> 'plenary' or edition_id is not null)
);
create index organs_edition on organs (edition_id);
create unique index organs_plenary on organs (edition_id) where kind = 'plenary';

-- Meetings of an organ that stands by itself: each is an edition with its own delegations, texts and decisions.
create table organ_editions (
  edition_id uuid primary key references congress_editions,
  organ_id uuid not null references organs
);
create index organ_editions_organ on organ_editions (organ_id);

-- How many delegates each called organisation may send. An edition without seats has one for each delegation.
create table delegation_seats (
  edition_id uuid not null references congress_editions,
  organization_id uuid not null references organizations,
  seats integer not null check (seats between 0 and 1000),
  primary key (edition_id, organization_id)
);

-- People whom a delegation sends: delegates up to its seats, and alternates in their order.
create table delegates (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  organization_id uuid not null references organizations,
  person_id uuid not null references people,
  seat text not null check (seat in ('delegate', 'alternate')),
  -- Among the delegation's own: which alternate comes first.
  rank integer not null check (rank > 0),
  state text not null check (state in ('nominated', 'accepted', 'refused', 'withdrawn')),
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  -- What its badge carries; whoever holds the badge holds this. Never shown to anybody but the door.
  badge_token bytea not null constraint delegates_badge unique check (octet_length(badge_token) = 16),
  nominated_under uuid not null references mandates,
  nominated_at timestamptz not null,
  decided_under uuid references mandates,
  decided_at timestamptz check (decided_at >= nominated_at),
  request_key uuid not null constraint delegates_request unique,
  act_id uuid not null references log_acts,
  constraint delegates_once unique (edition_id, person_id),
  constraint delegates_rank unique (edition_id, organization_id, seat, rank),
  check ((state in ('refused', 'withdrawn')) = (reason is not null))
);

-- Who came in and went out, as the door saw it. Append-only; `id` is given by the device that saw it, so that a list sent
-- twice counts once. What could not count (somebody came in twice) is kept with its reason.
create table presence_events (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  edition_id uuid not null references congress_editions,
  delegate_id uuid not null references delegates,
  -- Checked in or out.
  direction text not null check (direction in ('in', 'out')),
  happened_at timestamptz not null,
  recorded_at timestamptz not null check (recorded_at >= happened_at - interval '5 minutes'),
  -- Seen while the device had no network, and sent later.
  offline boolean not null default false,
  recorded_under uuid not null references mandates,
  -- Null when it counts; else the rule that it broke.
  set_aside text check (length(set_aside) between 1 and 80)
);
create index presence_events_edition on presence_events (edition_id, happened_at);
create index presence_events_delegate on presence_events (delegate_id, happened_at) where set_aside is null;
create trigger presence_events_keep before update or delete on presence_events
  for each row execute function refuse_changing_congress();
