-- The path of every movement. Each function locks what it touches in one order (holds by id, then accounts by id), looks
-- before it writes, and answers null, or why not as JSON: a refusal has written nothing, so that the caller's transaction
-- can go on. What could go wrong in between is a fault, raised by the guards of the tables.
--
-- Lapsed holds are resolved when an account of theirs is touched, so that they never keep money back; the job that looks
-- for the others only tidies up.
create function ledger_lapse(accounts uuid[], at timestamptz) returns integer language plpgsql
set enable_seqscan = off as $$
declare
  due uuid[];
  touched uuid[];
begin
  select array_agg(h.id), array_agg(h.from_account) || array_agg(h.to_account) into due, touched
  from (select id, from_account, to_account from ledger_holds
    where state = 'placed' and lapses_at <= at and (from_account = any(accounts) or to_account = any(accounts))
    order by id for no key update) h;
  if due is null then return 0; end if;
  perform 1 from ledger_accounts where id = any(accounts || touched) order by id for no key update;
  update ledger_holds set state = 'lapsed', resolved_at = lapses_at where id = any(due);
  return cardinality(due);
end $$;

create function ledger_refused(reason text, number text, missing numeric default null) returns jsonb
language sql immutable as $$ select jsonb_strip_nulls(jsonb_build_object('reason', reason, 'account', number, 'missing', missing::text)) $$;

-- From one account to another: the way that nearly every movement takes. What lapsed on either is looked for under their
-- locks, and only where something is pending.
create function ledger_transfer(entry uuid, entry_kind text, payer uuid, payee uuid, amount bigint, entry_text text,
  entry_about text, at timestamptz, mandate uuid, person uuid) returns jsonb language plpgsql set enable_seqscan = off as $$
declare
  source record;
  target record;
begin
  if payer = payee then return ledger_refused('accountsAreTheSame', null); end if;
  for attempt in 1..2 loop
    if payer < payee then
      select number, currency_id, posted, pending_out, pending_in, minimum, version, moved_at, closed_at into source
      from ledger_accounts where id = payer for no key update;
    end if;
    select number, currency_id, posted, pending_out, pending_in, maximum, version, moved_at, closed_at into target
    from ledger_accounts where id = payee for no key update;
    if payer > payee then
      select number, currency_id, posted, pending_out, pending_in, minimum, version, moved_at, closed_at into source
      from ledger_accounts where id = payer for no key update;
    end if;
    exit when attempt = 2
      or (source.pending_out = 0 and source.pending_in = 0 and target.pending_out = 0 and target.pending_in = 0)
      or ledger_lapse(array[payer, payee], at) = 0;
  end loop;
  if source.number is null or target.number is null then return ledger_refused('accountUnknown', null); end if;
  if source.currency_id <> target.currency_id then return ledger_refused('currenciesDiffer', target.number); end if;
  if source.closed_at is not null then return ledger_refused('accountClosed', source.number); end if;
  if target.closed_at is not null then return ledger_refused('accountClosed', target.number); end if;
  if source.posted - source.pending_out - amount < source.minimum then
    return ledger_refused('belowMinimum', source.number,
      source.minimum::numeric - (source.posted - source.pending_out - amount));
  end if;
  if target.posted + target.pending_in + amount > target.maximum then
    return ledger_refused('aboveMaximum', target.number);
  end if;
  if source.posted - amount < -1000000000000000000 or target.posted + amount > 1000000000000000000 then
    return ledger_refused('balanceTooLarge', case when target.posted + amount > 1000000000000000000
      then target.number else source.number end);
  end if;
  insert into ledger_entries (id, kind, text, about, mandate_id, person_id, posted_at)
  values (entry, entry_kind, entry_text, entry_about, mandate, person, greatest(at, source.moved_at, target.moved_at));
  insert into ledger_lines (entry_id, account_id, version, amount, balance_after)
  values (entry, payer, source.version + 1, -amount, source.posted - amount),
    (entry, payee, target.version + 1, amount, target.posted + amount);
  return null;
end $$;

-- Why these lines cannot be written, after each entry of the call in turn; null: they can. The accounts are locked.
create function ledger_refusal(line_entries integer[], line_accounts uuid[], line_amounts bigint[]) returns jsonb
language plpgsql as $$
declare
  refused jsonb;
