-- Requests for payment: what a QR code on paper or a phone leads to.
create table payment_requests (
  id uuid primary key,
  -- Unguessable, and all that a code shows: 120 bits.
  token text not null unique check (token ~ '^[a-z2-7]{24}$'),
  to_account uuid not null references ledger_accounts,
  -- Null: whoever pays says how much, as at a market stall.
  amount bigint check (amount > 0),
  text text not null check (length(text) between 1 and 200),
  -- Once: the first payment fulfils it. Many: it stays until it is withdrawn.
  many boolean not null,
  made_by uuid references people,
  mandate_id uuid,
  made_at timestamptz not null,
  lapses_on date,
  withdrawn_at timestamptz,
  request_key uuid not null unique,
  check (many or amount is not null)
);
create index payment_requests_account on payment_requests (to_account, made_at desc);

create table payment_request_payments (
  request_id uuid not null references payment_requests,
  entry_id uuid not null unique references ledger_entries,
  amount bigint not null check (amount > 0),
  paid_at timestamptz not null,
  -- The id of a request that is paid once, else null: that it is unique lets nobody pay it twice.
  once uuid unique check (once = request_id),
  primary key (request_id, entry_id)
);

-- Payments that wait for a second person. The amount is held meanwhile.
create table payment_approvals (
  id uuid primary key,
  hold_id uuid not null unique references ledger_holds,
  from_account uuid not null references ledger_accounts,
  to_account uuid not null references ledger_accounts,
  amount bigint not null check (amount > 0),
  text text not null check (length(text) between 1 and 200),
  request_id uuid references payment_requests,
  placed_by uuid references people,
  placed_under uuid,
  placed_at timestamptz not null,
  lapses_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'withdrawn', 'lapsed')),
  decided_by uuid references people,
  decided_under uuid,
  decided_at timestamptz,
  reason text check (length(reason) between 1 and 500),
  entry_id uuid unique references ledger_entries deferrable initially deferred,
  request_key uuid not null unique,
  check ((state = 'waiting') = (decided_at is null)),
  check ((state = 'approved') = (entry_id is not null)),
  check (state <> 'refused' or reason is not null),
  -- Two people, whatever a program does.
  constraint payment_approvals_two_people check (state <> 'approved' or placed_by is distinct from decided_by)
);
create index payment_approvals_waiting on payment_approvals (from_account) where state = 'waiting';

create table standing_orders (
  id uuid primary key,
  from_account uuid not null references ledger_accounts,
  to_account uuid not null references ledger_accounts,
  amount bigint not null check (amount > 0),
  text text not null check (length(text) between 1 and 200),
  unit text not null check (unit in ('week', 'month')),
  count integer not null check (count between 1 and 12),
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  -- Active: executed when due. Unconfirmed: whoever ordered it may not any more, and nobody has taken it on.
  state text not null default 'active' check (state in ('active', 'unconfirmed', 'stopped', 'ended')),
  -- The first date that was not executed yet; null when it is over.
  next_on date,
  ordered_by uuid references people,
  ordered_under uuid,
  ordered_at timestamptz not null,
  stopped_at timestamptz,
  request_key uuid not null unique,
  check (from_account <> to_account),
  check (state not in ('active', 'unconfirmed') or next_on is not null)
);
create index standing_orders_due on standing_orders (next_on) where state = 'active';
create index standing_orders_from on standing_orders (from_account, ordered_at);
create index standing_orders_to on standing_orders (to_account, ordered_at);

-- What became of each due date: at most one row, so that no date is executed twice.
create table standing_order_runs (
  order_id uuid not null references standing_orders,
  due_on date not null,
  state text not null check (state in ('paid', 'waiting', 'failed', 'skipped')),
  reason text check (length(reason) between 1 and 100),
  entry_id uuid unique references ledger_entries,
  run_at timestamptz not null,
  primary key (order_id, due_on),
  check ((state = 'paid') = (entry_id is not null)),
  check (state <> 'failed' or reason is not null)
);
create trigger standing_order_runs_keep before update or delete on standing_order_runs
  for each row execute function refuse_changing_ledger();

-- The balance of an account as demurrage leaves it, in 2^-64 of a minor unit, after its line with this version.
create table demurrage_balances (
  account_id uuid primary key references ledger_accounts,
  exact numeric not null check (exact = trunc(exact)),
  version bigint not null check (version >= 0),
  until timestamptz not null
);

-- What people were told by mail, so that a job which runs twice tells it once.
create table money_told (
  key text primary key check (length(key) <= 120),
  told_at timestamptz not null
);
