-- What no act does, plain SQL does not do either: badges, substitutions and requests for the floor go their way and stay; a
-- sitting goes step by step; and what a sitting says is open is what its agenda and its list say.

-- A badge is replaced once. It never becomes another's, or another one.
create function guard_badge() returns trigger language plpgsql as $$
begin
  if old.replaced_at is not null
     or (new.id, new.delegate_id, new.token, new.code, new.issued_at, new.issued_under)
       is distinct from (old.id, old.delegate_id, old.token, old.code, old.issued_at, old.issued_under) then
    raise exception 'a badge that was issued stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger badges_guard before update on badges for each row execute function guard_badge();
create trigger badges_stay before delete on badges for each row execute function refuse_changing_congress();

-- A substitution is ended once, before its time is over. Presence in the past was judged by it.
create function guard_substitution() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null
     or to_jsonb(new) - 'ended_at' is distinct from to_jsonb(old) - 'ended_at' then
    raise exception 'a substitution that was named stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger substitutions_guard before update on substitutions
  for each row execute function guard_substitution();
create trigger substitutions_stay before delete on substitutions
  for each row execute function refuse_changing_congress();

-- waiting → speaking → spoken; waiting → withdrawn or skipped. What somebody said of themselves can only be forgotten.
create function guard_speaking_request() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array['state', 'given_at', 'ended_at', 'gender']
       is distinct from to_jsonb(old) - array['state', 'given_at', 'ended_at', 'gender']
     or (new.gender is not null and new.gender is distinct from old.gender)
     or (old.given_at is not null and new.given_at is distinct from old.given_at)
     or (old.ended_at is not null and new.ended_at is distinct from old.ended_at)
     or (new.state <> old.state and (old.state, new.state) not in
       (('waiting', 'speaking'), ('speaking', 'spoken'), ('waiting', 'withdrawn'), ('waiting', 'skipped'))) then
    raise exception 'what was asked for on the list stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger speaking_requests_guard before update on speaking_requests
  for each row execute function guard_speaking_request();

-- planned → open ⇄ adjourned → closed; what counts acts only grows.
create or replace function guard_sitting() returns trigger language plpgsql as $$
begin
  if old.state = 'closed'
     or (new.id, new.edition_id, new.organ_id, new.number, new.planned_under, new.planned_at, new.request_key, new.act_id)
       is distinct from
       (old.id, old.edition_id, old.organ_id, old.number, old.planned_under, old.planned_at, old.request_key, old.act_id)
     or new.version < old.version or new.last_sequence < old.last_sequence
     or (new.state <> old.state and (old.state, new.state) not in
       (('planned', 'open'), ('open', 'adjourned'), ('adjourned', 'open'), ('open', 'closed'), ('adjourned', 'closed'))) then
    raise exception 'what a sitting was stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- waiting → open → done; waiting or open → postponed → open.
create or replace function guard_agenda_item() returns trigger language plpgsql as $$
begin
  if (new.id, new.sitting_id, new.added_at) is distinct from (old.id, old.sitting_id, old.added_at)
     or (new.state <> old.state and (old.state, new.state) not in
       (('waiting', 'open'), ('open', 'done'), ('waiting', 'postponed'), ('open', 'postponed'), ('postponed', 'open')))
     or old.state in ('open', 'done') and
        (new.position, new.title, new.kind, new.planned_minutes, new.documents) is distinct from
        (old.position, old.title, old.kind, old.planned_minutes, old.documents) then
    raise exception 'what was dealt with stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- A sitting names the item that is open and the request that has the floor; the item and the request say so themselves.
-- Looked at when an act is whole: within it, one is written after the other. The column that names the sitting is given.
create function hold_sitting_to_its_parts() returns trigger language plpgsql as $$
declare
  sitting uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if exists (
    select from sittings s where s.id = sitting and (
      s.open_item_id is distinct from
        (select i.id from agenda_items i where i.sitting_id = s.id and i.state = 'open')
      or s.speaking_id is distinct from
        (select r.id from speaking_requests r where r.sitting_id = s.id and r.state = 'speaking'))
  ) then
    raise exception 'a sitting, its agenda and its list say the same' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger sittings_agree after insert or update of open_item_id, speaking_id on sittings
  deferrable initially deferred for each row execute function hold_sitting_to_its_parts('id');
create constraint trigger agenda_items_agree after insert or update of state on agenda_items
  deferrable initially deferred for each row execute function hold_sitting_to_its_parts('sitting_id');
create constraint trigger speaking_requests_agree after insert or update of state on speaking_requests
  deferrable initially deferred for each row execute function hold_sitting_to_its_parts('sitting_id');