begin
  select ledger_refused(case when a.id is null then 'accountUnknown' else 'accountClosed' end, a.number) into refused
  from unnest(line_accounts) with ordinality as l(account, position) left join ledger_accounts a on a.id = l.account
  where a.id is null or a.closed_at is not null order by l.position limit 1;
  if refused is not null then return refused; end if;
  select ledger_refused(case when s.whole = 0 then 'currenciesDiffer' else 'entryUnbalanced' end, null) into refused
  from (select l.entry, sum(l.amount) as amount, sum(sum(l.amount)) over (partition by l.entry) as whole
    from unnest(line_entries, line_accounts, line_amounts) as l(entry, account, amount)
    join ledger_accounts a on a.id = l.account group by l.entry, a.currency_id) s
  where s.amount <> 0 order by s.entry limit 1;
  if refused is not null then return refused; end if;
  -- What stands after the last line of an account in an entry must be within the limits; in between it need not.
  select case
      when abs(s.after) > 1000000000000000000 then ledger_refused('balanceTooLarge', s.number)
      when s.after - s.pending_out < s.minimum then
        ledger_refused('belowMinimum', s.number, s.minimum - (s.after - s.pending_out))
      else ledger_refused('aboveMaximum', s.number) end into refused
  from (select l.position, l.entry, a.number, a.pending_out, a.pending_in, a.minimum, a.maximum,
      a.posted + sum(l.amount) over account as after, lead(l.entry) over account as following
    from unnest(line_entries, line_accounts, line_amounts) with ordinality as l(entry, account, amount, position)
    join ledger_accounts a on a.id = l.account
    window account as (partition by l.account order by l.position)) s
  where s.following is distinct from s.entry
    and (abs(s.after) > 1000000000000000000 or s.after - s.pending_out < s.minimum or s.after + s.pending_in > s.maximum)
  order by s.position limit 1;
  return refused;
end $$;

-- Any number of entries with any number of lines: all or none. `line_entries` says to which entry a line belongs, from 1,
-- in ascending order.
create function ledger_post(entries uuid[], kinds text[], texts text[], abouts text[], reversed uuid[],
  line_entries integer[], line_accounts uuid[], line_amounts bigint[], at timestamptz, mandate uuid, person uuid)
returns jsonb language plpgsql set enable_seqscan = off as $$
declare
  accounts uuid[] := array(select distinct unnest(line_accounts));
  refused jsonb;
  instant timestamptz;
begin
  if exists (select 1 from ledger_accounts where id = any(accounts) and (pending_out > 0 or pending_in > 0)) then
    perform ledger_lapse(accounts, at);
  end if;
  perform 1 from ledger_accounts where id = any(accounts) order by id for no key update;
  refused := ledger_refusal(line_entries, line_accounts, line_amounts);
  if refused is not null then return refused; end if;
  select greatest(at, max(moved_at)) into instant from ledger_accounts where id = any(accounts);
  insert into ledger_entries (id, kind, text, about, reverses, mandate_id, person_id, posted_at)
  select e.id, e.kind, e.text, e.about, e.reverses, mandate, person, instant
  from unnest(entries, kinds, texts, abouts, reversed) with ordinality as e(id, kind, text, about, reverses, position)
  order by e.position;
  insert into ledger_lines (entry_id, account_id, version, amount, balance_after)
  select e.id, l.account, a.version + row_number() over account, l.amount, a.posted + sum(l.amount) over account
  from unnest(line_entries, line_accounts, line_amounts) with ordinality as l(entry, account, amount, position)
  join unnest(entries) with ordinality as e(id, position) on e.position = l.entry
  join ledger_accounts a on a.id = l.account
  window account as (partition by l.account order by l.position);
  return null;
end $$;

-- Places holds: all or none.
create function ledger_place_holds(holds uuid[], payers uuid[], payees uuid[], amounts bigint[], lapsing timestamptz[],
  texts text[], abouts text[], at timestamptz, mandate uuid, person uuid) returns jsonb language plpgsql as $$
declare
  accounts uuid[] := array(select distinct unnest(payers || payees));
  refused jsonb;
begin
  perform ledger_lapse(accounts, at);
  perform 1 from ledger_accounts where id = any(accounts) order by id for no key update;
  select case
      when h.payer = h.payee then ledger_refused('accountsAreTheSame', f.number)
      when f.id is null or t.id is null then ledger_refused('accountUnknown', null)
      when f.currency_id <> t.currency_id then ledger_refused('currenciesDiffer', t.number)
      when f.closed_at is not null then ledger_refused('accountClosed', f.number)
      when t.closed_at is not null then ledger_refused('accountClosed', t.number)
      when h.lapses_at <= at then ledger_refused('holdLapsesBeforeItIsPlaced', null) end into refused
  from unnest(payers, payees, lapsing) with ordinality as h(payer, payee, lapses_at, position)
  left join ledger_accounts f on f.id = h.payer left join ledger_accounts t on t.id = h.payee
  where h.payer = h.payee or f.id is null or t.id is null or f.currency_id <> t.currency_id
    or f.closed_at is not null or t.closed_at is not null or h.lapses_at <= at
  order by h.position limit 1;
  if refused is not null then return refused; end if;
  select case when a.posted - a.pending_out - s.amount < a.minimum
      then ledger_refused('belowMinimum', a.number, a.minimum - (a.posted - a.pending_out - s.amount)) else
      ledger_refused('balanceTooLarge', a.number) end into refused
  from (select account, sum(amount) as amount from unnest(payers, amounts) as h(account, amount) group by account) s
  join ledger_accounts a on a.id = s.account
  where a.posted - a.pending_out - s.amount < a.minimum or a.pending_out + s.amount > 1000000000000000000
  order by a.number limit 1;
  if refused is not null then return refused; end if;
  select case when a.posted + a.pending_in + s.amount > a.maximum
      then ledger_refused('aboveMaximum', a.number) else ledger_refused('balanceTooLarge', a.number) end into refused
  from (select account, sum(amount) as amount from unnest(payees, amounts) as h(account, amount) group by account) s
  join ledger_accounts a on a.id = s.account
  where a.posted + a.pending_in + s.amount > a.maximum or a.pending_in + s.amount > 1000000000000000000
  order by a.number limit 1;
  if refused is not null then return refused; end if;
  insert into ledger_holds (id, from_account, to_account, amount, lapses_at, text, about, placed_at, placed_under, placed_by)
  select h.id, h.payer, h.payee, h.amount, h.lapses_at, h.text, h.about, at, mandate, person
  from unnest(holds, payers, payees, amounts, lapsing, texts, abouts)
    as h(id, payer, payee, amount, lapses_at, text, about);
  return null;
