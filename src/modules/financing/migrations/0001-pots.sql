-- Every change of state in this module, with who made it; neither a mandate nor a person: the calendar, or the node's shell.
create table financing_steps (
  id uuid primary key,
  machine text not null,
  about uuid not null,
  from_state text,
  to_state text not null,
  reason text check (length(reason) between 1 and 500),
  mandate_id uuid references mandates,
  person_id uuid references people,
  made_at timestamptz not null
);
create index financing_steps_about on financing_steps (about, made_at);

create function refuse_changing_financing() returns trigger language plpgsql as $$
begin
  raise exception 'what was paid and decided stands; a new movement corrects it' using errcode = 'restrict_violation';
end $$;
create trigger financing_steps_keep before update or delete on financing_steps
  for each row execute function refuse_changing_financing();

-- Saving pots. What is in one is the balance of its account in the ledger; whose it is, the contributors' shares.
create table pots (
  id uuid primary key,
  request_key uuid not null unique,
  currency_id uuid not null references currencies,
  account_id uuid not null unique references ledger_accounts,
  name text not null check (length(name) between 1 and 120),
  goal bigint not null check (goal between 1 and 9007199254740991),
  locked_until date not null,
  -- What can be taken out before that day: nothing; what was announced so many days before; what two others approve.
  early text not null check (early in ('never', 'notice', 'approvals')),
  notice_days integer check (notice_days between 1 and 365),
  state text not null check (state in ('open', 'closed')),
  opened_at timestamptz not null,
  check ((early = 'notice') = (notice_days is not null))
);

create table pot_contributors (
  id uuid primary key,
  pot_id uuid not null references pots,
  -- Where contributions come from and withdrawals go to; its holder is the contributor.
  account_id uuid not null references ledger_accounts,
  founds boolean not null,
  state text not null check (state in ('invited', 'joined', 'declined', 'left')),
  share bigint not null default 0 check (share >= 0),
  invited_at timestamptz not null,
  unique (pot_id, account_id),
  check (share = 0 or state = 'joined')
);
create unique index pot_contributors_founder on pot_contributors (pot_id) where founds;
create index pot_contributors_account on pot_contributors (account_id);

create table pot_withdrawals (
  id uuid primary key,
  contributor_id uuid not null references pot_contributors,
  request_key uuid not null unique,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('asked', 'approved', 'paid', 'cancelled', 'refused')),
  -- From this day on it needs nobody's approval.
  payable_on date not null,
  -- Who asked does not approve. Null: the node's shell.
  asked_by uuid references people,
  asked_at timestamptz not null
);
create index pot_withdrawals_contributor on pot_withdrawals (contributor_id);
create table pot_approvals (
  withdrawal_id uuid not null references pot_withdrawals,
  person_id uuid not null references people,
  mandate_id uuid references mandates,
  approved_at timestamptz not null,
  primary key (withdrawal_id, person_id)
);
create trigger pot_approvals_keep before update or delete on pot_approvals
  for each row execute function refuse_changing_financing();

create table pot_movements (
  id uuid primary key,
  contributor_id uuid not null references pot_contributors,
  kind text not null check (kind in ('contribution', 'withdrawal')),
  amount bigint not null check (amount > 0),
  entry_id uuid not null references ledger_entries,
  request_key uuid not null unique,
  mandate_id uuid references mandates,
  made_at timestamptz not null
);
create index pot_movements_contributor on pot_movements (contributor_id, made_at);
create trigger pot_movements_keep before update or delete on pot_movements
  for each row execute function refuse_changing_financing();
