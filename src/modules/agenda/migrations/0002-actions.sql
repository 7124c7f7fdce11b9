-- Local actions: where, when by the clock of that place, by whom.
create table actions (
  id uuid primary key,
  number integer not null constraint actions_number_key unique check (number > 0),
  request_key uuid not null unique,
  campaign_id uuid references campaigns,
  organization_id uuid not null references organizations,
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  description jsonb check (description ? 'source' and description ? 'texts'),
  kind text not null check (kind in ('rally', 'march', 'assembly', 'forum', 'workshop', 'culture', 'work_day', 'strike', 'vigil', 'online')),
  city text not null check (length(city) between 1 and 120),
  country text not null check (country ~ '^[A-Z]{2}$'),
  address text check (length(address) between 1 and 300),
  -- The town's, to a hundredth of a degree (about a kilometre), unless whoever announces says that it is the very place.
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  is_exact boolean not null default false,
  check ((latitude is null) = (longitude is null)),
  check (is_exact or latitude is null
    or (round(latitude::numeric, 2) = latitude::numeric and round(longitude::numeric, 2) = longitude::numeric)),
  -- IANA zone and what a clock there shows. This is the truth; instants are derived from it (action_occurrences).
  zone text not null check (length(zone) <= 60),
  all_day boolean not null,
  starts_local text not null,
  ends_local text not null,
  check (starts_local ~ (case when all_day then '^\d{4}-\d{2}-\d{2}$' else '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$' end)
    and ends_local ~ (case when all_day then '^\d{4}-\d{2}-\d{2}$' else '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$' end)),
  check (ends_local >= starts_local or not all_day),
  rule text check (rule ~ '^FREQ=' and length(rule) <= 500),
  added date[] not null default '{}' check (cardinality(added) <= 400),
  without date[] not null default '{}' check (cardinality(without) <= 400),
  -- When the last of it ends.
  last_at timestamptz not null,
  -- An organisation's public contact; null: the one that the directory shows.
  contact text check (length(contact) between 1 and 200),
  accessibility text[] not null default '{}' check (cardinality(accessibility) <= 10),
  languages text[] not null default '{}' check (cardinality(languages) <= 12),
  link text check (link ~ '^https?://' and length(link) <= 2000),
  state text not null check (state in ('announced', 'cancelled', 'merged')),
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  merged_into uuid references actions,
  check ((state = 'cancelled') = (reason is not null)),
  check ((state = 'merged') = (merged_into is not null) and merged_into is distinct from id),
  -- RFC 5545 §3.8.7.4: goes up with every change.
  sequence integer not null default 0 check (sequence >= 0),
  -- The UID of the file it came from: read again, it is the same action.
  source_uid text check (length(source_uid) between 1 and 255),
  constraint actions_source unique (organization_id, source_uid),
  announced_at timestamptz not null,
  updated_at timestamptz not null
);
create index actions_campaign on actions (campaign_id);
create index actions_organization on actions (organization_id);
create index actions_last on actions (last_at);
create index actions_country on actions (country, last_at);

create trigger actions_stay before delete on actions for each row execute function refuse_losing_campaigns();

-- Each time that an action takes place, as instants: for asking what is on, never the truth.
create table action_occurrences (
  action_id uuid not null references actions,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  -- The civil day in the action's own zone.
  day date not null,
  primary key (action_id, starts_at)
);
create index action_occurrences_start on action_occurrences (starts_at);
create index action_occurrences_day on action_occurrences (day);

-- Organisations that hold an action together with the one that announced it.
create table action_organizers (
  action_id uuid not null references actions,
  organization_id uuid not null references organizations,
  mandate_id uuid references mandates,
  joined_at timestamptz not null,
  primary key (action_id, organization_id)
);
create index action_organizers_organization on action_organizers (organization_id);

-- Files that were read for a preview and wait for a yes; a day later they are gone.
create table action_imports (
  id uuid primary key,
  organization_id uuid not null references organizations,
  choices jsonb not null,
  body text not null check (length(body) <= 1048576),
  read_at timestamptz not null
);
