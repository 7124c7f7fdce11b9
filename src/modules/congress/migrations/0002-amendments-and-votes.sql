create table amendments (
  id uuid primary key,
  text_id uuid not null references congress_texts,
  number integer not null check (number > 0),
  base_version integer not null,
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  reason jsonb not null check (reason ? 'source' and reason ? 'texts'),
  operations jsonb not null check (jsonb_typeof(operations) = 'array' and jsonb_array_length(operations) > 0),
  organization_id uuid not null references organizations,
  mandate_id uuid not null references mandates,
  state text not null check (state in ('proposed', 'voting', 'adopted', 'rejected', 'quorum_not_reached', 'withdrawn',
    'incorporated', 'no_longer_applies')),
  proposed_at timestamptz not null,
  state_at timestamptz not null,
  -- The place in the order of adoption, which is the order of incorporation.
  adoption_order integer check (adoption_order > 0),
  incorporated_version integer,
  -- Why an adopted amendment could not be incorporated: the rule's name and what it knew.
  obstacle text check (length(obstacle) between 1 and 80),
  obstacle_facts jsonb,
  request_key uuid not null constraint amendments_request unique,
  act_id uuid not null references log_acts,
  constraint amendments_number unique (text_id, number),
  unique (text_id, adoption_order),
  unique (text_id, incorporated_version),
  foreign key (text_id, base_version) references text_versions,
  foreign key (text_id, incorporated_version) references text_versions,
  check ((adoption_order is not null) = (state in ('adopted', 'incorporated', 'no_longer_applies'))),
  check ((incorporated_version is not null) = (state = 'incorporated')),
  check ((obstacle is not null) = (state = 'no_longer_applies')),
  check ((obstacle is null) = (obstacle_facts is null))
);

-- What was proposed stays as it was proposed; only what became of it changes, and nothing after its end.
create function guard_amendment() returns trigger language plpgsql as $$
begin
  if old.state in ('rejected', 'withdrawn', 'incorporated', 'no_longer_applies')
     or (new.id, new.text_id, new.number, new.base_version, new.title, new.reason, new.operations, new.organization_id,
         new.mandate_id, new.proposed_at, new.request_key, new.act_id) is distinct from
        (old.id, old.text_id, old.number, old.base_version, old.title, old.reason, old.operations, old.organization_id,
         old.mandate_id, old.proposed_at, old.request_key, old.act_id) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger amendments_guard before update on amendments for each row execute function guard_amendment();
create trigger amendments_keep before delete on amendments for each row execute function refuse_changing_congress();

create table roll_calls (
  id uuid primary key,
  text_id uuid not null references congress_texts,
  -- Null: the vote is on the whole text.
  amendment_id uuid references amendments,
  version integer not null,
  -- Frozen when the vote opens.
  rules jsonb not null check (rules ? 'majority' and rules ? 'quorum'),
  accredited integer not null check (accredited > 0),
  opened_under uuid references mandates,
  opened_at timestamptz not null,
  open_act_id uuid not null references log_acts,
  closed_under uuid references mandates,
  closed_at timestamptz check (closed_at >= opened_at),
  close_act_id uuid references log_acts,
  verdict text check (verdict in ('adopted', 'rejected', 'quorum_not_reached')),
  votes_for integer check (votes_for >= 0),
  votes_against integer check (votes_against >= 0),
  abstentions integer check (abstentions >= 0),
  foreign key (text_id, version) references text_versions,
  check (num_nulls(closed_at, close_act_id, verdict, votes_for, votes_against, abstentions) in (0, 6)),
  check (votes_for + votes_against + abstentions <= accredited)
);
create index roll_calls_text on roll_calls (text_id, opened_at);
create unique index roll_calls_open_amendment on roll_calls (amendment_id) where closed_at is null and amendment_id is not null;
create unique index roll_calls_open_whole on roll_calls (text_id) where closed_at is null and amendment_id is null;

create function guard_roll_call() returns trigger language plpgsql as $$
begin
  if old.closed_at is not null
     or (new.id, new.text_id, new.amendment_id, new.version, new.rules, new.accredited, new.opened_under, new.opened_at,
         new.open_act_id) is distinct from
        (old.id, old.text_id, old.amendment_id, old.version, old.rules, old.accredited, old.opened_under, old.opened_at,
         old.open_act_id) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger roll_calls_guard before update on roll_calls for each row execute function guard_roll_call();
create trigger roll_calls_keep before delete on roll_calls for each row execute function refuse_changing_congress();

-- The delegations that are called: those accredited when the vote opened, and no others.
create table roll_call_delegations (
  roll_call_id uuid not null references roll_calls,
  organization_id uuid not null references organizations,
  primary key (roll_call_id, organization_id)
);
create trigger roll_call_delegations_keep before update or delete on roll_call_delegations
  for each row execute function refuse_changing_congress();

-- Every vote that was cast, also those that their delegation changed later. `act_id` has no foreign key: checking one
-- reads the page of the log's index on which everybody who votes at this moment writes, and all but one would start again.
create table votes_cast (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  roll_call_id uuid not null,
  organization_id uuid not null,
  choice text not null check (choice in ('for', 'against', 'abstain')),
  mandate_id uuid not null references mandates,
  cast_at timestamptz not null,
  request_key uuid not null,
  act_id uuid not null,
  -- A form sent twice counts once.
  constraint votes_cast_request unique (roll_call_id, organization_id, request_key),
  foreign key (roll_call_id, organization_id) references roll_call_delegations
);
create index votes_cast_roll_call on votes_cast (roll_call_id, organization_id, sequence);
create trigger votes_cast_keep before update or delete on votes_cast
  for each row execute function refuse_changing_congress();

-- The one vote of each delegation that counts: its latest. Kept by the trigger below, and by nobody else.
create table votes_counted (
  roll_call_id uuid not null,
  organization_id uuid not null,
  vote_id uuid not null unique,
  choice text not null check (choice in ('for', 'against', 'abstain')),
  primary key (roll_call_id, organization_id)
);

create function count_vote() returns trigger language plpgsql as $$
begin
  if exists (select 1 from roll_calls where id = new.roll_call_id and closed_at is not null) then
    raise exception 'the vote is closed' using errcode = 'restrict_violation';
  end if;
  insert into votes_counted (roll_call_id, organization_id, vote_id, choice)
  values (new.roll_call_id, new.organization_id, new.id, new.choice)
  on conflict (roll_call_id, organization_id) do update set vote_id = excluded.vote_id, choice = excluded.choice;
  return new;
end $$;
create trigger votes_cast_count after insert on votes_cast for each row execute function count_vote();
