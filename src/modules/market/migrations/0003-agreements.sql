-- From interest to agreement to delivery. Nothing of it is public: the two sides see it, and whoever mediates a dispute.
-- History is append-only: terms are versions, confirmations are of one version, deliveries and receipts stand as they were made.

-- Who has agreed on a version of a ring is in market_rings (0005); a ring's agreements carry its id.
create table market_agreements (
  id uuid primary key,
  request_key uuid not null constraint market_agreements_request unique,
  offer_id uuid not null references market_offers,
  -- Who asked, and whose offer or need it is.
  asker_id uuid not null references organizations,
  holder_id uuid not null references organizations,
  constraint market_agreements_two_sides check (asker_id <> holder_id),
  -- Of what the offer is about: the holder of an offer provides, the holder of a need receives.
  provider_id uuid not null,
  receiver_id uuid not null,
  check ((provider_id, receiver_id) in ((asker_id, holder_id), (holder_id, asker_id))),
  message text not null check (length(message) between 1 and 1000),
  wanted_quantity bigint check (wanted_quantity > 0),
  state text not null
    check (state in ('asked', 'proposed', 'agreed', 'disputed', 'fulfilled', 'declined', 'withdrawn', 'cancelled')),
  -- The terms that stand; 0: none were written yet.
  version integer not null default 0 check (version >= 0),
  constraint market_agreements_terms check (state in ('asked', 'declined', 'withdrawn') or version > 0),
  -- Which side wants to end it before everything was delivered, until the other side says so too.
  end_asked_by uuid check (end_asked_by in (asker_id, holder_id)),
  asked_at timestamptz not null,
  state_at timestamptz not null
);
create index market_agreements_asker on market_agreements (asker_id, state_at desc);
create index market_agreements_holder on market_agreements (holder_id, state_at desc);
create index market_agreements_offer on market_agreements (offer_id);

create table market_terms (
  agreement_id uuid not null references market_agreements,
  version integer not null check (version > 0),
  primary key (agreement_id, version),
  -- For all of it; in a currency of the ledger or in an official one.
  price_amount bigint check (price_amount between 1 and 9007199254740991),
  price_currency_id uuid,
  price_official_code text check (price_official_code ~ '^[A-Z]{3}$'),
  check (num_nonnulls(price_currency_id, price_official_code) = case when price_amount is null then 0 else 1 end),
  -- What was received is paid within so many days.
  pay_days integer not null default 0 check (pay_days between 0 and 366),
  transport text not null check (transport in ('provider', 'receiver', 'both', 'carrier')),
  note text check (length(note) between 1 and 1000),
  proposed_by uuid not null references organizations,
  mandate_id uuid references mandates,
  proposed_at timestamptz not null
);

-- What is to be given, part by part: by the provider, and in barter by the receiver too.
create table market_lines (
  id uuid primary key,
  agreement_id uuid not null,
  version integer not null,
  foreign key (agreement_id, version) references market_terms,
  position integer not null check (position > 0),
  unique (agreement_id, version, position),
  from_id uuid not null references organizations,
  to_id uuid not null references organizations check (to_id <> from_id),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  category text not null check (category ~ '^[a-z_]{2,40}$'),
  unit text not null check (length(unit) between 1 and 32),
  quantity bigint not null check (quantity between 1 and 1000000000000000),
  due_on date
);

create table market_confirmations (
  agreement_id uuid not null,
  version integer not null,
  foreign key (agreement_id, version) references market_terms,
  organization_id uuid not null references organizations,
  primary key (agreement_id, version, organization_id),
  mandate_id uuid references mandates,
  confirmed_at timestamptz not null
);

create table market_agreement_steps (
  id uuid primary key,
  agreement_id uuid not null references market_agreements,
  what text not null check (what in ('asked', 'proposed', 'confirmed', 'declined', 'withdrawn', 'end_asked', 'ended', 'completed',
    'disputed', 'dispute_taken_back', 'settled')),
  to_state text not null,
  organization_id uuid references organizations,
  reason text check (length(reason) between 1 and 1000),
  mandate_id uuid references mandates,
  made_at timestamptz not null
);
create index market_agreement_steps_agreement on market_agreement_steps (agreement_id, made_at);

create table market_deliveries (
  id uuid primary key,
  request_key uuid not null constraint market_deliveries_request unique,
  line_id uuid not null references market_lines,
  quantity bigint not null check (quantity > 0),
  given_on date not null,
  note text check (length(note) between 1 and 500),
  mandate_id uuid references mandates,
  given_at timestamptz not null
);
create index market_deliveries_line on market_deliveries (line_id);

