-- The transparency log. An act is written in the transaction of what it records, so neither exists without the other.
-- `sequence` gives the order of writing without a lock that acts would wait for; it may have gaps and does not follow
-- the order of commits, so the place in the tree (`leaf_index`) is given afterwards, in batches, by the sealing job.
create table log_acts (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  type text not null check (type ~ '^[a-z]+(\.[a-z_]+)+$'),
  subject text not null check (subject like '/%'),
  mandate_id uuid,
  record jsonb not null,
  record_hash bytea not null check (octet_length(record_hash) = 32),
  leaf bytea not null check (octet_length(leaf) between 2 and 65535),
  acted_at timestamptz not null,
  leaf_index bigint unique check (leaf_index >= 0)
);
create index log_acts_unsealed on log_acts (sequence) where leaf_index is null;
create index log_acts_subject on log_acts (subject, sequence);

-- Hashes of the tree as C2SP tlog-tiles keeps them: up to 256 hashes of 32 bytes each a row.
create table log_tiles (
  level smallint not null check (level between 0 and 63),
  position bigint not null check (position >= 0),
  hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (level, position)
);

create table log_checkpoints (
  tree_size bigint primary key check (tree_size >= 0),
  note text not null,
  sealed_at timestamptz not null
);

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'what is logged is never rewritten' using errcode = 'restrict_violation';
end $$;

-- A leaf gets its place once; nothing else of it ever changes, and nothing goes.
create function guard_log_act() returns trigger language plpgsql as $$
begin
  if old.leaf_index is null and new.leaf_index is not null
     and (new.id, new.type, new.subject, new.record_hash, new.leaf, new.acted_at)
       = (old.id, old.type, old.subject, old.record_hash, old.leaf, old.acted_at)
     and new.record = old.record and new.mandate_id is not distinct from old.mandate_id then
    return new;
  end if;
  raise exception 'what is logged is never rewritten' using errcode = 'restrict_violation';
end $$;
create trigger log_acts_guard before update on log_acts for each row execute function guard_log_act();
create trigger log_acts_keep before delete on log_acts for each row execute function refuse_rewriting();
create trigger log_checkpoints_keep before update or delete on log_checkpoints
  for each row execute function refuse_rewriting();
