-- Accounts and their limits. Balances are written by triggers alone: by that of `ledger_lines`, of `ledger_holds` and of
-- `ledger_limits` (a statement that writes them itself is refused), so that a balance is the sum of its lines by
-- construction. Balances stand in no index, and pages leave room, so that a movement rewrites one row in place (HOT).
-- Every statement that updates a row prepares all CHECK constraints of its table: the two that a movement can break are
-- constraints; what is said once, when an account is opened, is checked then (`ledger_accounts_opened`).
create table ledger_accounts (
  id uuid primary key,
  -- What people read aloud: digits, of which the last is a check digit (Damm).
  number text not null unique,
  currency_id uuid not null references currencies,
  holder_kind text not null,
  organization_id uuid references organizations,
  person_id uuid references people,
  fund_id uuid,
  name text,
  posted bigint not null default 0,
  pending_out bigint not null default 0,
  pending_in bigint not null default 0,
  -- Null: no limit on that side.
  minimum bigint,
  maximum bigint,
  -- How many lines the account has, and how many changes of its limits.
  version bigint not null default 0,
  limits_version integer not null default 0,
  -- The instant of its last movement: time never runs backwards in a statement.
  moved_at timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  constraint ledger_accounts_minimum check (posted - pending_out >= minimum),
  constraint ledger_accounts_maximum check (posted + pending_in <= maximum)
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

create function check_opened_account() returns trigger language plpgsql as $$
begin
  if new.number !~ '^[1-9][0-9]{4,15}$'
     or new.holder_kind not in ('organization', 'person', 'fund', 'clearing', 'commons', 'issuer')
     or (new.holder_kind in ('organization', 'issuer')) <> (new.organization_id is not null)
     or (new.holder_kind = 'person') <> (new.person_id is not null)
     or (new.holder_kind = 'fund') <> (new.fund_id is not null)
     or length(new.name) not between 1 and 160
     or (new.posted, new.pending_out, new.pending_in, new.version, new.limits_version) <> (0, 0, 0, 0, 0)
     or new.minimum is not null or new.maximum is not null or new.moved_at is not null or new.closed_at is not null then
    raise exception 'an account is opened empty, with a number and one holder'
      using errcode = 'check_violation', constraint = 'ledger_accounts_opened';
  end if;
  return new;
end $$;
create trigger ledger_accounts_opened before insert on ledger_accounts
  for each row execute function check_opened_account();

create function refuse_writing_balances() returns trigger language plpgsql as $$
begin
  raise exception 'balances and limits follow from lines, holds and changes of limits' using errcode = 'restrict_violation';
end $$;
-- Depth 0 is a statement of a program or of a function; a trigger's own statements are deeper.
create trigger ledger_accounts_balances
  before update of posted, pending_out, pending_in, minimum, maximum, version, limits_version, moved_at on ledger_accounts
  for each row when (pg_trigger_depth() = 0) execute function refuse_writing_balances();
create trigger ledger_accounts_stay
  before update of id, number, currency_id, holder_kind, organization_id, person_id, fund_id, opened_at on ledger_accounts
  for each row execute function refuse_changing_ledger();

-- An account is named and closed by statements that move nothing; it closes once, when it is empty.
create function guard_account() returns trigger language plpgsql as $$
begin
  if length(new.name) not between 1 and 160 or old.closed_at is not null
     or (new.closed_at is not null and (new.posted, new.pending_out, new.pending_in) <> (0, 0, 0)) then
    raise exception 'an account closes when it is empty, for ever' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger ledger_accounts_guard before update of name, closed_at on ledger_accounts
  for each row execute function guard_account();
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
