-- Amendments to amendments, what becomes of an amendment while the text moves on, and the order in which they are voted.
alter table amendments
  -- The amendment that it amends, and how often that one had changed by then: its words are against that.
  add column parent_id uuid references amendments,
  add column parent_revision integer check (parent_revision >= 0),
  -- The one that it was written anew from, where that one's words no longer stood.
  add column revises_id uuid references amendments,
  add constraint amendments_parent check ((parent_id is null) = (parent_revision is null)),
  drop constraint amendments_state_check,
  add constraint amendments_state_check check (state in ('proposed', 'voting', 'adopted', 'rejected', 'quorum_not_reached',
    'withdrawn', 'incorporated', 'no_longer_applies', 'taken_up', 'superseded', 'falls_with_parent')),
  drop constraint amendments_check2,
  add constraint amendments_obstacle_known check ((obstacle is not null) = (state in ('no_longer_applies', 'superseded'))),
  add constraint amendments_secondary_states check (
    case when parent_id is null then state not in ('taken_up', 'falls_with_parent') else state not in ('adopted', 'incorporated') end);
create index amendments_parent_index on amendments (parent_id) where parent_id is not null;

-- One degree only, and within one text.
create function guard_secondary_amendment() returns trigger language plpgsql as $$
begin
  if new.parent_id is not null and not exists (
    select 1 from amendments where id = new.parent_id and text_id = new.text_id and parent_id is null) then
    raise exception 'an amendment amends one to the same text' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger amendments_secondary before insert on amendments
  for each row execute function guard_secondary_amendment();

create or replace function guard_amendment() returns trigger language plpgsql as $$
begin
  if old.state in ('rejected', 'withdrawn', 'incorporated', 'no_longer_applies', 'taken_up', 'superseded', 'falls_with_parent')
     or (new.id, new.text_id, new.number, new.base_version, new.title, new.reason, new.operations, new.organization_id,
         new.mandate_id, new.proposed_at, new.request_key, new.act_id, new.parent_id, new.parent_revision, new.revises_id)
        is distinct from
        (old.id, old.text_id, old.number, old.base_version, old.title, old.reason, old.operations, old.organization_id,
         old.mandate_id, old.proposed_at, old.request_key, old.act_id, old.parent_id, old.parent_revision, old.revises_id) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- How an amendment reads after the text got a new version, or after it took up an amendment to it. What was proposed is
-- in its own row, and stays.
create table amendment_standings (
  amendment_id uuid not null references amendments,
  revision integer not null check (revision > 0),
  -- The version that it now stands against.
  version integer not null check (version > 0),
  cause text not null check (cause in ('version', 'secondary')),
  outcome text not null check (outcome in ('unchanged', 'moved', 'rewritten', 'fallen')),
  -- As they read now, with the places of their words; null where they read as before, and where they fell.
  operations jsonb check (jsonb_typeof(operations) = 'array' and jsonb_array_length(operations) > 0),
  -- The amendment that was taken up, by it or by the one that it amends.
  taken_up_id uuid references amendments,
  stood_at timestamptz not null,
  act_id uuid not null references log_acts,
  primary key (amendment_id, revision),
  check ((operations is not null) = (outcome in ('moved', 'rewritten'))),
  check (outcome <> 'rewritten' or cause = 'secondary'),
  check ((cause = 'secondary') = (taken_up_id is not null))
);
create trigger amendment_standings_keep before update or delete on amendment_standings
  for each row execute function refuse_changing_congress();

-- Where the chair decided on another order of votes than the rules give, and why. The latest one of a text counts.
create table voting_orders (
  id uuid primary key,
  text_id uuid not null references congress_texts,
  sequence integer not null check (sequence > 0),
  -- Numbers of amendments: they come first, in this order. Empty: the order of the rules again.
  numbers integer[] not null,
  reason jsonb not null check (reason ? 'source' and reason ? 'texts'),
  mandate_id uuid references mandates,
  set_at timestamptz not null,
  request_key uuid not null,
  act_id uuid not null references log_acts,
  constraint voting_orders_sequence unique (text_id, sequence),
  constraint voting_orders_request unique (text_id, request_key)
);
create trigger voting_orders_keep before update or delete on voting_orders
  for each row execute function refuse_changing_congress();
