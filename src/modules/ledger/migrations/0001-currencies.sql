-- Currencies that organisations found. Amounts everywhere are whole numbers of the smallest unit: `scale` says how many
-- decimals people see.
create table currencies (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  code text not null unique check (code ~ '^[A-Z][A-Z0-9]{1,9}$'),
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  kind text not null check (kind in ('mutual_credit', 'voucher', 'time', 'mirror')),
  scale smallint not null check (scale between 0 and 6),
  organization_id uuid not null references organizations,
  rules jsonb check (rules ? 'source' and rules ? 'texts'),
  -- What an account gets that nobody set limits for; null: no limit on that side.
  default_minimum bigint check (default_minimum between -1000000000000000000 and 0),
  default_maximum bigint check (default_maximum between 0 and 1000000000000000000),
  -- Continuous demurrage in millionths a year of what an account holds; 0: none.
  demurrage_ppm integer not null default 0 check (demurrage_ppm between 0 and 1000000),
  -- A transfer above this needs a second person; null: none does.
  approval_above bigint check (approval_above >= 0),
  -- What a voucher gives a right to, and until when.
  backing jsonb check (backing ? 'source' and backing ? 'texts'),
  expires_on date,
  -- The official currency that this one is a mirror of, by ISO 4217.
  mirrors text check (mirrors ~ '^[A-Z]{3}$'),
  -- Open: members open accounts and pay. Closed: what is there is settled, nothing new begins.
  state text not null default 'open' check (state in ('open', 'closed')),
  -- Whether anybody may see what organisations hold and move in it.
  open_books boolean not null default false,
  founded_at timestamptz not null,
  founded_under uuid references mandates,
  request_key uuid not null unique,
  check ((kind = 'voucher') = (backing is not null)),
  check ((kind = 'voucher') = (expires_on is not null)),
  check ((kind = 'mirror') = (mirrors is not null))
);
create index currencies_organization on currencies (organization_id);

create function refuse_changing_ledger() returns trigger language plpgsql as $$
begin
  raise exception 'what the ledger holds is never rewritten' using errcode = 'restrict_violation';
end $$;

-- What accounts and amounts rest upon stays as it was founded.
create function guard_currency() returns trigger language plpgsql as $$
begin
  if (new.id, new.slug, new.code, new.kind, new.scale, new.organization_id, new.mirrors, new.founded_at, new.founded_under,
      new.request_key) is distinct from
     (old.id, old.slug, old.code, old.kind, old.scale, old.organization_id, old.mirrors, old.founded_at, old.founded_under,
      old.request_key) then
    raise exception 'a currency stays what it was founded as' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger currencies_guard before update on currencies for each row execute function guard_currency();
create trigger currencies_keep before delete on currencies for each row execute function refuse_changing_ledger();
create trigger currencies_whole before truncate on currencies for each statement execute function refuse_changing_ledger();
