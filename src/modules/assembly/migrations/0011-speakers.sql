-- Who asked for the floor, and got it. How the list is ordered is a rule (speakers.rules.ts), not a column.
create table speaking_requests (
  id uuid primary key,
  sitting_id uuid not null references sittings,
  item_id uuid not null,
  kind text not null check (kind in ('speech', 'point_of_order')),
  organization_id uuid not null references organizations,
  person_id uuid not null references people,
  -- What somebody said of themselves so that the floor can alternate; for this request alone, and never shown.
  gender text check (gender in ('woman', 'man', 'other')),
  -- Whether somebody at the chair's table wrote them down.
  by_desk boolean not null,
  asked_at timestamptz not null,
  -- The event by which it came.
  sequence integer not null,
  state text not null check (state in ('waiting', 'speaking', 'spoken', 'withdrawn', 'skipped')),
  given_at timestamptz,
  ended_at timestamptz check (ended_at >= given_at),
  unique (sitting_id, id),
  foreign key (sitting_id, item_id) references agenda_items (sitting_id, id),
  check ((state in ('speaking', 'spoken')) = (given_at is not null)),
  check ((state = 'spoken') = (ended_at is not null))
);
create index speaking_requests_item on speaking_requests (sitting_id, item_id, sequence);
create unique index speaking_requests_floor on speaking_requests (sitting_id) where state = 'speaking';
create unique index speaking_requests_once on speaking_requests (item_id, person_id, kind)
  where state in ('waiting', 'speaking');
create trigger speaking_requests_keep before delete on speaking_requests
  for each row execute function refuse_changing_congress();
alter table sittings add foreign key (id, speaking_id) references speaking_requests (sitting_id, id)
  deferrable initially deferred;
alter table sitting_events add foreign key (sitting_id, request_id) references speaking_requests (sitting_id, id);
