-- What organisations offer and need. Quantities are whole thousandths of a unit; prices whole minor units of a currency.
create table market_offers (
  id uuid primary key,
  number integer not null constraint market_offers_number unique check (number > 0),
  request_key uuid not null constraint market_offers_request unique,
  kind text not null check (kind in ('offer', 'need')),
  organization_id uuid not null references organizations,
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  description jsonb check (description ? 'source' and description ? 'texts'),
  category text not null check (category ~ '^[a-z_]{2,40}$'),
  -- What the category and its parent are called, in every language of the pages: for searching only.
  category_words text not null,
  unit text not null check (length(unit) between 1 and 32),
  quantity bigint check (quantity between 1 and 1000000000000000),
  -- Every year in these months; empty: in all of them.
  months smallint[] not null default '{}' check (array_position(months, null) is null and 1 <= all(months) and 12 >= all(months)),
  starts_on date,
  ends_on date check (ends_on >= starts_on),
  country text not null check (country ~ '^[A-Z]{2}$'),
  place text check (length(place) between 1 and 120),
  -- For one unit: in a currency of the ledger or in an official one (ISO 4217).
  price_amount bigint check (price_amount between 1 and 9007199254740991),
  price_currency_id uuid,
  price_official_code text check (price_official_code ~ '^[A-Z]{3}$'),
  check ((price_amount is null) = (num_nonnulls(price_currency_id, price_official_code) = 0)),
  check (num_nonnulls(price_currency_id, price_official_code) <= 1),
  wanted_category text check (wanted_category ~ '^[a-z_]{2,40}$'),
  wanted_words jsonb check (wanted_words ? 'source' and wanted_words ? 'texts'),
  check ((wanted_category is null) = (wanted_words is null)),
  is_gift boolean not null,
  -- Nothing in return, or something: never both, never neither.
  constraint market_offers_return check (is_gift = (price_amount is null and wanted_category is null)),
  labels text[] not null default '{}',
  members_only boolean not null,
  state text not null check (state in ('open', 'paused', 'exhausted', 'withdrawn')),
  revision integer not null default 0 check (revision >= 0),
  published_at timestamptz not null,
  changed_at timestamptz not null,
  mandate_id uuid references mandates
);
create index market_offers_organization on market_offers (organization_id, state, changed_at desc);

-- Every change of state and of words, by the mandate that made it.
create table market_offer_steps (
  id uuid primary key,
  offer_id uuid not null references market_offers,
  what text not null check (what in ('published', 'changed', 'paused', 'resumed', 'exhausted', 'withdrawn')),
  mandate_id uuid references mandates,
  made_at timestamptz not null
);
create index market_offer_steps_offer on market_offer_steps (offer_id, made_at);

-- Photographs, drawn anew without their metadata: a large and a small one, and some bytes to show until they come.
create table market_photographs (
  id uuid primary key,
  offer_id uuid not null references market_offers,
  position integer not null check (position > 0),
  file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  small_hash text not null check (small_hash ~ '^[0-9a-f]{64}$'),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  placeholder text not null check (length(placeholder) <= 400),
  -- What is to be seen, for those who do not see it.
  alt jsonb not null check (alt ? 'source' and alt ? 'texts'),
  unique (offer_id, position)
);
create index market_photographs_file on market_photographs (file_hash);
create index market_photographs_small on market_photographs (small_hash);

create function guard_market_offer() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'of an offer that is withdrawn a tombstone stays' using errcode = 'restrict_violation';
  end if;
  if (new.id, new.number, new.request_key, new.kind, new.organization_id, new.published_at)
    is distinct from (old.id, old.number, old.request_key, old.kind, old.organization_id, old.published_at) then
    raise exception 'whose offer it is, and of what kind, does not change' using errcode = 'restrict_violation';
  end if;
  if old.state = 'withdrawn' then
    raise exception 'what was withdrawn stays withdrawn' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger market_offers_guard before update or delete on market_offers for each row execute function guard_market_offer();

create function refuse_changing_market_history() returns trigger language plpgsql as $$
begin
  raise exception 'what happened in the market stands' using errcode = 'restrict_violation';
end $$;
create trigger market_offer_steps_keep before update or delete on market_offer_steps
  for each row execute function refuse_changing_market_history();
