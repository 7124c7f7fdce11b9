-- Rounds of clearing: who takes part with what, and what is set off.
-- Who withdraws or leaves is deleted from here, so that no trace of it is left for the others.
create table clearing_rounds (
  id uuid primary key,
  number integer not null unique check (number > 0),
  request_key uuid not null unique,
  commission_id uuid not null references organizations,
  currency_id uuid references currencies,
  official_code text check (official_code ~ '^[A-Z]{3}$'),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  -- Until when organisations join and withdraw.
  deadline_at timestamptz not null,
  -- For how long each preview stands before the round can be settled on it.
  look_hours integer not null check (look_hours between 1 and 336),
  with_credit boolean not null,
  -- Who may have the obligations under numbers: everybody, or those who took part.
  publication text not null check (publication in ('everybody', 'parties')),
  state text not null check (state in ('called', 'frozen', 'previewed', 'settled', 'abandoned')),
  -- How often it was solved, or is to be: a job that solves an earlier one has nothing to do any more.
  attempt integer not null default 0 check (attempt >= 0),
  called_at timestamptz not null,
  frozen_at timestamptz,
  previewed_at timestamptz,
  settle_from_at timestamptz,
  ended_at timestamptz,
  abandoned_for jsonb check (abandoned_for ? 'source' and abandoned_for ? 'texts'),
  parties integer check (parties >= 0),
  obligations integer check (obligations >= 0),
  -- Sums, in minor units, of any size.
  total numeric(40, 0) check (total >= 0),
  cleared numeric(40, 0) check (cleared between 0 and total),
  -- What credit added to that; 0 where there is none.
  cleared_on_credit numeric(40, 0) check (cleared_on_credit >= 0),
  net_internal_debt numeric(40, 0) check (net_internal_debt between 0 and total),
  -- The part that the pool of the accounts has in the proof; null where no account took part.
  pool_potential integer,
  -- SHA-256 of the certificate as it is published.
  certificate_sha256 text check (certificate_sha256 ~ '^[0-9a-f]{64}$'),
  settled_under uuid references mandates,
  constraint clearing_rounds_one_currency check ((currency_id is null) <> (official_code is null)),
  constraint clearing_rounds_credit check (not with_credit or currency_id is not null),
  check (deadline_at > called_at),
  check ((state = 'called') = (frozen_at is null) or state = 'abandoned'),
  check (state not in ('previewed', 'settled') or (previewed_at is not null and settle_from_at is not null
    and cleared is not null and certificate_sha256 is not null)),
  check ((state in ('settled', 'abandoned')) = (ended_at is not null)),
  check ((state = 'abandoned') = (abandoned_for is not null))
);
create index clearing_rounds_deadline on clearing_rounds (deadline_at) where state = 'called';

create function guard_clearing_round() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a round is abandoned, never deleted' using errcode = 'restrict_violation';
  end if;
  if (new.id, new.number, new.commission_id, new.currency_id, new.official_code, new.title, new.deadline_at, new.look_hours, new.with_credit,
      new.publication, new.called_at)
    is distinct from (old.id, old.number, old.commission_id, old.currency_id, old.official_code, old.title, old.deadline_at, old.look_hours, old.with_credit,
      old.publication, old.called_at) then
    raise exception 'a round stays as it was called' using errcode = 'restrict_violation';
  end if;
  if (old.state, new.state) not in (('called', 'frozen'), ('frozen', 'frozen'), ('frozen', 'previewed'), ('previewed', 'frozen'),
      ('previewed', 'settled'), ('called', 'abandoned'), ('frozen', 'abandoned'), ('previewed', 'abandoned')) then
    raise exception 'a round does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger clearing_rounds_guard before update or delete on clearing_rounds for each row execute function guard_clearing_round();

create table clearing_parties (
  round_id uuid not null references clearing_rounds,
  organization_id uuid not null references organizations,
  mandate_id uuid references mandates,
  joined_at timestamptz not null,
  -- The account through which what is set off goes, and by how much it may fall and rise.
  account_id uuid references ledger_accounts,
  pays_up_to bigint not null default 0 check (pays_up_to between 0 and 9007199254740991),
  takes_up_to bigint not null default 0 check (takes_up_to between 0 and 9007199254740991),
  -- What of that its account and its obligations had room for when the round was solved.
  pays_room bigint check (pays_room between 0 and pays_up_to),
  takes_room bigint check (takes_room between 0 and takes_up_to),
  -- Its number in what is published, drawn anew at each solution, and its part of the proof.
  number integer check (number > 0),
  potential integer,
  primary key (round_id, organization_id),
  unique (round_id, number),
  check (account_id is not null or (pays_up_to = 0 and takes_up_to = 0))
);

-- What each party offers. An obligation takes part when both of its sides offer it.
create table clearing_offers (
  round_id uuid not null,
  organization_id uuid not null,
  obligation_id uuid not null references obligations,
  primary key (round_id, obligation_id, organization_id),
  foreign key (round_id, organization_id) references clearing_parties on delete cascade
);
create index clearing_offers_party on clearing_offers (round_id, organization_id);

-- What takes part since the deadline, with the order in which it is published, and what is set off of it.
create table clearing_arcs (
  round_id uuid not null references clearing_rounds,
  obligation_id uuid not null references obligations,
  debtor_id uuid not null,
  creditor_id uuid not null,
  amount bigint not null check (amount between 1 and 9007199254740991),
  position integer check (position > 0),
  cleared bigint check (cleared between 0 and amount),
  primary key (round_id, obligation_id)
);
create index clearing_arcs_debtor on clearing_arcs (round_id, debtor_id);
create index clearing_arcs_creditor on clearing_arcs (round_id, creditor_id);

-- While a round counts on an obligation, nothing else lowers it.
alter table obligations add column in_round uuid references clearing_rounds;
create index obligations_in_round on obligations (in_round) where in_round is not null;

create or replace function apply_obligation_movements() returns trigger language plpgsql as $$
declare
  wanted integer;
  applied integer;
begin
  select count(distinct obligation_id) into wanted from moved;
  update obligations o set open_amount = o.open_amount - m.amount,
    state = case when o.open_amount = m.amount then 'discharged' else o.state end,
    state_at = case when o.open_amount = m.amount then m.made_at else o.state_at end
  from (select obligation_id, sum(amount)::bigint as amount, max(made_at) as made_at,
      (array_agg(distinct round_id))[1] as round_id from moved group by obligation_id) m
  where o.id = m.obligation_id and o.state = 'acknowledged' and o.in_round is not distinct from m.round_id;
  get diagnostics applied = row_count;
  if applied <> wanted then
    raise exception 'only an acknowledged obligation is settled, cleared or corrected, and one in a round by that round alone'
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;

-- The ledger came after the first obligations.
alter table obligations add constraint obligations_currency foreign key (currency_id) references currencies;
