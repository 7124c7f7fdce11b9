-- Minutes: what the node recorded of a sitting, drawn up when it was closed, and what people wrote to it, kept apart.
create table sitting_minutes (
  sitting_id uuid primary key references sittings,
  -- The structure that every language is written from: see minutes.rules.ts.
  facts jsonb not null check (facts ? 'format' and jsonb_typeof(facts -> 'entries') = 'array'),
  -- SHA-256 of its RFC 8785 form.
  facts_hash bytea not null check (octet_length(facts_hash) = 32),
  drawn_up_at timestamptz not null,
  act_id uuid not null references log_acts,
  -- The text of the congress by which the assembly amends, adopts and freezes them.
  text_id uuid unique references congress_texts,
  submitted_under uuid references mandates,
  submitted_at timestamptz check (submitted_at >= drawn_up_at),
  check ((text_id is null) = (submitted_at is null))
);
create function guard_minutes() returns trigger language plpgsql as $$
begin
  if old.text_id is not null or (new.sitting_id, new.facts, new.facts_hash, new.drawn_up_at, new.act_id)
      is distinct from (old.sitting_id, old.facts, old.facts_hash, old.drawn_up_at, old.act_id) then
    raise exception 'what a sitting was stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger sitting_minutes_guard before update on sitting_minutes
  for each row execute function guard_minutes();
create trigger sitting_minutes_keep before delete on sitting_minutes
  for each row execute function refuse_changing_congress();

-- What the secretary wrote: of one entry the latest counts, the others are kept.
create table minutes_remarks (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  sitting_id uuid not null references sitting_minutes,
  -- The place of the entry that it is about.
  entry integer not null check (entry >= 0),
  -- Written behind what was recorded, or to be read instead of it; null words take an earlier remark back.
  mode text not null check (mode in ('added', 'instead')),
  words jsonb check (words ? 'source' and words ? 'texts'),
  written_under uuid references mandates,
  written_at timestamptz not null,
  request_key uuid not null constraint minutes_remarks_request unique,
  act_id uuid not null references log_acts
);
create index minutes_remarks_sitting on minutes_remarks (sitting_id, entry, sequence);
create trigger minutes_remarks_keep before update or delete on minutes_remarks
  for each row execute function refuse_changing_congress();
