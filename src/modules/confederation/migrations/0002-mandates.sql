-- Offices are data: an assembly names its own and says what each may do.
create table offices (
  key text primary key check (key ~ '^[a-z][a-z_]{1,39}$'),
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  capabilities text[] not null,
  position integer not null
);

create table people (
  id uuid primary key,
  -- The account that signs in as this person; spokespersons may be listed without one.
  account_id text unique,
  name text not null check (length(name) between 1 and 160),
  created_at timestamptz not null
);

create table mandates (
  id uuid primary key,
  person_id uuid not null references people,
  organization_id uuid not null references organizations,
  office text not null references offices,
  covers text not null check (covers in ('organization', 'organization_and_below', 'node')),
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at),
  -- The decision that granted it, in the assembly's words.
  decision jsonb not null check (decision ? 'source' and decision ? 'texts'),
  -- Null only for the first mandate of a node.
  granted_under uuid references mandates,
  granted_at timestamptz not null,
  recalled_at timestamptz,
  recall_decision jsonb,
  recalled_under uuid references mandates,
  check ((recalled_at is null) = (recall_decision is null))
);
create index mandates_person on mandates (person_id) where recalled_at is null;
create index mandates_organization on mandates (organization_id, office);
alter table log_acts add constraint log_acts_mandate foreign key (mandate_id) references mandates;
