-- What took part, said afterwards. A report stands as it was made; a later one of the same action counts instead.
create table action_reports (
  id uuid primary key,
  action_id uuid not null references actions,
  request_key uuid not null unique,
  organization_id uuid not null references organizations,
  -- How many people, where somebody counted; null where nobody did.
  participants integer check (participants between 0 and 10000000),
  counted text check (counted in ('head_count', 'signatures', 'estimate', 'press')),
  check ((participants is null) = (counted is null)),
  body jsonb not null check (body ? 'source' and body ? 'texts'),
  mandate_id uuid references mandates,
  reported_at timestamptz not null
);
create index action_reports_action on action_reports (action_id, reported_at);

create table action_report_confirmations (
  report_id uuid primary key references action_reports,
  mandate_id uuid references mandates,
  confirmed_at timestamptz not null
);

-- Photographs, drawn anew without their metadata: a large and a small one, and some bytes to show until they come.
create table action_photographs (
  id uuid primary key,
  report_id uuid not null references action_reports,
  position integer not null check (position > 0),
  file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  small_hash text not null check (small_hash ~ '^[0-9a-f]{64}$'),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  placeholder text not null check (length(placeholder) <= 400),
  -- What is to be seen, for those who do not see it.
  alt jsonb not null check (alt ? 'source' and alt ? 'texts'),
  unique (report_id, position)
);
create index action_photographs_file on action_photographs (file_hash);
create index action_photographs_small on action_photographs (small_hash);

create function refuse_changing_action_reports() returns trigger language plpgsql as $$
begin
  raise exception 'a report stands as it was made; a new one corrects it' using errcode = 'restrict_violation';
end $$;
create trigger action_reports_keep before update or delete on action_reports
  for each row execute function refuse_changing_action_reports();
create trigger action_report_confirmations_keep before update or delete on action_report_confirmations
  for each row execute function refuse_changing_action_reports();
create trigger action_photographs_keep before update or delete on action_photographs
  for each row execute function refuse_changing_action_reports();
