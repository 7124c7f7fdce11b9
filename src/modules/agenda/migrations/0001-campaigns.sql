-- Campaigns and days of action: called by a decision, for a day, a month or a period.
create table campaigns (
  id uuid primary key,
  slug text not null constraint campaigns_slug unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  -- The form that made it: a form sent twice makes one.
  request_key uuid not null unique,
  organization_id uuid not null references organizations,
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  purpose jsonb not null check (purpose ? 'source' and purpose ? 'texts'),
  -- How exactly the decision says when: 'by' is at the latest on the last day.
  precision text not null check (precision in ('day', 'month', 'period', 'by')),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  check (precision <> 'day' or ends_on = starts_on),
  -- RFC 5545 §3.3.10, in the canonical form of #algorithms/recurrence.
  rule text check (rule ~ '^FREQ=' and length(rule) <= 500),
  added date[] not null default '{}' check (cardinality(added) <= 400),
  without date[] not null default '{}' check (cardinality(without) <= 400),
  -- The decision that calls it: a point, a text, or words.
  decision_point_id uuid references decision_points,
  text_id uuid references congress_texts,
  decision jsonb check (decision ? 'source' and decision ? 'texts'),
  check (num_nonnulls(decision_point_id, text_id, decision) >= 1),
  state text not null check (state in ('called', 'cancelled', 'held')),
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  check ((state = 'cancelled') = (reason is not null)),
  -- RFC 5545 §3.8.7.4.
  sequence integer not null default 0 check (sequence >= 0),
  called_at timestamptz not null,
  updated_at timestamptz not null
);
create index campaigns_days on campaigns (starts_on);
create index campaigns_organization on campaigns (organization_id);

-- Nothing that was called disappears: who put it into a calendar must learn that it is off.
create function refuse_losing_campaigns() returns trigger language plpgsql as $$
begin
  raise exception 'what was called stays; it is cancelled, with a reason' using errcode = 'restrict_violation';
end $$;
create trigger campaigns_stay before delete on campaigns for each row execute function refuse_losing_campaigns();
