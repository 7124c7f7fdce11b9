-- Fairs: a market day of many organisations, with stalls and what each brings. Everything of it is public.
create table market_fairs (
  id uuid primary key,
  number integer not null constraint market_fairs_number unique check (number > 0),
  request_key uuid not null constraint market_fairs_request unique,
  organization_id uuid not null references organizations,
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  about jsonb check (about ? 'source' and about ? 'texts'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  city text not null check (length(city) between 1 and 120),
  address text check (length(address) between 1 and 200),
  -- What the clocks of its zone (IANA) show, and the instants that follow from it.
  zone text not null check (length(zone) between 1 and 60),
  starts_local text not null check (starts_local ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  ends_local text not null check (ends_local ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  -- An address where more is said: an action of the agenda, a page elsewhere.
  link text check (length(link) between 1 and 2000),
  state text not null check (state in ('called', 'cancelled')),
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  check ((state = 'cancelled') = (reason is not null)),
  revision integer not null default 0 check (revision >= 0),
  mandate_id uuid references mandates,
  called_at timestamptz not null
);
create index market_fairs_starts on market_fairs (starts_at);

create table market_stalls (
  id uuid primary key,
  fair_id uuid not null references market_fairs,
  organization_id uuid not null references organizations,
  constraint market_stalls_once unique (fair_id, organization_id),
  -- In the order in which they joined; stays theirs when they leave and come back.
  number integer not null check (number > 0),
  constraint market_stalls_number unique (fair_id, number),
  note jsonb check (note ? 'source' and note ? 'texts'),
  mandate_id uuid references mandates,
  joined_at timestamptz not null,
  left_at timestamptz
);

create table market_stall_offers (
  stall_id uuid not null references market_stalls,
  offer_id uuid not null references market_offers,
  primary key (stall_id, offer_id)
);
create index market_stall_offers_offer on market_stall_offers (offer_id);
