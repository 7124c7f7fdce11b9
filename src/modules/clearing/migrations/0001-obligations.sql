-- Who owes whom, how much, and what became of it. Only the two sides may see a row.
create table obligations (
  id uuid primary key,
  -- The form, or the line of a file, that made it: what is sent twice makes one.
  request_key uuid not null constraint obligations_request unique,
  debtor_id uuid not null references organizations,
  creditor_id uuid not null references organizations,
  -- A currency of the ledger, or an official one (ISO 4217) that the ledger does not keep.
  currency_id uuid,
  official_code text check (official_code ~ '^[A-Z]{3}$'),
  -- In minor units of the currency. A set-off computes in integers up to 2^53 - 1.
  amount bigint not null constraint obligations_amount check (amount between 1 and 9007199254740991),
  -- What is left of it: the amount less all movements, kept by a trigger and by nothing else.
  open_amount bigint not null constraint obligations_open check (open_amount between 0 and amount),
  state text not null check (state in ('recorded', 'acknowledged', 'contested', 'withdrawn', 'discharged')),
  recorded_by text not null check (recorded_by in ('debtor', 'creditor', 'both')),
  since_on date not null,
  due_on date,
  -- The canonical path on this node of what it is for, as an agreement of the market.
  about text check (about ~ '^/' and length(about) <= 500),
  text text not null default '' check (length(text) <= 500),
  recorded_at timestamptz not null,
  state_at timestamptz not null,
  constraint obligations_two_sides check (debtor_id <> creditor_id),
  constraint obligations_one_currency check ((currency_id is null) <> (official_code is null)),
  constraint obligations_due_after check (due_on is null or due_on >= since_on),
  constraint obligations_discharged check ((state = 'discharged') = (open_amount = 0))
);
create index obligations_debtor on obligations (debtor_id, state);
create index obligations_creditor on obligations (creditor_id, state);

-- Every change of state, with the mandate that made it; null only for acts from the node's shell.
create table obligation_steps (
  id uuid primary key,
  obligation_id uuid not null references obligations,
  from_state text,
  to_state text not null,
  reason text check (length(reason) <= 1000),
  mandate_id uuid references mandates,
  made_at timestamptz not null
);
create index obligation_steps_obligation on obligation_steps (obligation_id, made_at);

-- What lowered it: a payment, a round of clearing, or a counter-entry of the creditor.
create table obligation_movements (
  id uuid primary key,
  obligation_id uuid not null references obligations,
  request_key uuid constraint obligation_movements_request unique,
  kind text not null check (kind in ('settled', 'cleared', 'corrected')),
  amount bigint not null check (amount > 0),
  -- The entry of the ledger that moved the money; null where it was paid outside of it.
  entry_id uuid,
  round_id uuid,
  text text not null default '' check (length(text) <= 1000),
  mandate_id uuid references mandates,
  made_at timestamptz not null,
  check ((kind = 'cleared') = (round_id is not null))
);
create index obligation_movements_obligation on obligation_movements (obligation_id, made_at);
create index obligation_movements_round on obligation_movements (round_id) where round_id is not null;

create function refuse_changing_obligation_history() returns trigger language plpgsql as $$
begin
  raise exception 'what happened to an obligation stands; a further entry corrects it' using errcode = 'restrict_violation';
end $$;
create trigger obligation_steps_keep before update or delete on obligation_steps
  for each row execute function refuse_changing_obligation_history();
create trigger obligation_movements_keep before update or delete on obligation_movements
  for each row execute function refuse_changing_obligation_history();

-- What an obligation says never changes, and what is left of it follows from its movements alone.
create function guard_obligation() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an obligation is withdrawn, never deleted' using errcode = 'restrict_violation';
  end if;
  if (new.id, new.request_key, new.debtor_id, new.creditor_id, new.currency_id, new.official_code, new.amount, new.recorded_by,
      new.since_on, new.due_on, new.about, new.text, new.recorded_at)
    is distinct from (old.id, old.request_key, old.debtor_id, old.creditor_id, old.currency_id, old.official_code, old.amount, old.recorded_by,
      old.since_on, old.due_on, old.about, old.text, old.recorded_at) then
    raise exception 'an obligation stands as it was recorded; a counter-entry corrects it' using errcode = 'restrict_violation';
  end if;
  -- Within apply_obligation_movements this trigger runs one deeper than for a statement of its own.
  if new.open_amount <> old.open_amount and pg_trigger_depth() < 2 then
    raise exception 'what is left of an obligation follows from its movements' using errcode = 'restrict_violation';
  end if;
  if new.open_amount = old.open_amount and new.state <> old.state and (old.state, new.state) not in
    (('recorded', 'acknowledged'), ('recorded', 'contested'), ('recorded', 'withdrawn'), ('contested', 'acknowledged'), ('contested', 'withdrawn')) then
    raise exception 'an obligation does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger obligations_guard before update or delete on obligations for each row execute function guard_obligation();

-- In one statement for all the rows of an insert: a round moves thousands.
create function apply_obligation_movements() returns trigger language plpgsql as $$
declare
  wanted integer;
  applied integer;
begin
  select count(distinct obligation_id) into wanted from moved;
  update obligations o set open_amount = o.open_amount - m.amount,
    state = case when o.open_amount = m.amount then 'discharged' else o.state end,
    state_at = case when o.open_amount = m.amount then m.made_at else o.state_at end
  from (select obligation_id, sum(amount)::bigint as amount, max(made_at) as made_at from moved group by obligation_id) m
  where o.id = m.obligation_id and o.state = 'acknowledged';
  get diagnostics applied = row_count;
  if applied <> wanted then
    raise exception 'only an acknowledged obligation can be settled, cleared or corrected' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger obligation_movements_apply after insert on obligation_movements referencing new table as moved
  for each statement execute function apply_obligation_movements();