-- What arrived of a delivery; none of it: it was refused.
create table market_receipts (
  delivery_id uuid primary key references market_deliveries,
  quantity bigint not null check (quantity >= 0),
  quality text check (length(quality) between 1 and 500),
  -- What became due by it, and the obligation that says so.
  amount bigint check (amount > 0),
  obligation_id uuid references obligations,
  check ((amount is null) = (obligation_id is null)),
  mandate_id uuid references mandates,
  received_on date not null,
  received_at timestamptz not null
);

create table market_disputes (
  id uuid primary key,
  agreement_id uuid not null references market_agreements,
  opened_by uuid not null references organizations,
  reason text not null check (length(reason) between 1 and 1000),
  -- In which state it was opened, to come back to.
  from_state text not null check (from_state in ('agreed', 'fulfilled')),
  mandate_id uuid references mandates,
  opened_at timestamptz not null,
  -- Whom each side would have mediate; where both name the same, it is that one, else whom the confederation charged with it.
  named_by_provider uuid references organizations,
  named_by_receiver uuid references organizations,
  outcome text check (outcome in ('fulfilled', 'reduced', 'cancelled', 'taken_back')),
  outcome_text text check (length(outcome_text) between 1 and 2000),
  -- What is owed in all, after a reduction.
  price_after bigint check (price_after >= 0),
  settled_under uuid references mandates,
  settled_at timestamptz,
  check ((outcome is null) = (settled_at is null)),
  check ((outcome = 'reduced') is not true or price_after is not null)
);
create unique index market_disputes_open on market_disputes (agreement_id) where outcome is null;

create function guard_market_agreement() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'what happened in the market stands' using errcode = 'restrict_violation';
  end if;
  if (new.id, new.request_key, new.offer_id, new.asker_id, new.holder_id, new.provider_id, new.receiver_id, new.message, new.asked_at)
    is distinct from
     (old.id, old.request_key, old.offer_id, old.asker_id, old.holder_id, old.provider_id, old.receiver_id, old.message, old.asked_at) then
    raise exception 'between whom an agreement is does not change' using errcode = 'restrict_violation';
  end if;
  -- Once it is agreed on, its terms are those that both confirmed.
  if old.state not in ('asked', 'proposed') and new.version <> old.version then
    raise exception 'what both sides confirmed does not change' using errcode = 'restrict_violation';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('asked', 'proposed'), ('asked', 'declined'), ('asked', 'withdrawn'),
    ('proposed', 'agreed'), ('proposed', 'declined'), ('proposed', 'withdrawn'), ('agreed', 'fulfilled'), ('agreed', 'cancelled'),
    ('agreed', 'disputed'), ('fulfilled', 'disputed'), ('disputed', 'agreed'), ('disputed', 'fulfilled'), ('disputed', 'cancelled')) then
    raise exception 'an agreement does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  if old.state = 'proposed' and new.state = 'agreed' and (select count(*) from market_confirmations c
      where c.agreement_id = new.id and c.version = new.version and c.organization_id in (new.asker_id, new.holder_id)) < 2 then
    raise exception 'both sides confirm the same terms' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger market_agreements_guard before update or delete on market_agreements
  for each row execute function guard_market_agreement();

create trigger market_terms_keep before update or delete on market_terms
  for each row execute function refuse_changing_market_history();
create trigger market_lines_keep before update or delete on market_lines
  for each row execute function refuse_changing_market_history();
create trigger market_confirmations_keep before update or delete on market_confirmations
  for each row execute function refuse_changing_market_history();
create trigger market_agreement_steps_keep before update or delete on market_agreement_steps
  for each row execute function refuse_changing_market_history();
create trigger market_deliveries_keep before update or delete on market_deliveries
  for each row execute function refuse_changing_market_history();
create trigger market_receipts_keep before update or delete on market_receipts
  for each row execute function refuse_changing_market_history();

create function guard_market_dispute() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.outcome is not null then
    raise exception 'what happened in the market stands' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger market_disputes_guard before update or delete on market_disputes
  for each row execute function guard_market_dispute();

-- In thousandths: what agreements in force have taken of an offer, or promised towards a need.
create function market_taken(offer uuid) returns bigint stable parallel safe
return (select coalesce(sum(l.quantity), 0)::bigint from market_agreements a
  join market_lines l on l.agreement_id = a.id and l.version = a.version and l.from_id = a.provider_id
  where a.offer_id = offer and a.state in ('agreed', 'disputed', 'fulfilled'));
