-- What a campaign said before it was changed: each version under the sequence that it had, with the act that replaced it.
create table campaign_versions (
  campaign_id uuid not null references campaigns,
  sequence integer not null check (sequence >= 0),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  purpose jsonb not null check (purpose ? 'source' and purpose ? 'texts'),
  precision text not null check (precision in ('day', 'month', 'period', 'by')),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  rule text,
  added date[] not null,
  without date[] not null,
  act_id uuid not null references log_acts,
  replaced_at timestamptz not null,
  primary key (campaign_id, sequence)
);

create function refuse_changing_campaign_versions() returns trigger language plpgsql as $$
begin
  raise exception 'what a campaign said before stands as it was said' using errcode = 'restrict_violation';
end $$;
create trigger campaign_versions_keep before update or delete on campaign_versions
  for each row execute function refuse_changing_campaign_versions();
