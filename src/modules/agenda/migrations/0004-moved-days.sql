-- One day of a series at another time, as [{"day", "startsLocal", "endsLocal"}]: the day that the rule gives, and what the
-- clock of the place shows instead. Left out days are in "without".
alter table actions add column moved jsonb not null default '[]'
  check (jsonb_typeof(moved) = 'array' and jsonb_array_length(moved) <= 400);

-- Why a day was moved or called off: stands as it was said.
create table action_day_changes (
  id uuid primary key,
  action_id uuid not null references actions,
  day date not null,
  -- Null: called off.
  starts_local text,
  ends_local text,
  check ((starts_local is null) = (ends_local is null)),
  reason jsonb not null check (reason ? 'source' and reason ? 'texts'),
  mandate_id uuid references mandates,
  changed_at timestamptz not null
);
create index action_day_changes_action on action_day_changes (action_id, changed_at);
create trigger action_day_changes_keep before update or delete on action_day_changes
  for each row execute function refuse_changing_action_reports();
