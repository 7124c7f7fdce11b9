-- An organisation asks to hold an action with those who announced it, and they answer. Each step stands as it was taken;
-- where an organisation stands is its latest one, and action_organizers holds those that are in.
create table action_joinings (
  id uuid primary key,
  -- In the order of the steps: an action is locked while one is taken, and two requests may have begun at one instant.
  ordinal bigint not null generated always as identity,
  action_id uuid not null references actions,
  organization_id uuid not null references organizations,
  step text not null check (step in ('asked', 'accepted', 'refused', 'removed', 'left')),
  -- Whoever turns another organisation away says why.
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  check ((step in ('refused', 'removed')) = (reason is not null)),
  mandate_id uuid references mandates,
  at timestamptz not null
);
create index action_joinings_latest on action_joinings (action_id, organization_id, ordinal);
create index action_joinings_organization on action_joinings (organization_id);

create function refuse_changing_joinings() returns trigger language plpgsql as $$
begin
  raise exception 'what was asked and answered stands; the next step corrects it' using errcode = 'restrict_violation';
end $$;
create trigger action_joinings_keep before update or delete on action_joinings
  for each row execute function refuse_changing_joinings();

-- Until now whoever joined was in at once.
insert into action_joinings (id, action_id, organization_id, step, mandate_id, at)
  select gen_random_uuid(), action_id, organization_id, 'accepted', mandate_id, joined_at from action_organizers;

-- Steps whose mails are queued: whatever happens to the job, each is told once.
create table action_joinings_told (
  joining_id uuid primary key references action_joinings,
  told_at timestamptz not null
);
