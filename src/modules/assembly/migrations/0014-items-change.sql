-- An item changes while it waits; what was taken up stands as it was then.
create function guard_agenda_item() returns trigger language plpgsql as $$
begin
  if (new.id, new.sitting_id, new.added_at) is distinct from (old.id, old.sitting_id, old.added_at)
      or old.state in ('open', 'done') and
        (new.position, new.title, new.kind, new.planned_minutes, new.documents) is distinct from
        (old.position, old.title, old.kind, old.planned_minutes, old.documents) then
    raise exception 'what was dealt with stands as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger agenda_items_guard before update on agenda_items
  for each row execute function guard_agenda_item();

-- What the nightly sweep looks for: what people said of themselves in sittings that nobody closed.
create index speaking_requests_gender on speaking_requests (sitting_id) where gender is not null;
