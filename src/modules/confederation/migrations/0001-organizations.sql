create table organizations (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  external_id text unique check (length(external_id) between 1 and 120),
  parent_id uuid references organizations deferrable initially deferred,
  kind text not null check (kind in ('commune', 'communal_council', 'communal_city', 'social_movement', 'cooperative',
    'network', 'medium', 'institution', 'commission')),
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  description jsonb check (description ? 'source' and description ? 'texts'),
  country text check (country ~ '^[A-Z]{2}$'),
  subdivision text check (subdivision ~ '^[A-Z]{2}-[A-Z0-9]{1,3}$'),
  place text check (length(place) <= 200),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  languages text[] not null default '{}',
  founded_on date,
  website text check (length(website) <= 500),
  -- What anyone may write to; a person's own address is never here.
  public_contact text check (length(public_contact) <= 500),
  status text not null check (status in ('listed', 'applicant', 'affiliated', 'suspended', 'withdrawn', 'refused')),
  is_example boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((latitude is null) = (longitude is null)),
  check (parent_id <> id)
);
create index organizations_parent on organizations (parent_id);
