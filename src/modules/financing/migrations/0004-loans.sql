-- Loans between organisations.
create table loans (
  id uuid primary key,
  request_key uuid not null unique,
  currency_id uuid not null references currencies,
  lender_account uuid not null references ledger_accounts,
  borrower_account uuid not null references ledger_accounts,
  purpose text not null check (length(purpose) between 1 and 500),
  principal bigint not null check (principal between 1 and 9007199254740991),
  -- A sum that both saw before they agreed, and the rule that says so.
  interest bigint not null check (interest between 0 and 9007199254740991),
  interest_rule text check (length(interest_rule) between 1 and 300),
  -- The schedule in force.
  schedule_version integer not null default 1 check (schedule_version > 0),
  state text not null check (state in
    ('asked', 'offered', 'declined', 'withdrawn', 'agreed', 'running', 'called', 'repaid', 'written_off')),
  proposed_at timestamptz not null,
  paid_over_at timestamptz,
  check (lender_account <> borrower_account),
  check (interest = 0 or interest_rule is not null)
);
create index loans_lender on loans (lender_account);
create index loans_borrower on loans (borrower_account);

-- The first version is that of the loan; a later one is proposed by one side and in force once the other agrees.
create table loan_schedules (
  loan_id uuid not null references loans,
  version integer not null check (version > 0),
  proposed_by text not null check (proposed_by in ('lender', 'borrower')),
  because text check (length(because) between 1 and 500),
  state text not null check (state in ('proposed', 'in_force', 'replaced', 'declined')),
  proposed_at timestamptz not null,
  primary key (loan_id, version)
);
create unique index loan_schedules_in_force on loan_schedules (loan_id) where state = 'in_force';
create unique index loan_schedules_proposed on loan_schedules (loan_id) where state = 'proposed';
create table loan_instalments (
  loan_id uuid not null,
  version integer not null,
  number integer not null check (number > 0),
  due_on date not null,
  amount bigint not null check (amount > 0),
  paid bigint not null default 0,
  primary key (loan_id, version, number),
  foreign key (loan_id, version) references loan_schedules,
  check (paid between 0 and amount)
);

create table loan_guarantors (
  id uuid primary key,
  loan_id uuid not null references loans,
  account_id uuid not null references ledger_accounts,
  -- What they stand for at most, what they were called for, and what they paid of it.
  amount bigint not null check (amount > 0),
  called bigint not null default 0,
  paid bigint not null default 0,
  state text not null check (state in ('asked', 'accepted', 'declined', 'called', 'fulfilled', 'ended')),
  unique (loan_id, account_id),
  check (called between 0 and amount),
  check (paid between 0 and called)
);
create index loan_guarantors_account on loan_guarantors (account_id);

create table loan_payments (
  id uuid primary key,
  loan_id uuid not null references loans,
  request_key uuid not null unique,
  -- Null: the borrower.
  guarantor_id uuid references loan_guarantors,
  amount bigint not null check (amount > 0),
  entry_id uuid not null references ledger_entries,
  mandate_id uuid references mandates,
  paid_at timestamptz not null
);
create index loan_payments_loan on loan_payments (loan_id, paid_at);
create trigger loan_payments_keep before update or delete on loan_payments
  for each row execute function refuse_changing_financing();

-- One reminder of each kind for an instalment, whatever happens to the job.
create table loan_reminders (
  loan_id uuid not null,
  version integer not null,
  number integer not null,
  kind text not null check (kind in ('due', 'late')),
  queued_at timestamptz not null,
  constraint loan_reminders_once primary key (loan_id, version, number, kind),
  foreign key (loan_id, version, number) references loan_instalments
);
