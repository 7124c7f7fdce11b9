-- Rotating savings circles. The rules stand from the day on which the circle is founded: whoever joins agrees to them.
create table circles (
  id uuid primary key,
  request_key uuid not null unique,
  currency_id uuid not null references currencies,
  account_id uuid not null unique references ledger_accounts,
  reserve_account_id uuid not null unique references ledger_accounts,
  name text not null check (length(name) between 1 and 120),
  contribution bigint not null check (contribution between 1 and 9007199254740),
  rhythm text not null check (rhythm in ('weekly', 'fortnightly', 'monthly')),
  starts_on date not null,
  ordered_by text not null check (ordered_by in ('agreement', 'need', 'lot')),
  -- Where the numbers of the lot come from, said before anybody can know them; and those numbers.
  lot_source text check (length(lot_source) between 1 and 200),
  lot_drawn text check (length(lot_drawn) between 1 and 200),
  -- So many days before a round's day contributions are held.
  ahead_days integer not null check (ahead_days between 0 and 28),
  grace_days integer not null check (grace_days between 0 and 60),
  cover text not null check (cover in ('reserve', 'guarantors', 'others')),
  turn_rule text not null check (turn_rule in ('keeps', 'last')),
  put_out_after integer check (put_out_after between 1 and 100),
  reserve bigint not null check (reserve between 0 and 9007199254740),
  -- Counts proposals of an order; members agree to one by its number.
  order_version integer not null default 0 check (order_version >= 0),
  state text not null check (state in ('forming', 'running', 'completed', 'dissolved')),
  founded_at timestamptz not null,
  check ((ordered_by = 'lot') = (lot_source is not null)),
  check (lot_drawn is null or ordered_by = 'lot'),
  check ((cover = 'reserve') = (reserve > 0))
);

create table circle_members (
  id uuid primary key,
  circle_id uuid not null references circles,
  account_id uuid not null references ledger_accounts,
  founds boolean not null,
  state text not null check (state in ('invited', 'joined', 'declined', 'put_out', 'left')),
  -- In the order of being invited.
  position integer not null check (position > 0),
  -- The place in the order that was proposed.
  place integer check (place > 0),
  agreed_version integer not null default 0,
  need text check (length(need) between 1 and 500),
  guarantor_id uuid references circle_members,
  guarantor_agreed boolean not null default false,
  defaults integer not null default 0 check (defaults >= 0),
  unique (circle_id, account_id),
  unique (circle_id, position),
  check (guarantor_id <> id),
  check (guarantor_id is not null or not guarantor_agreed)
);
create unique index circle_members_founder on circle_members (circle_id) where founds;
create index circle_members_account on circle_members (account_id);

create table circle_rounds (
  circle_id uuid not null references circles,
  number integer not null check (number > 0),
  due_on date not null,
  -- Whose turn it is. It can still move while the round is planned.
  member_id uuid not null references circle_members,
  state text not null check (state in ('planned', 'open', 'paid_out')),
  opened_on date,
  paid_out_at timestamptz,
  -- Why it could not be paid out though its time has come: the name of a refusal.
  waits_for text,
  primary key (circle_id, number),
  check ((state = 'planned') = (opened_on is null)),
  check ((state = 'paid_out') = (paid_out_at is not null))
);
create unique index circle_rounds_open on circle_rounds (circle_id) where state = 'open';

create table circle_holds (
  circle_id uuid not null,
  number integer not null,
  member_id uuid not null references circle_members,
  hold_id uuid not null unique references ledger_holds,
  primary key (circle_id, number, member_id),
  foreign key (circle_id, number) references circle_rounds
);

-- What is still owed, one row for each pair; a creditor of null is the circle's reserve.
create table circle_debts (
  circle_id uuid not null references circles,
  debtor_id uuid not null references circle_members,
  creditor_id uuid references circle_members,
  amount bigint not null check (amount > 0),
  since timestamptz not null,
  unique nulls not distinct (circle_id, debtor_id, creditor_id),
  check (debtor_id <> creditor_id)
);

-- Every movement, as `playRound` said it; null: the pot or the reserve, by `why`.
create table circle_movements (
  id uuid primary key,
  circle_id uuid not null references circles,
  round integer,
  why text not null check (why in ('contribution', 'advance', 'repayment', 'payout', 'reserve')),
  from_member uuid references circle_members,
  to_member uuid references circle_members,
  amount bigint not null check (amount > 0),
  entry_id uuid not null references ledger_entries,
  request_key uuid,
  made_at timestamptz not null
);
create index circle_movements_circle on circle_movements (circle_id, made_at);
create index circle_movements_request on circle_movements (request_key) where request_key is not null;
create trigger circle_movements_keep before update or delete on circle_movements
  for each row execute function refuse_changing_financing();
