-- The journal. An entry is a set of lines that sum to zero in each currency. Entries and lines are only ever added; a
-- mistake is corrected by an entry that reverses another, once.
create table ledger_entries (
  id uuid primary key,
  -- The order of writing, which is not that of commits: sealing knows how to wait for those that are under way.
  sequence bigint generated always as identity unique,
  kind text not null check (kind in ('transfer', 'issue', 'redemption', 'demurrage', 'reversal', 'hold_posted', 'clearing',
    'contribution', 'payout', 'pledge', 'loan', 'repayment', 'expiry', 'settlement')),
  text text check (length(text) between 1 and 500),
  -- What it is about, as a path on this node or an id of the module that asked for it.
  about text check (length(about) between 1 and 300),
  reverses uuid unique references ledger_entries,
  -- By whom: a mandate, or the person who holds the account. Neither: the node itself. No reference is declared, because
  -- its check would lock the mandate's row anew with each transfer; mandates and people are never deleted.
  mandate_id uuid,
  person_id uuid,
  posted_at timestamptz not null,
  -- In which transaction it was made: its lines come in the same one, or never.
  made_in xid8 not null default pg_current_xact_id(),
  check ((kind = 'reversal') = (reverses is not null))
);
create index ledger_entries_about on ledger_entries (about) where about is not null;

-- `version` counts an account's lines from 1 without a gap. Neither column is declared a reference: the trigger below
-- proves both for a whole statement at once, and neither entries nor accounts are ever deleted.
create table ledger_lines (
  entry_id uuid not null,
  account_id uuid not null,
  version bigint not null check (version > 0),
  amount bigint not null check (amount between -9007199254740991 and 9007199254740991 and amount <> 0),
  balance_after bigint not null,
  primary key (account_id, version)
);
create index ledger_lines_entry on ledger_lines (entry_id);

-- Moves the balances of the accounts that a statement's lines are about, and proves that every entry of the statement
-- was made in this transaction and sums to zero in each currency, that no line is of an unknown account, and that each
-- account's lines go on from where it stood.
create function move_balances() returns trigger language plpgsql as $$
declare
  whole boolean;
begin
  with moved as (
    select account_id, sum(amount) as amount, count(*) as lines, max(version) as last, min(version) as first,
      (array_agg(balance_after order by version desc))[1] as balance,
      (array_agg(entry_id order by version desc))[1] as entry_id
    from added group by account_id),
  changed as (
    update ledger_accounts a set posted = m.balance, version = m.last,
      moved_at = greatest(a.moved_at, (select posted_at from ledger_entries where id = m.entry_id))
    from moved m
    where a.id = m.account_id and a.closed_at is null and a.posted + m.amount = m.balance and a.version + m.lines = m.last
      and a.version + 1 = m.first
    returning a.id, a.currency_id),
  sums as (
    select l.entry_id, sum(l.amount) as amount, count(*) as lines
    from added l join changed c on c.id = l.account_id group by l.entry_id, c.currency_id)
  select coalesce(sum(s.lines), 0) = (select count(*) from added)
    and bool_and(s.amount = 0 and e.made_in is not distinct from pg_current_xact_id())
  into whole
  from sums s left join ledger_entries e on e.id = s.entry_id;
  if whole is distinct from true then
    raise exception 'the lines of an entry come with it, sum to zero in each currency, and go on from where accounts stand'
      using errcode = 'check_violation', constraint = 'ledger_lines_whole';
  end if;
  return null;
end $$;
create trigger ledger_lines_move after insert on ledger_lines referencing new table as added
  for each statement execute function move_balances();

create trigger ledger_entries_keep before update or delete on ledger_entries
  for each row execute function refuse_changing_ledger();
create trigger ledger_entries_whole before truncate on ledger_entries
  for each statement execute function refuse_changing_ledger();
create trigger ledger_lines_keep before update or delete on ledger_lines
  for each row execute function refuse_changing_ledger();
create trigger ledger_lines_whole before truncate on ledger_lines
  for each statement execute function refuse_changing_ledger();
