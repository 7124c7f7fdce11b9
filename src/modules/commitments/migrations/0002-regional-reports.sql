-- What a regional meeting says of the commitments of its region.
create table regional_reports (
  id uuid primary key,
  -- The meeting.
  edition_id uuid not null references congress_editions,
  -- UN M49.
  region text not null check (region ~ '^\d{3}$'),
  body jsonb not null check (body ? 'source' and body ? 'texts'),
  mandate_id uuid references mandates,
  reported_at timestamptz not null,
  request_key uuid not null constraint regional_reports_request unique,
  act_id uuid not null references log_acts
);
create index regional_reports_edition on regional_reports (edition_id, reported_at);

create table regional_report_notes (
  report_id uuid not null references regional_reports,
  commitment_id uuid not null references commitments,
  body jsonb not null check (body ? 'source' and body ? 'texts'),
  primary key (report_id, commitment_id)
);
create trigger regional_reports_keep before update or delete on regional_reports
  for each row execute function refuse_changing_reports();
create trigger regional_report_notes_keep before update or delete on regional_report_notes
  for each row execute function refuse_changing_reports();

-- The weekly mail about what is due: one for each person and week, whatever happens to the job.
create table due_digests (
  person_id uuid not null references people,
  -- The Monday of the week.
  week_of date not null check (extract(isodow from week_of) = 1),
  queued_at timestamptz not null,
  constraint due_digests_once primary key (person_id, week_of)
);