end $$;

-- Locks a hold and its accounts for what becomes of it; says why it cannot be resolved any more.
create function ledger_take_hold(hold uuid, at timestamptz) returns jsonb language plpgsql as $$
declare
  held ledger_holds;
begin
  select * into held from ledger_holds where id = hold for no key update;
  if held.id is null then return ledger_refused('holdUnknown', null); end if;
  if held.state = 'placed' and held.lapses_at <= at then
    perform ledger_lapse(array[held.from_account], at);
    held.state := 'lapsed';
  end if;
  if held.state <> 'placed' then
    return ledger_refused(case held.state when 'posted' then 'holdWasPosted' when 'voided' then 'holdWasVoided'
      else 'holdLapsed' end, null);
  end if;
  perform 1 from ledger_accounts where id in (held.from_account, held.to_account) order by id for no key update;
  return null;
end $$;

-- Pays a hold, in part or whole; what is left of it is released.
create function ledger_post_hold(hold uuid, entry uuid, paid bigint, at timestamptz, mandate uuid, person uuid)
returns jsonb language plpgsql as $$
declare
  held ledger_holds;
  source ledger_accounts;
  target ledger_accounts;
  refused jsonb := ledger_take_hold(hold, at);
begin
  if refused is not null then return refused; end if;
  select * into held from ledger_holds where id = hold;
  if paid > held.amount then
    return ledger_refused('aboveTheHold', (select number from ledger_accounts where id = held.from_account), paid - held.amount);
  end if;
  paid := coalesce(paid, held.amount);
  select * into source from ledger_accounts where id = held.from_account;
  select * into target from ledger_accounts where id = held.to_account;
  insert into ledger_entries (id, kind, text, about, mandate_id, person_id, posted_at)
  values (entry, 'hold_posted', held.text, held.about, mandate, person, greatest(at, source.moved_at, target.moved_at));
  update ledger_holds set state = 'posted', resolved_at = at, resolved_under = mandate, resolved_by = person,
    entry_id = entry where id = hold;
  insert into ledger_lines (entry_id, account_id, version, amount, balance_after)
  values (entry, source.id, source.version + 1, -paid, source.posted - paid),
    (entry, target.id, target.version + 1, paid, target.posted + paid);
  return null;
end $$;

create function ledger_void_hold(hold uuid, at timestamptz, mandate uuid, person uuid) returns jsonb language plpgsql as $$
declare
  refused jsonb := ledger_take_hold(hold, at);
begin
  if refused is not null then return refused; end if;
  update ledger_holds set state = 'voided', resolved_at = at, resolved_under = mandate, resolved_by = person where id = hold;
  return null;
end $$;

-- New limits from now on, if what the account holds and keeps aside is within them.
create function ledger_change_limits(account uuid, least_allowed bigint, most_allowed bigint, reason_given text,
  at timestamptz, mandate uuid) returns jsonb language plpgsql as $$
declare
  found_account ledger_accounts;
begin
  perform ledger_lapse(array[account], at);
  select * into found_account from ledger_accounts where id = account for no key update;
  if found_account.id is null then return ledger_refused('accountUnknown', null); end if;
  if found_account.closed_at is not null then return ledger_refused('accountClosed', found_account.number); end if;
  if least_allowed > most_allowed then return ledger_refused('limitsAreReversed', found_account.number); end if;
  if found_account.posted - found_account.pending_out < least_allowed
     or found_account.posted + found_account.pending_in > most_allowed then
    return ledger_refused('balanceBeyondLimits', found_account.number);
  end if;
  insert into ledger_limits (account_id, version, at_version, minimum, maximum, because, mandate_id, changed_at)
  values (account, found_account.limits_version + 1, found_account.version, least_allowed, most_allowed, reason_given,
    mandate, at);
  return null;
end $$;
