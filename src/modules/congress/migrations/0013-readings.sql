-- Texts that have to be adopted more than once before they stand, as statutes.
alter table congress_texts
  add column readings integer not null default 1 check (readings between 1 and 5),
  -- Whole days between one reading and the next.
  add column days_between integer not null default 0 check (days_between between 0 and 3650),
  -- What may happen to the words between two readings.
  add column amended_between text not null default 'none' check (amended_between in ('none', 'restarts', 'allowed'));

-- Readings that a text has passed. The last one is its adoption, and is not here.
create table text_readings (
  text_id uuid not null references congress_texts,
  sequence integer not null check (sequence > 0),
  version integer not null,
  roll_call_id uuid not null unique references roll_calls,
  passed_at timestamptz not null,
  act_id uuid not null references log_acts,
  primary key (text_id, sequence),
  foreign key (text_id, version) references text_versions
);
create trigger text_readings_keep before update or delete on text_readings
  for each row execute function refuse_changing_congress();

-- How a text is to be read is settled before it has passed any reading.
create function guard_readings() returns trigger language plpgsql as $$
begin
  if (new.readings, new.days_between, new.amended_between) is distinct from
     (old.readings, old.days_between, old.amended_between)
     and (old.state not in ('draft', 'open') or exists (select 1 from text_readings where text_id = old.id)) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger congress_texts_readings before update on congress_texts
  for each row execute function guard_readings();
