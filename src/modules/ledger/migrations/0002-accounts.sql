-- Accounts and their limits. Balances are written by triggers alone: by that of `ledger_lines`, of `ledger_holds` and of
-- `ledger_limits` (a statement that writes them itself is refused), so that a balance is the sum of its lines by
-- construction. Balances stand in no index, and pages leave room, so that a movement rewrites one row in place (HOT).
create table ledger_accounts (
  id uuid primary key,
  -- What people read aloud: digits, of which the last is a check digit (Damm).
  number text not null unique check (number ~ '^[1-9][0-9]{4,15}$'),
  currency_id uuid not null references currencies,
  holder_kind text not null check (holder_kind in ('organization', 'person', 'fund', 'clearing', 'commons', 'issuer')),
  organization_id uuid references organizations,
  person_id uuid references people,
  fund_id uuid,
  name text check (length(name) between 1 and 160),
  posted bigint not null default 0 check (posted between -1000000000000000000 and 1000000000000000000),
  pending_out bigint not null default 0 check (pending_out between 0 and 1000000000000000000),
  pending_in bigint not null default 0 check (pending_in between 0 and 1000000000000000000),
  -- Null: no limit on that side.
  minimum bigint check (minimum between -1000000000000000000 and 1000000000000000000),
  maximum bigint check (maximum between -1000000000000000000 and 1000000000000000000),
  -- How many lines the account has, and how many changes of its limits.
  version bigint not null default 0 check (version >= 0),
  limits_version integer not null default 0 check (limits_version >= 0),
  -- The instant of its last movement: time never runs backwards in a statement.
  moved_at timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  constraint ledger_accounts_minimum check (posted - pending_out >= minimum),
  constraint ledger_accounts_maximum check (posted + pending_in <= maximum),
  check ((holder_kind in ('organization', 'issuer')) = (organization_id is not null)),
  check ((holder_kind = 'person') = (person_id is not null)),
  check ((holder_kind = 'fund') = (fund_id is not null)),
  check (closed_at is null or (posted = 0 and pending_out = 0 and pending_in = 0))
) with (fillfactor = 80);
create index ledger_accounts_organization on ledger_accounts (organization_id) where organization_id is not null;
create index ledger_accounts_person on ledger_accounts (person_id) where person_id is not null;
create index ledger_accounts_fund on ledger_accounts (fund_id) where fund_id is not null;
create index ledger_accounts_currency on ledger_accounts (currency_id, number);
-- One of each in a currency.
create unique index ledger_accounts_single on ledger_accounts (currency_id, holder_kind)
  where holder_kind in ('clearing', 'commons');
create unique index ledger_accounts_issuer on ledger_accounts (currency_id, organization_id) where holder_kind = 'issuer';
create sequence ledger_account_numbers start 10000;

create function refuse_writing_balances() returns trigger language plpgsql as $$
begin
  raise exception 'balances and limits follow from lines, holds and changes of limits' using errcode = 'restrict_violation';
end $$;
-- Depth 0 is a statement of a program or of a function; a trigger's own statements are deeper.
create trigger ledger_accounts_balances before update on ledger_accounts for each row
  when (pg_trigger_depth() = 0 and
    (old.posted, old.pending_out, old.pending_in, old.minimum, old.maximum, old.version, old.limits_version, old.moved_at)
    is distinct from
    (new.posted, new.pending_out, new.pending_in, new.minimum, new.maximum, new.version, new.limits_version, new.moved_at))
  execute function refuse_writing_balances();
create trigger ledger_accounts_open before insert on ledger_accounts for each row
  when (new.posted <> 0 or new.pending_out <> 0 or new.pending_in <> 0 or new.version <> 0 or new.limits_version <> 0
    or new.minimum is not null or new.maximum is not null or new.moved_at is not null)
  execute function refuse_writing_balances();
create trigger ledger_accounts_stay before update on ledger_accounts for each row
  when ((old.id, old.number, old.currency_id, old.holder_kind, old.organization_id, old.person_id, old.fund_id, old.opened_at)
    is distinct from
    (new.id, new.number, new.currency_id, new.holder_kind, new.organization_id, new.person_id, new.fund_id, new.opened_at)
    or old.closed_at is not null)
  execute function refuse_changing_ledger();
create trigger ledger_accounts_keep before delete on ledger_accounts
  for each row execute function refuse_changing_ledger();
create trigger ledger_accounts_whole before truncate on ledger_accounts
  for each statement execute function refuse_changing_ledger();

-- Every change of an account's limits; the first is that of its opening. `version` counts from 1 without a gap, and
-- `at_version` says after which of the account's lines it was made.
create table ledger_limits (
  account_id uuid not null references ledger_accounts,
  version integer not null check (version > 0),
  at_version bigint not null check (at_version >= 0),
  minimum bigint,
  maximum bigint,
  because text check (length(because) between 1 and 500),
  mandate_id uuid,
  changed_at timestamptz not null,
  primary key (account_id, version),
  check (minimum <= maximum)
);
create function apply_limits() returns trigger language plpgsql as $$
begin
  update ledger_accounts set minimum = new.minimum, maximum = new.maximum, limits_version = new.version
  where id = new.account_id and limits_version = new.version - 1 and version = new.at_version and closed_at is null;
  if not found then
    raise exception 'limits change one after the other, on an open account' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger ledger_limits_apply after insert on ledger_limits for each row execute function apply_limits();
create trigger ledger_limits_keep before update or delete on ledger_limits
  for each row execute function refuse_changing_ledger();
create trigger ledger_limits_whole before truncate on ledger_limits
  for each statement execute function refuse_changing_ledger();
