-- What was decided, as something that somebody does by a day.
create table commitments (
  id uuid primary key,
  number integer not null unique check (number > 0),
  -- The form that made it: a form sent twice makes one.
  request_key uuid not null unique,
  decision_point_id uuid not null references decision_points,
  commission_id uuid not null references organizations,
  responsible_id uuid not null references organizations,
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  region text not null check (region ~ '^\d{3}$'),
  due_on date not null,
  state text not null check (state in ('proposed', 'accepted', 'under_way', 'fulfilled', 'dropped')),
  proposed_at timestamptz not null,
  state_at timestamptz not null,
  -- The last report, kept here so that the board finds who is silent without reading every report.
  reported_at timestamptz
);
create index commitments_point on commitments (decision_point_id);
create index commitments_responsible on commitments (responsible_id);

create table commitment_milestones (
  id uuid primary key,
  commitment_id uuid not null references commitments,
  position integer not null check (position > 0),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  due_on date,
  reached_at timestamptz,
  unique (commitment_id, position)
);

create table commitment_indicators (
  id uuid primary key,
  commitment_id uuid not null references commitments,
  position integer not null check (position > 0),
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  unit text not null check (length(unit) between 1 and 40),
  target bigint not null check (target > 0),
  reached bigint not null default 0 check (reached >= 0),
  unique (commitment_id, position)
);

-- Every change of state, with the mandate that made it. Null only for acts from the node's shell.
create table commitment_steps (
  id uuid primary key,
  commitment_id uuid not null references commitments,
  from_state text,
  to_state text not null,
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  mandate_id uuid references mandates,
  made_at timestamptz not null
);
create index commitment_steps_commitment on commitment_steps (commitment_id, made_at);

create table commitment_reports (
  id uuid primary key,
  commitment_id uuid not null references commitments,
  request_key uuid not null unique,
  body jsonb not null check (body ? 'source' and body ? 'texts'),
  claims_fulfilled boolean not null,
  mandate_id uuid references mandates,
  reported_at timestamptz not null
);
create index commitment_reports_commitment on commitment_reports (commitment_id, reported_at);

-- Evidence is a link, or a kept file by its SHA-256.
create table report_evidence (
  id uuid primary key,
  report_id uuid not null references commitment_reports,
  position integer not null check (position > 0),
  url text check (url ~ '^https?://' and length(url) <= 2000),
  file_hash text check (file_hash ~ '^[0-9a-f]{64}$'),
  file_name text check (length(file_name) between 1 and 200),
  media_type text,
  size_bytes bigint check (size_bytes > 0),
  check ((url is null) <> (file_hash is null)),
  check ((file_hash is null) = (file_name is null) and (file_hash is null) = (media_type is null) and (file_hash is null) = (size_bytes is null)),
  unique (report_id, position)
);
create index report_evidence_file on report_evidence (file_hash) where file_hash is not null;

create function refuse_changing_reports() returns trigger language plpgsql as $$
begin
  raise exception 'a report stands as it was made; a new one corrects it' using errcode = 'restrict_violation';
end $$;
create trigger commitment_reports_keep before update or delete on commitment_reports
  for each row execute function refuse_changing_reports();
create trigger commitment_steps_keep before update or delete on commitment_steps
  for each row execute function refuse_changing_reports();
