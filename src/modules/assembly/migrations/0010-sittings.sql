-- Sittings: the hours in which an organ meets, and what happened in them.
create table sittings (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  organ_id uuid not null references organs,
  -- In its edition: /congress/{edition}/sittings/{number}.
  number integer not null check (number > 0),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  starts_at timestamptz not null,
  -- Over midnight is a sitting; over two days are two.
  ends_at timestamptz not null check (ends_at > starts_at and ends_at <= starts_at + interval '36 hours'),
  -- IANA name of the zone in which its hours are said.
  zone text not null check (length(zone) between 1 and 64),
  place text check (length(place) between 1 and 200),
  -- BCP 47 tags of the languages that are interpreted.
  languages text[] not null check (cardinality(languages) between 1 and 20),
  -- What follows from sitting_events, kept so that it can be read and constrained: see standing.rules.ts.
  state text not null check (state in ('planned', 'open', 'adjourned', 'closed')),
  open_item_id uuid,
  speaking_id uuid,
  roll_call_id uuid references roll_calls,
  last_sequence integer not null check (last_sequence >= 0),
  -- Raised by whoever presides: what two of them must not do at once.
  version integer not null check (version >= 0),
  planned_under uuid references mandates,
  planned_at timestamptz not null,
  request_key uuid not null constraint sittings_request unique,
  act_id uuid not null references log_acts,
  constraint sittings_number unique (edition_id, number),
  check (state = 'open' or num_nonnulls(speaking_id, roll_call_id) = 0),
  check (state in ('open', 'adjourned') or open_item_id is null),
  -- Nobody speaks into a vote.
  check (num_nonnulls(speaking_id, roll_call_id) < 2),
  check (roll_call_id is null or open_item_id is not null)
);
create index sittings_organ on sittings (organ_id, starts_at);

create function guard_sitting() returns trigger language plpgsql as $$
begin
  if old.state = 'closed' or (new.id, new.edition_id, new.organ_id, new.number, new.request_key, new.act_id) is distinct from
      (old.id, old.edition_id, old.organ_id, old.number, old.request_key, old.act_id) then
    raise exception 'what a sitting was stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger sittings_guard before update on sittings for each row execute function guard_sitting();
create trigger sittings_keep before delete on sittings for each row execute function refuse_changing_congress();

create table agenda_items (
  id uuid primary key,
  sitting_id uuid not null references sittings,
  position integer not null check (position > 0),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  kind text not null check (kind in ('procedure', 'report', 'debate', 'decision', 'election', 'minutes')),
  planned_minutes integer check (planned_minutes between 1 and 1440),
  -- [{"text": slug, "amendment": number?}] of the edition, or [{"file": sha256, "name": …, "mediaType": …, "sizeBytes": …}].
  documents jsonb not null check (jsonb_typeof(documents) = 'array'),
  state text not null check (state in ('waiting', 'open', 'done', 'postponed')),
  list_closed boolean not null default false,
  added_at timestamptz not null,
  unique (sitting_id, id),
  constraint agenda_items_position unique (sitting_id, position) deferrable initially deferred
);
create unique index agenda_items_open on agenda_items (sitting_id) where state = 'open';
create trigger agenda_items_keep before delete on agenda_items for each row execute function refuse_changing_congress();
-- Checked at the end: a sitting points at its item, and the item at its sitting.
alter table sittings add foreign key (id, open_item_id) references agenda_items (sitting_id, id)
  deferrable initially deferred;

-- What happened, in its order. Everything else about a sitting under way follows from it.
create table sitting_events (
  sitting_id uuid not null references sittings,
  sequence integer not null check (sequence > 0),
  type text not null check (length(type) between 1 and 40),
  item_id uuid,
  request_id uuid,
  roll_call_id uuid references roll_calls,
  -- What belongs to this type: a reason, numbers of the room, the numbers of a vote.
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  happened_at timestamptz not null,
  mandate_id uuid references mandates,
  request_key uuid not null,
  act_id uuid references log_acts,
  primary key (sitting_id, sequence),
  -- A button that was pressed twice did one thing.
  constraint sitting_events_request unique (sitting_id, request_key),
  foreign key (sitting_id, item_id) references agenda_items (sitting_id, id)
);
create trigger sitting_events_keep before update or delete on sitting_events
  for each row execute function refuse_changing_congress();
