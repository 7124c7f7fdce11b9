-- Motions: what a delegation puts before the assembly that is no amendment. Its words become a text once it is admitted.
alter table congress_texts
  -- Motions on procedure and elections are voted on as they are.
  add column amendable boolean not null default true;

create or replace function guard_adopted_text() returns trigger language plpgsql as $$
begin
  if (new.id, new.edition_id, new.slug, new.language, new.title, new.amendable) is distinct from
     (old.id, old.edition_id, old.slug, old.language, old.title, old.amendable)
     or (old.adopted_version is not null and (new.last_version, new.adopted_version, new.adopted_at)
         is distinct from (old.last_version, old.adopted_version, old.adopted_at)) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

alter table congress_editions add column last_motion integer not null default 0 check (last_motion >= 0);

-- What a kind of motion needs to be admitted. The latest of an edition and kind counts; where there is none, the node's own.
create table motion_rules (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  kind text not null check (kind in ('resolution', 'statement', 'procedure', 'election', 'urgency')),
  sequence integer not null check (sequence > 0),
  -- At least so many delegations beside the proposer, and at least this share of the accredited ones.
  supporters integer not null check (supporters between 0 and 10000),
  percent integer not null check (percent between 0 and 100),
  -- Until when it can be submitted and supported; null: until the edition is over.
  closes_at timestamptz,
  mandate_id uuid references mandates,
  set_at timestamptz not null,
  request_key uuid not null,
  act_id uuid not null references log_acts,
  constraint motion_rules_sequence unique (edition_id, kind, sequence),
  constraint motion_rules_request unique (edition_id, request_key)
);
create trigger motion_rules_keep before update or delete on motion_rules
  for each row execute function refuse_changing_congress();

create table motions (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  number integer not null check (number > 0),
  kind text not null check (kind in ('resolution', 'statement', 'procedure', 'election', 'urgency')),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  reason jsonb not null check (reason ? 'source' and reason ? 'texts'),
  language text not null check (length(language) between 2 and 35),
  -- Its words as paragraphs with the ids that they keep in the text.
  body jsonb not null check (jsonb_typeof(body) = 'array' and jsonb_array_length(body) > 0),
  organization_id uuid not null references organizations,
  mandate_id uuid not null references mandates,
  state text not null check (state in ('submitted', 'admitted', 'not_admitted', 'withdrawn')),
  submitted_at timestamptz not null,
  state_at timestamptz not null,
  -- The text that its words became.
  text_id uuid unique references congress_texts,
  -- Why the chair did not admit it.
  ruling jsonb check (ruling ? 'source' and ruling ? 'texts'),
  request_key uuid not null constraint motions_request unique,
  act_id uuid not null references log_acts,
  constraint motions_number unique (edition_id, number),
  check ((text_id is not null) = (state = 'admitted')),
  check ((ruling is not null) = (state = 'not_admitted'))
);

create function guard_motion() returns trigger language plpgsql as $$
begin
  if old.state <> 'submitted'
     or (new.id, new.edition_id, new.number, new.kind, new.title, new.reason, new.language, new.body, new.organization_id,
         new.mandate_id, new.submitted_at, new.request_key, new.act_id) is distinct from
        (old.id, old.edition_id, old.number, old.kind, old.title, old.reason, old.language, old.body, old.organization_id,
         old.mandate_id, old.submitted_at, old.request_key, old.act_id) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger motions_guard before update on motions for each row execute function guard_motion();
create trigger motions_keep before delete on motions for each row execute function refuse_changing_congress();

-- Delegations that second a motion.
create table motion_supports (
  motion_id uuid not null references motions,
  organization_id uuid not null references organizations,
  mandate_id uuid not null references mandates,
  supported_at timestamptz not null,
  act_id uuid not null references log_acts,
  constraint motion_supports_once primary key (motion_id, organization_id)
);
create trigger motion_supports_keep before update or delete on motion_supports
  for each row execute function refuse_changing_congress();
