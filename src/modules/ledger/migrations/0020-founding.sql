-- What currencies say of themselves beyond what the journal needs, and what became of them.
alter table currencies
  -- What happens with vouchers on the day after they expire, said before anybody takes one.
  add column on_expiry text check (on_expiry in ('redeem', 'take_back')),
  -- Who keeps the official money that a mirror stands for, in words.
  add column reserve_kept_by text check (length(reserve_kept_by) between 1 and 200),
  add column closing_plan jsonb check (closing_plan ? 'source' and closing_plan ? 'texts'),
  add column closed_at timestamptz;

-- Every change of a currency's rules, as it was and as it became; numbered from 1 in each currency.
create table currency_changes (
  currency_id uuid not null references currencies,
  number integer not null check (number > 0),
  was jsonb not null,
  became jsonb not null,
  because text not null check (length(because) between 1 and 500),
  mandate_id uuid,
  changed_at timestamptz not null,
  primary key (currency_id, number)
);
create trigger currency_changes_keep before update or delete on currency_changes
  for each row execute function refuse_changing_ledger();
create trigger currency_changes_whole before truncate on currency_changes
  for each statement execute function refuse_changing_ledger();

-- What is in a mirror's reserve, said by whoever issues it; no more than the last statement says is ever issued.
create table reserve_statements (
  id uuid primary key,
  currency_id uuid not null references currencies,
  amount bigint not null check (amount >= 0),
  as_of date not null,
  evidence text not null check (length(evidence) between 1 and 500),
  mandate_id uuid,
  stated_at timestamptz not null,
  request_key uuid not null unique
);
create index reserve_statements_currency on reserve_statements (currency_id, stated_at);
create trigger reserve_statements_keep before update or delete on reserve_statements
  for each row execute function refuse_changing_ledger();

-- Above what amount an account's payments need a second person, where that is less than the currency's; the last counts.
create table ledger_approval_amounts (
  account_id uuid not null references ledger_accounts,
  number integer not null check (number > 0),
  above bigint check (above >= 0),
  because text not null check (length(because) between 1 and 500),
  mandate_id uuid,
  changed_at timestamptz not null,
  primary key (account_id, number)
);
create trigger ledger_approval_amounts_keep before update or delete on ledger_approval_amounts
  for each row execute function refuse_changing_ledger();
