-- An alternate has the seat of a delegate for a time that was named beforehand: a sitting, an afternoon.
create table substitutions (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  delegate_id uuid not null references delegates,
  alternate_id uuid not null references delegates,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  mandate_id uuid not null references mandates,
  named_at timestamptz not null,
  ended_at timestamptz check (ended_at >= named_at),
  request_key uuid not null constraint substitutions_request unique,
  act_id uuid not null references log_acts,
  check (ends_at > starts_at),
  check (delegate_id <> alternate_id)
);
create index substitutions_edition on substitutions (edition_id, starts_at);

-- Who came in and went out, as the door saw it. Append-only; `id` is given by the device that saw it, so that a list sent
-- twice counts once. What could not count (somebody came in twice) is kept with its reason.
create table presence_events (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  edition_id uuid not null references congress_editions,
  -- Null: nobody is known by what was shown.
  delegate_id uuid references delegates,
  organization_id uuid references organizations,
  -- Checked in or out.
  direction text not null check (direction in ('in', 'out')),
  -- When it counts from: as the device said, but not after it was recorded.
  happened_at timestamptz not null,
  -- As the device said, by its clock.
  device_at timestamptz not null,
  recorded_at timestamptz not null,
  -- Seen while the device had no network, and sent later.
  offline boolean not null default false,
  recorded_under uuid not null references mandates,
  -- The code of a badge that nobody is known by.
  shown text check (length(shown) between 1 and 80),
  -- Null when it counts; else the rule that it broke.
  set_aside text check (length(set_aside) between 1 and 80),
  check (set_aside is not null or (delegate_id is not null and organization_id is not null)),
  check (set_aside is not null or happened_at <= recorded_at)
);
create index presence_events_edition on presence_events (edition_id, happened_at);
create index presence_events_delegation on presence_events (edition_id, organization_id, happened_at)
  where set_aside is null;
create index presence_events_aside on presence_events (edition_id, sequence) where set_aside is not null;
create trigger presence_events_keep before update or delete on presence_events
  for each row execute function refuse_changing_congress();

-- Points of a text that a meeting of a standing organ adopted, which ask something of the next congress. All others bind
-- nobody else and stay where they are.
create table congress_requests (
  id uuid primary key,
  decision_point_id uuid not null constraint congress_requests_once unique references decision_points,
  organ_id uuid not null references organs,
  -- The meeting that asked.
  from_edition_id uuid not null references congress_editions,
  -- What the congress is asked to do.
  wish jsonb not null check (wish ? 'source' and wish ? 'texts'),
  mandate_id uuid references mandates,
  asked_at timestamptz not null,
  -- The congress that put it on its agenda.
  taken_up_by uuid references congress_editions,
  taken_up_at timestamptz,
  taken_up_under uuid references mandates,
  request_key uuid not null constraint congress_requests_request unique,
  act_id uuid not null references log_acts,
  check ((taken_up_by is null) = (taken_up_at is null))
);
create index congress_requests_waiting on congress_requests (asked_at) where taken_up_by is null;
