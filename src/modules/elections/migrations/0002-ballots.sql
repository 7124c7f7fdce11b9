-- Ballots. Those cast openly are kept with their delegation, every one of them; of secret ones, who took part is kept apart
-- from what was voted.

-- Who votes, and with what weight: as accredited when the election opened.
create table election_roll (
  election_id uuid not null references elections,
  organization_id uuid not null references organizations,
  weight integer not null check (weight > 0),
  primary key (election_id, organization_id)
);
create function guard_election_roll() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' or not exists (
    select 1 from elections where id = new.election_id and state in ('drafted', 'nominating')) then
    raise exception 'the roll is called as it stood when the election opened' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger election_roll_guard before insert or update or delete on election_roll
  for each row execute function guard_election_roll();

create function guard_ballot() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from elections
      where id = new.election_id and state = 'open' and secret = (tg_table_name <> 'election_ballots')) then
    raise exception 'the election takes no such ballot' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- Of an open election: every ballot that was cast; the latest of a delegation counts. `entries` are numbers on the ballot:
-- in the order of preference where they are ranked, else ascending, with the points of each beside.
create table election_ballots (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  election_id uuid not null,
  organization_id uuid not null,
  entries integer[] not null check (cardinality(entries) > 0),
  points integer[] check (cardinality(points) = cardinality(entries)),
  mandate_id uuid not null references mandates,
  cast_at timestamptz not null,
  request_key uuid not null,
  -- No foreign key: checking one reads the page of the log's index on which everybody who votes at this moment writes.
  act_id uuid not null,
  constraint election_ballots_request unique (election_id, organization_id, request_key),
  foreign key (election_id, organization_id) references election_roll
);
create index election_ballots_latest on election_ballots (election_id, organization_id, sequence desc);
create trigger election_ballots_guard before insert on election_ballots for each row execute function guard_ballot();
create trigger election_ballots_keep before update or delete on election_ballots
  for each row execute function refuse_changing_congress();

-- Of a secret election: who took part, once.
create table election_voters (
  election_id uuid not null,
  organization_id uuid not null,
  mandate_id uuid not null references mandates,
  voted_at timestamptz not null,
  request_key uuid not null,
  act_id uuid not null,
  constraint election_voters_once primary key (election_id, organization_id),
  foreign key (election_id, organization_id) references election_roll
);
create trigger election_voters_guard before insert on election_voters for each row execute function guard_ballot();
create trigger election_voters_keep before update or delete on election_voters
  for each row execute function refuse_changing_congress();

-- And what was voted, while it is open: under a random id, without time, place or voter.
create table ballot_box (
  id uuid primary key default gen_random_uuid(),
  election_id uuid not null references elections,
  entries integer[] not null check (cardinality(entries) > 0),
  points integer[] check (cardinality(points) = cardinality(entries))
);
create index ballot_box_election on ballot_box (election_id);
create trigger ballot_box_guard before insert on ballot_box for each row execute function guard_ballot();

-- The box is emptied at the close, or when the election is annulled. At the close alike ballots are kept once, with how
-- often they were cast, in the order of what they say.
create table secret_ballots (
  election_id uuid not null references elections,
  place integer not null check (place > 0),
  entries integer[] not null check (cardinality(entries) > 0),
  points integer[] check (cardinality(points) = cardinality(entries)),
  votes integer not null check (votes > 0),
  primary key (election_id, place)
);

create function guard_ballot_box() returns trigger language plpgsql as $$
declare
  of_election uuid := case when tg_op = 'INSERT' then new.election_id else old.election_id end;
begin
  if tg_op = 'UPDATE' or (tg_table_name = 'secret_ballots' and tg_op = 'DELETE')
     or not exists (select 1 from elections where id = of_election and secret
       and (state = 'closed' or (state = 'annulled' and tg_op = 'DELETE'))) then
    raise exception 'ballots leave the box when the election is closed, all at once' using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger ballot_box_keep before update or delete on ballot_box for each row execute function guard_ballot_box();
create trigger secret_ballots_guard before insert or update or delete on secret_ballots
  for each row execute function guard_ballot_box();
