-- Solidarity funds, and the appeals that fill them. All of it is public but who pledged. What a fund has is what its
-- appeals have: each has an account of its own, so that what it was asked for can be followed.
create table funds (
  id uuid primary key,
  request_key uuid not null unique,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  organization_id uuid not null references organizations,
  currency_id uuid not null references currencies,
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  purpose jsonb not null check (purpose ? 'source' and purpose ? 'texts'),
  rules jsonb not null check (rules ? 'source' and rules ? 'texts'),
  founded_at timestamptz not null
);

create table appeals (
  id uuid primary key,
  number integer not null unique check (number > 0),
  request_key uuid not null unique,
  fund_id uuid not null references funds,
  account_id uuid not null unique references ledger_accounts,
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  body jsonb not null check (body ? 'source' and body ? 'texts'),
  goal bigint not null check (goal between 1 and 9007199254740991),
  -- All or nothing: pledges are held until the deadline. As it comes: they are given at once.
  rule text not null check (rule in ('all_or_nothing', 'as_it_comes')),
  -- The last day on which pledges are taken.
  closes_on date not null,
  -- The commitment on which its reports are made too.
  commitment_number integer references commitments (number),
  state text not null check (state in ('open', 'succeeded', 'failed', 'called_off', 'accounted')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  check ((state = 'open') = (closed_at is null))
);
create index appeals_fund on appeals (fund_id);
create index appeals_due on appeals (closes_on) where state = 'open';

create table pledges (
  id uuid primary key,
  appeal_id uuid not null references appeals,
  request_key uuid not null unique,
  account_id uuid not null references ledger_accounts,
  amount bigint not null check (amount > 0),
  -- Whether whoever pledged is named to the public.
  named boolean not null,
  hold_id uuid unique references ledger_holds,
  entry_id uuid unique references ledger_entries,
  refund_entry_id uuid unique references ledger_entries,
  state text not null check (state in ('held', 'given', 'withdrawn', 'released', 'refunded')),
  mandate_id uuid references mandates,
  pledged_at timestamptz not null,
  check (state <> 'held' or hold_id is not null),
  check ((entry_id is not null) = (state in ('given', 'refunded'))),
  check ((refund_entry_id is not null) = (state = 'refunded'))
);
create index pledges_appeal on pledges (appeal_id, pledged_at);
create index pledges_account on pledges (account_id);

create table appeal_spendings (
  id uuid primary key,
  appeal_id uuid not null references appeals,
  request_key uuid not null unique,
  -- Paid to an account; to whom is public where an organisation holds it.
  account_id uuid not null references ledger_accounts,
  amount bigint not null check (amount > 0),
  purpose jsonb not null check (purpose ? 'source' and purpose ? 'texts'),
  entry_id uuid not null references ledger_entries,
  mandate_id uuid references mandates,
  spent_at timestamptz not null
);
create index appeal_spendings_appeal on appeal_spendings (appeal_id, spent_at);

create table appeal_reports (
  id uuid primary key,
  appeal_id uuid not null references appeals,
  request_key uuid not null unique,
  body jsonb not null check (body ? 'source' and body ? 'texts'),
  closes boolean not null,
  mandate_id uuid references mandates,
  reported_at timestamptz not null
);
create index appeal_reports_appeal on appeal_reports (appeal_id, reported_at);
create trigger appeal_spendings_keep before update or delete on appeal_spendings
  for each row execute function refuse_changing_financing();
create trigger appeal_reports_keep before update or delete on appeal_reports
  for each row execute function refuse_changing_financing();
