-- Sealing: entries that were committed go into batches, whose Merkle roots the transparency log tells of. Movements never
-- wait for it. A leaf is one line of an entry (`#algorithms/ledger-proofs`), salted from the batch's secret, so that
-- nobody guesses what was paid from what is public.
create table ledger_batches (
  number integer primary key check (number > 0),
  entries integer not null check (entries > 0),
  leaves integer not null check (leaves >= 2 * entries),
  root bytea not null check (octet_length(root) = 32),
  -- From which the salts of its leaves follow, one each; known to the node alone.
  secret bytea not null check (octet_length(secret) = 32),
  sealed_at timestamptz not null,
  act_id uuid not null unique references log_acts
);
-- In which batch an entry is, and the place of its first line there; the others follow by account and version.
create table ledger_sealed (
  entry_id uuid primary key,
  batch integer not null references ledger_batches,
  first_leaf integer not null check (first_leaf >= 0),
  unique (batch, first_leaf)
);
-- Every entry of a transaction below this one is sealed. One row at most.
create table ledger_sealing (
  single boolean primary key default true check (single),
  below xid8 not null
);

create trigger ledger_batches_keep before update or delete on ledger_batches
  for each row execute function refuse_changing_ledger();
create trigger ledger_batches_whole before truncate on ledger_batches
  for each statement execute function refuse_changing_ledger();
create trigger ledger_sealed_keep before update or delete on ledger_sealed
  for each row execute function refuse_changing_ledger();
create trigger ledger_sealed_whole before truncate on ledger_sealed
  for each statement execute function refuse_changing_ledger();
