-- The journal. An entry is a set of lines that sum to zero in each currency. Entries and lines are only ever added; a
-- mistake is corrected by an entry that reverses another, once.
create table ledger_entries (
  id uuid primary key,
  -- A pattern and not a list: each statement prepares the check anew, and a pattern is one constant of it.
  kind text not null check (kind ~ '^(transfer|issue|redemption|demurrage|reversal|hold_posted|clearing|contribution|payout|pledge|loan|repayment|expiry|settlement)$'),
  text text check (length(text) between 1 and 500),
  -- What it is about, as a path on this node or an id of the module that asked for it.
  about text check (length(about) between 1 and 300),
  reverses uuid references ledger_entries,
  -- By whom: a mandate, or the person who holds the account. Neither: the node itself. No reference is declared, because
  -- its check would lock the mandate's row anew with each transfer; mandates and people are never deleted.
  mandate_id uuid,
  person_id uuid,
  posted_at timestamptz not null,
  -- In which transaction it was made: its lines come in the same one, or never; and sealing takes what is older than
  -- every transaction that is still open.
  made_in xid8 not null default pg_current_xact_id(),
  check ((kind = 'reversal') = (reverses is not null))
);
create index ledger_entries_made_in on ledger_entries (made_in, id);
create unique index ledger_entries_reversed on ledger_entries (reverses) where reverses is not null;
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
-- account's lines go on from where it stood. Two lines, which nearly every statement has, take rows by their keys; any
-- other number is planned anew for what it is: a plan that was kept from two lines takes minutes over 100,000.
create function move_balances() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  line record;
  entry uuid;
  instant timestamptz;
  currency uuid;
  moved_currency uuid;
  total bigint := 0;
  whole boolean := true;
begin
  if (select count(*) from added) = 2 then
    for line in select * from added loop
      if entry is null then
        select id, posted_at into entry, instant from ledger_entries
        where id = line.entry_id and made_in = pg_current_xact_id();
      end if;
      update ledger_accounts set posted = line.balance_after, version = line.version,
        moved_at = greatest(moved_at, instant)
      where id = line.account_id and version = line.version - 1 and posted = line.balance_after - line.amount
        and closed_at is null
      returning currency_id into moved_currency;
      whole := whole and found and line.entry_id is not distinct from entry
        and moved_currency is not distinct from coalesce(currency, moved_currency);
      currency := moved_currency;
      total := total + line.amount;
    end loop;
    whole := whole and total = 0;
  else
    execute $whole$
      with entries as (
        select max(e.posted_at) as posted_at,
          count(*) filter (where e.made_in = pg_current_xact_id()) = count(*) as made_now
        from (select distinct entry_id from added) l left join ledger_entries e on e.id = l.entry_id),
      lines as (
        select account_id, version, amount, balance_after, lag(version) over account as version_before,
          lag(balance_after) over account as balance_before
        from added window account as (partition by account_id order by version)),
      moved as (
        select account_id, sum(amount) as amount, min(version) as first, max(version) as last,
          sum(balance_after - amount) filter (where version_before is null) as opening,
          bool_and(version_before is null
            or (version = version_before + 1 and balance_after = balance_before + amount)) as goes_on
        from lines group by account_id),
      changed as (
        update ledger_accounts a set posted = a.posted + m.amount, version = m.last,
          moved_at = greatest(a.moved_at, (select posted_at from entries))
        from moved m
        where a.id = m.account_id and a.closed_at is null and m.goes_on and a.posted = m.opening
          and a.version = m.first - 1
        returning a.id, a.currency_id),
      sums as (
        select sum(l.amount) as amount, count(*) as lines
        from added l join changed c on c.id = l.account_id group by l.entry_id, c.currency_id)
      select (select made_now from entries) and coalesce(sum(lines), 0) = (select count(*) from added)
        and bool_and(amount = 0) from sums $whole$ into whole;
  end if;
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
