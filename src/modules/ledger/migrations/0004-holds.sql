-- Holds: an amount kept aside for a payment that comes later, in part or whole, or not at all. Placed, then at most once
-- posted, voided or lapsed; what accounts have pending follows from the holds that are placed.
create table ledger_holds (
  id uuid primary key,
  from_account uuid not null references ledger_accounts,
  to_account uuid not null references ledger_accounts,
  amount bigint not null check (amount between 1 and 9007199254740991),
  text text check (length(text) between 1 and 500),
  about text check (length(about) between 1 and 300),
  state text not null default 'placed' check (state in ('placed', 'posted', 'voided', 'lapsed')),
  placed_at timestamptz not null,
  -- From this instant on it can only lapse; null: never.
  lapses_at timestamptz check (lapses_at > placed_at),
  placed_under uuid,
  placed_by uuid,
  resolved_at timestamptz,
  resolved_under uuid,
  resolved_by uuid,
  entry_id uuid unique references ledger_entries,
  check (from_account <> to_account),
  check ((state = 'placed') = (resolved_at is null)),
  check ((state = 'posted') = (entry_id is not null))
) with (fillfactor = 80);
create index ledger_holds_from on ledger_holds (from_account) where state = 'placed';
create index ledger_holds_to on ledger_holds (to_account) where state = 'placed';
create index ledger_holds_lapsing on ledger_holds (lapses_at) where state = 'placed' and lapses_at is not null;
create index ledger_holds_about on ledger_holds (about) where about is not null;

create function apply_holds() returns trigger language plpgsql as $$
begin
  with sides as (
    select from_account as id, amount as pending_out, 0::bigint as pending_in from changed where state = 'placed'
    union all
    select to_account, 0, amount from changed where state = 'placed'),
  pending as (select id, sum(pending_out) as pending_out, sum(pending_in) as pending_in from sides group by id)
  update ledger_accounts a set pending_out = a.pending_out + p.pending_out, pending_in = a.pending_in + p.pending_in
  from pending p where a.id = p.id;
  if exists (select 1 from changed h join ledger_accounts f on f.id = h.from_account join ledger_accounts t on t.id = h.to_account
      where f.currency_id <> t.currency_id or f.closed_at is not null or t.closed_at is not null) then
    raise exception 'a hold is between two open accounts of one currency'
      using errcode = 'check_violation', constraint = 'ledger_holds_between';
  end if;
  return null;
end $$;
create trigger ledger_holds_apply after insert on ledger_holds referencing new table as changed
  for each statement execute function apply_holds();

create function release_holds() returns trigger language plpgsql as $$
begin
  with sides as (
    select o.from_account as id, o.amount as pending_out, 0::bigint as pending_in from was o
    union all
    select o.to_account, 0, o.amount from was o),
  pending as (select id, sum(pending_out) as pending_out, sum(pending_in) as pending_in from sides group by id)
  update ledger_accounts a set pending_out = a.pending_out - p.pending_out, pending_in = a.pending_in - p.pending_in
  from pending p where a.id = p.id;
  return null;
end $$;
create trigger ledger_holds_release after update on ledger_holds referencing old table as was
  for each statement execute function release_holds();

-- The only change of a hold is from placed to what became of it, so that what `was` there was always placed.
create function guard_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state = 'placed' then return new; end if;
  elsif old.state = 'placed' and new.state <> 'placed'
     and (new.id, new.from_account, new.to_account, new.amount, new.text, new.about, new.placed_at, new.lapses_at,
       new.placed_under, new.placed_by) is not distinct from
      (old.id, old.from_account, old.to_account, old.amount, old.text, old.about, old.placed_at, old.lapses_at,
       old.placed_under, old.placed_by)
     and (old.lapses_at is null or (new.resolved_at < old.lapses_at) = (new.state <> 'lapsed'))
     and (old.lapses_at is not null or new.state <> 'lapsed') then
    return new;
  end if;
  raise exception 'a hold is placed, and resolved once' using errcode = 'restrict_violation';
end $$;
create trigger ledger_holds_guard before insert or update on ledger_holds for each row execute function guard_hold();
create trigger ledger_holds_keep before delete on ledger_holds for each row execute function refuse_changing_ledger();
create trigger ledger_holds_whole before truncate on ledger_holds
  for each statement execute function refuse_changing_ledger();
