-- Requests that were answered, by the key that the form or the program made: the same request gets the same answer, and
-- another one with the same key is refused. The digest is SHA-256 over who asks and the canonical form of what is asked.
create table ledger_requests (
  key uuid primary key,
  digest bytea not null check (octet_length(digest) = 32),
  -- As text: it is given again as it was given.
  answer json not null,
  answered_at timestamptz not null
);
create trigger ledger_requests_keep before update on ledger_requests
  for each row execute function refuse_changing_ledger();
