-- Recalls: a petition against a mandate, the organisations that sign it, and the vote that follows once enough have.
create table recalls (
  id uuid primary key,
  mandate_id uuid not null references mandates,
  -- Its accredited delegations sign and vote; null: all affiliated organisations do.
  edition_id uuid references congress_editions,
  reason jsonb not null check (reason ? 'source' and reason ? 'texts'),
  opened_by uuid not null references organizations,
  opened_under uuid not null references mandates,
  opened_at timestamptz not null,
  sign_until timestamptz not null check (sign_until > opened_at),
  -- How many could sign when it was opened, what share of them is needed, and how many that is.
  electorate integer not null check (electorate > 0),
  share_numerator integer not null check (share_numerator > 0),
  share_denominator integer not null check (share_denominator >= share_numerator),
  needed integer not null check (needed between 1 and electorate),
  state text not null check (state in ('collecting', 'voting', 'carried', 'rejected', 'quorum_not_reached', 'lapsed')),
  state_at timestamptz not null,
  vote_until timestamptz,
  roll integer check (roll > 0),
  votes_for integer check (votes_for >= 0),
  votes_against integer check (votes_against >= 0),
  abstentions integer check (abstentions >= 0),
  request_key uuid not null constraint recalls_request unique,
  act_id uuid not null references log_acts,
  check ((vote_until is null) = (state in ('collecting', 'lapsed'))),
  check (num_nulls(vote_until, roll) in (0, 2)),
  check (num_nulls(votes_for, votes_against, abstentions) in (0, 3)),
  check ((votes_for is not null) = (state in ('carried', 'rejected', 'quorum_not_reached'))),
  check (votes_for + votes_against + abstentions <= roll)
);
create unique index recalls_one_at_once on recalls (mandate_id) where state in ('collecting', 'voting');

create function guard_recall() returns trigger language plpgsql as $$
begin
  if not ((old.state, new.state) in (('collecting', 'voting'), ('collecting', 'lapsed'), ('voting', 'carried'),
      ('voting', 'rejected'), ('voting', 'quorum_not_reached')))
     or (new.id, new.mandate_id, new.edition_id, new.reason, new.opened_by, new.opened_under, new.opened_at, new.sign_until,
         new.electorate, new.share_numerator, new.share_denominator, new.needed, new.request_key, new.act_id)
        is distinct from
        (old.id, old.mandate_id, old.edition_id, old.reason, old.opened_by, old.opened_under, old.opened_at, old.sign_until,
         old.electorate, old.share_numerator, old.share_denominator, old.needed, old.request_key, old.act_id)
     or (old.state = 'voting' and (new.vote_until, new.roll) is distinct from (old.vote_until, old.roll)) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger recalls_guard before update on recalls for each row execute function guard_recall();
create trigger recalls_keep before delete on recalls for each row execute function refuse_changing_congress();

create table recall_signatures (
  recall_id uuid not null references recalls,
  organization_id uuid not null references organizations,
  mandate_id uuid not null references mandates,
  signed_at timestamptz not null,
  act_id uuid not null references log_acts,
  constraint recall_signatures_once primary key (recall_id, organization_id)
);
create trigger recall_signatures_keep before update or delete on recall_signatures
  for each row execute function refuse_changing_congress();

-- Who votes: those who could sign when the vote was called.
create table recall_roll (
  recall_id uuid not null references recalls,
  organization_id uuid not null references organizations,
  primary key (recall_id, organization_id)
);
create trigger recall_roll_keep before update or delete on recall_roll
  for each row execute function refuse_changing_congress();

-- Every vote; the latest of an organisation counts.
create table recall_votes (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  recall_id uuid not null,
  organization_id uuid not null,
  choice text not null check (choice in ('for', 'against', 'abstain')),
  mandate_id uuid not null references mandates,
  cast_at timestamptz not null,
  request_key uuid not null,
  act_id uuid not null references log_acts,
  constraint recall_votes_request unique (recall_id, organization_id, request_key),
  foreign key (recall_id, organization_id) references recall_roll
);
create index recall_votes_latest on recall_votes (recall_id, organization_id, sequence desc);
create trigger recall_votes_keep before update or delete on recall_votes
  for each row execute function refuse_changing_congress();
create function guard_recall_vote() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from recalls where id = new.recall_id
      and state = case tg_table_name when 'recall_votes' then 'voting' else 'collecting' end) then
    raise exception 'the recall takes no more of it' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger recall_votes_guard before insert on recall_votes for each row execute function guard_recall_vote();
create trigger recall_signatures_guard before insert on recall_signatures
  for each row execute function guard_recall_vote();
