-- Who lets the commission see its name in the analysis; the latest row counts.
create table clearing_name_consents (
  id uuid primary key,
  organization_id uuid not null references organizations,
  allowed boolean not null,
  mandate_id uuid references mandates,
  decided_at timestamptz not null
);
create index clearing_name_consents_organization on clearing_name_consents (organization_id, decided_at desc, id desc);
create trigger clearing_name_consents_keep before update or delete on clearing_name_consents
  for each row execute function refuse_changing_obligation_history();

-- What the public reads of the network of obligations: made once a week and rounded, so that no single one can be told by what
-- changed since yesterday. Sums over five parties and more alone.
create table clearing_analyses (
  id uuid primary key,
  currency_id uuid references currencies,
  official_code text check (official_code ~ '^[A-Z]{3}$'),
  made_at timestamptz not null,
  -- Shape: PublicAnalysis.
  result jsonb not null,
  constraint clearing_analyses_one_currency check ((currency_id is null) <> (official_code is null))
);
create index clearing_analyses_latest on clearing_analyses (made_at desc);
