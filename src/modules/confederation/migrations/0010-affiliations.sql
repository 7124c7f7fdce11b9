-- Every step of an organisation's way into the confederation and out of it. The state itself stands on the
-- organisation; these rows are its history, in the order in which they were taken.
create table affiliation_steps (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  organization_id uuid not null references organizations,
  step text not null check (step in ('applied', 'sponsored', 'affiliated', 'refused', 'suspended', 'reinstated', 'withdrawn')),
  -- The organisation for which it was done: the applicant, a sponsor, the commission; null from the node's shell.
  acting_organization_id uuid references organizations,
  mandate_id uuid references mandates,
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  acted_at timestamptz not null,
  act_id uuid not null references log_acts,
  check (step not in ('refused', 'suspended') or reason is not null),
  check (step <> 'sponsored' or acting_organization_id is not null),
  check (step <> 'sponsored' or acting_organization_id <> organization_id)
);
create index affiliation_steps_organization on affiliation_steps (organization_id, sequence);
create trigger affiliation_steps_keep before update or delete on affiliation_steps
  for each row execute function refuse_rewriting();
