-- The call: how many delegates each called organisation may send, and until when it names them. A later decision makes a new
-- one; an edition without any has one seat and one alternate for each delegation, and no last day.
create table seat_allocations (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  number integer not null check (number > 0),
  -- How the seats were found: see SeatMethod.
  method jsonb not null check (method ? 'kind'),
  -- How many alternates a delegation may name for each of its seats.
  alternates_for_seat integer not null check (alternates_for_seat between 0 and 5),
  nominations_until timestamptz,
  decision jsonb not null check (decision ? 'source' and decision ? 'texts'),
  mandate_id uuid references mandates,
  set_at timestamptz not null,
  request_key uuid not null constraint seat_allocations_request unique,
  act_id uuid not null references log_acts,
  constraint seat_allocations_number unique (edition_id, number)
);
create trigger seat_allocations_keep before update or delete on seat_allocations
  for each row execute function refuse_changing_congress();

create table delegation_seats (
  allocation_id uuid not null references seat_allocations,
  organization_id uuid not null references organizations,
  seats integer not null check (seats between 0 and 1000),
  primary key (allocation_id, organization_id)
);
create trigger delegation_seats_keep before update or delete on delegation_seats
  for each row execute function refuse_changing_congress();

-- People whom a delegation sends: delegates up to its seats, and alternates in their order.
create table delegates (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  organization_id uuid not null references organizations,
  person_id uuid not null references people,
  seat text not null check (seat in ('delegate', 'alternate')),
  -- Among the delegation's own: which alternate comes first.
  rank integer not null check (rank > 0),
  state text not null check (state in ('nominated', 'accepted', 'refused', 'withdrawn')),
  nominated_under uuid not null references mandates,
  nominated_at timestamptz not null,
  -- Accepted or refused by the credentials commission. Null mandate: from the node's shell.
  decided_under uuid references mandates,
  decided_at timestamptz check (decided_at >= nominated_at),
  -- What acceptance gave the person, for the days of the edition.
  mandate_id uuid references mandates,
  withdrawn_under uuid references mandates,
  withdrawn_at timestamptz check (withdrawn_at >= nominated_at),
  -- Of a refusal or a withdrawal.
  reason jsonb check (reason ? 'source' and reason ? 'texts'),
  request_key uuid not null,
  act_id uuid not null references log_acts,
  constraint delegates_request unique (request_key, rank),
  check ((state in ('refused', 'withdrawn')) = (reason is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check (state = 'withdrawn' or (state = 'nominated') = (decided_at is null)),
  check (state <> 'accepted' or mandate_id is not null),
  check (state not in ('nominated', 'refused') or mandate_id is null)
);
-- A person is sent once, by one organisation; whoever was refused or withdrawn can be named again.
create unique index delegates_once on delegates (edition_id, person_id) where state in ('nominated', 'accepted');
create unique index delegates_rank on delegates (edition_id, organization_id, seat, rank)
  where state in ('nominated', 'accepted');
create index delegates_edition on delegates (edition_id, state);

create function guard_delegate() returns trigger language plpgsql as $$
begin
  if (new.id, new.edition_id, new.organization_id, new.person_id, new.seat, new.nominated_under, new.nominated_at)
     is distinct from
     (old.id, old.edition_id, old.organization_id, old.person_id, old.seat, old.nominated_under, old.nominated_at)
     or (old.decided_at is not null and new.decided_at is distinct from old.decided_at)
     or (old.mandate_id is not null and new.mandate_id is distinct from old.mandate_id)
     or old.state in ('refused', 'withdrawn') then
    raise exception 'what was decided about a delegate stands' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger delegates_guard before update on delegates for each row execute function guard_delegate();
create trigger delegates_stay before delete on delegates
  for each row execute function refuse_changing_congress();

-- Badges. Whoever holds one holds its token; a lost one is replaced, and the door then knows it as lost.
create table badges (
  id uuid primary key,
  delegate_id uuid not null references delegates,
  -- Sixteen random bytes; in the address that the badge's QR code carries.
  token bytea not null constraint badges_token unique check (octet_length(token) = 16),
  -- What a person types where nothing can scan: eight letters and digits of Crockford's alphabet.
  code text not null constraint badges_code unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  issued_at timestamptz not null,
  issued_under uuid references mandates,
  replaced_at timestamptz check (replaced_at >= issued_at)
);
create unique index badges_valid on badges (delegate_id) where replaced_at is null;
