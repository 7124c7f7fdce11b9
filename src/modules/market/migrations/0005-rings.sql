-- Barter rings: who gives what to whom so that everybody who gives gets something that they want. Seen by their parties alone.
create table market_rings (
  id uuid primary key,
  kind text not null check (kind in ('ring', 'chain')),
  state text not null check (state in ('proposed', 'agreed', 'refused', 'lapsed')),
  proposed_at timestamptz not null,
  lapses_at timestamptz not null check (lapses_at > proposed_at),
  state_at timestamptz not null,
  mandate_id uuid references mandates
);
create index market_rings_open on market_rings (lapses_at) where state = 'proposed';

create table market_ring_steps (
  ring_id uuid not null references market_rings,
  position integer not null check (position > 0),
  primary key (ring_id, position),
  from_id uuid not null references organizations,
  offer_id uuid not null references market_offers,
  to_id uuid not null references organizations check (to_id <> from_id),
  -- Whose want it meets: the offer that asks for it in return.
  wanted_by uuid not null references market_offers,
  quantity bigint not null check (quantity > 0),
  -- Everybody gives once and gets once.
  unique (ring_id, from_id),
  unique (ring_id, to_id)
);
create index market_ring_steps_offer on market_ring_steps (offer_id);
create index market_ring_steps_from on market_ring_steps (from_id);
create index market_ring_steps_to on market_ring_steps (to_id);

create table market_ring_answers (
  ring_id uuid not null references market_rings,
  organization_id uuid not null references organizations,
  primary key (ring_id, organization_id),
  says_yes boolean not null,
  mandate_id uuid references mandates,
  answered_at timestamptz not null
);

create trigger market_ring_steps_keep before update or delete on market_ring_steps
  for each row execute function refuse_changing_market_history();
create trigger market_ring_answers_keep before update or delete on market_ring_answers
  for each row execute function refuse_changing_market_history();

create function guard_market_ring() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'proposed' then
    raise exception 'what became of a ring stands' using errcode = 'restrict_violation';
  end if;
  if new.state = 'agreed' and exists (select 1 from market_ring_steps s
      where s.ring_id = new.id and not exists (select 1 from market_ring_answers a
        where a.ring_id = s.ring_id and a.organization_id = s.from_id and a.says_yes)) then
    raise exception 'everybody in a ring says yes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger market_rings_guard before update or delete on market_rings for each row execute function guard_market_ring();

alter table market_agreements add column ring_id uuid references market_rings;
create index market_agreements_ring on market_agreements (ring_id) where ring_id is not null;
