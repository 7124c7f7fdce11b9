-- The form that convened an edition: a form sent twice convenes one.
alter table congress_editions add column request_key uuid;
update congress_editions set request_key = id;
alter table congress_editions alter column request_key set not null,
  add constraint congress_editions_request unique (request_key);

-- A text may have several numbered lists, each beginning at 1: a point is named by its list and its number there.
alter table decision_points
  add column list integer not null default 1 check (list > 0),
  -- What the text calls the list: the paragraph that heads it or leads into it, and its words as adopted.
  add column list_paragraph_id uuid,
  add column list_title text check (length(list_title) > 0),
  add check ((list_paragraph_id is null) = (list_title is null)),
  drop constraint decision_points_text_id_number_key,
  add constraint decision_points_number unique (text_id, list, number);
alter table decision_points alter column list drop default;

-- Accreditations that the chair took back. The delegation may be accredited again; what was is kept here.
create table withdrawn_accreditations (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  organization_id uuid not null references organizations,
  voting_mandate_id uuid not null references mandates,
  accredited_under uuid references mandates,
  accredited_at timestamptz not null,
  accreditation_act_id uuid not null references log_acts,
  reason jsonb not null check (reason ? 'source' and reason ? 'texts'),
  withdrawn_under uuid references mandates,
  withdrawn_at timestamptz not null check (withdrawn_at >= accredited_at),
  act_id uuid not null references log_acts
);
create index withdrawn_accreditations_edition on withdrawn_accreditations (edition_id, withdrawn_at);
create trigger withdrawn_accreditations_keep before update or delete on withdrawn_accreditations
  for each row execute function refuse_changing_congress();

-- A delegation goes only where its withdrawal stays in its place.
create function guard_withdrawal() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from withdrawn_accreditations where accreditation_act_id = old.act_id) then
    raise exception 'an accreditation is withdrawn, not deleted' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger delegations_withdrawn before delete on delegations for each row execute function guard_withdrawal();
