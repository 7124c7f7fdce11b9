-- Elections of a congress: people to an organ, priorities in their order, projects within a budget.
create table elections (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  number integer not null check (number > 0),
  kind text not null check (kind in ('people', 'priorities', 'budget')),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  about jsonb check (about ? 'source' and about ? 'texts'),
  state text not null check (state in ('drafted', 'nominating', 'open', 'closed', 'counted', 'annulled')),
  -- By what it is counted; frozen when it opens.
  rules jsonb not null check (rules ?& array['method', 'settings', 'seats', 'ties', 'weights', 'guarantees', 'budget',
    'publishes', 'leastBallots']),
  secret boolean not null,
  -- The office that whoever is elected gets, in which organisation and until when.
  organ_id uuid references organizations,
  office text references offices (key),
  term_ends_on date,
  called_under uuid references mandates,
  called_at timestamptz not null,
  state_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz check (closed_at >= opened_at),
  -- What the announced source gave, after the close and before the count.
  drawn text check (length(drawn) between 6 and 200),
  -- SHA-256 of the canonical form of the ballots, fixed at the close; null where secret ballots are never published.
  ballots_hash bytea check (length(ballots_hash) = 32),
  ballots integer check (ballots >= 0),
  count jsonb check (count ? 'elected'),
  count_hash bytea check (length(count_hash) = 32),
  annulled_for jsonb check (annulled_for ? 'source' and annulled_for ? 'texts'),
  request_key uuid not null,
  act_id uuid not null references log_acts,
  constraint elections_number unique (edition_id, number),
  constraint elections_request unique (edition_id, request_key),
  check ((organ_id is null) = (office is null)),
  check (office is not null or term_ends_on is null),
  check (kind = 'people' or office is null),
  check (opened_at is not null or state in ('drafted', 'nominating', 'annulled')),
  check ((closed_at is not null) = (ballots is not null)),
  check (closed_at is not null or state not in ('closed', 'counted')),
  check ((count is null) = (count_hash is null)),
  check (count is not null or state <> 'counted'),
  check ((annulled_for is not null) = (state = 'annulled'))
);

create function guard_election() returns trigger language plpgsql as $$
begin
  if not ((old.state = new.state and old.state in ('drafted', 'nominating'))
      or (old.state, new.state) in (('drafted', 'nominating'), ('drafted', 'open'), ('nominating', 'open'),
        ('open', 'closed'), ('closed', 'counted'))
      or (new.state = 'annulled' and old.state <> 'annulled'))
     or (new.id, new.edition_id, new.number, new.kind, new.called_under, new.called_at, new.request_key, new.act_id)
        is distinct from
        (old.id, old.edition_id, old.number, old.kind, old.called_under, old.called_at, old.request_key, old.act_id)
     or (old.state not in ('drafted', 'nominating')
       and (new.title, new.about, new.rules, new.secret, new.organ_id, new.office, new.term_ends_on, new.opened_at)
         is distinct from
         (old.title, old.about, old.rules, old.secret, old.organ_id, old.office, old.term_ends_on, old.opened_at))
     or (old.closed_at is not null and (new.closed_at, new.ballots_hash, new.ballots)
         is distinct from (old.closed_at, old.ballots_hash, old.ballots))
     or (old.count is not null and (new.count, new.count_hash, new.drawn)
         is distinct from (old.count, old.count_hash, old.drawn)) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger elections_guard before update on elections for each row execute function guard_election();
create trigger elections_keep before delete on elections for each row execute function refuse_changing_congress();

-- Whom or what an election is between.
create table election_candidates (
  id uuid primary key,
  election_id uuid not null references elections,
  -- The order in which they were put forward.
  position integer not null check (position > 0),
  -- The number on the ballot, given when the election opens to those who stand.
  number integer check (number > 0),
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  about jsonb check (about ? 'source' and about ? 'texts'),
  person_id uuid references people,
  -- From which organisation somebody comes, or which one carries out a project.
  organization_id uuid references organizations,
  -- Said by whoever stands, where the election guarantees seats by it.
  gender text check (gender in ('woman', 'man', 'other')),
  region text check (length(region) between 1 and 12),
  -- In minor units of the election's currency.
  cost bigint check (cost > 0),
  state text not null check (state in ('nominated', 'standing', 'declined', 'withdrawn')),
  consent text not null check (consent in ('asked', 'own', 'through_delegation', 'not_needed')),
  nominated_by uuid references organizations,
  mandate_id uuid references mandates,
  nominated_at timestamptz not null,
  state_at timestamptz not null,
  request_key uuid not null,
  act_id uuid not null references log_acts,
  constraint election_candidates_position unique (election_id, position),
  constraint election_candidates_number unique (election_id, number),
  constraint election_candidates_request unique (election_id, request_key),
  check (number is null or state = 'standing'),
  check (state <> 'standing' or consent <> 'asked')
);
create unique index election_candidates_person on election_candidates (election_id, person_id)
  where state in ('nominated', 'standing');

create function guard_candidate() returns trigger language plpgsql as $$
declare
  of_election text;
begin
  select state into of_election from elections where id = new.election_id;
  if of_election not in ('drafted', 'nominating')
     or (tg_op = 'UPDATE' and (new.id, new.election_id, new.position, new.person_id, new.organization_id,
         new.nominated_by, new.mandate_id, new.nominated_at, new.request_key, new.act_id) is distinct from
        (old.id, old.election_id, old.position, old.person_id, old.organization_id,
         old.nominated_by, old.mandate_id, old.nominated_at, old.request_key, old.act_id)) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger election_candidates_guard before insert or update on election_candidates
  for each row execute function guard_candidate();
create trigger election_candidates_keep before delete on election_candidates
  for each row execute function refuse_changing_congress();

-- Whoever was elected and took office, by the mandate that they were given.
create table election_mandates (
  candidate_id uuid primary key references election_candidates,
  mandate_id uuid not null unique references mandates,
  given_at timestamptz not null
);
create trigger election_mandates_keep before update or delete on election_mandates
  for each row execute function refuse_changing_congress();
