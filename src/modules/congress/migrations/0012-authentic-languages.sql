-- Texts that are equally authentic in several languages, and the state of every translation when a text was adopted.
alter table congress_texts
  -- BCP 47 tags beside the text's own language, in which it is to be equally authentic.
  add column authentic text[] not null default '{}';
alter table text_versions
  -- The text in its other authentic languages, as hashed with this version: [{language, title, paragraphs: [{id, text}]}].
  add column authentic jsonb check (jsonb_typeof(authentic) = 'array' and jsonb_array_length(authentic) > 0);

create function guard_authentic_languages() returns trigger language plpgsql as $$
begin
  if new.authentic is distinct from old.authentic and old.state not in ('draft', 'open') then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger congress_texts_authentic before update on congress_texts
  for each row execute function guard_authentic_languages();

create table adoption_translations (
  text_id uuid not null references congress_texts,
  version integer not null,
  language text not null check (length(language) between 2 and 35),
  authentic boolean not null,
  -- By paragraph: reviewed, draft, outdated (its words were others when it was translated) or missing.
  states jsonb not null check (jsonb_typeof(states) = 'object'),
  reviewed integer not null check (reviewed >= 0),
  draft integer not null check (draft >= 0),
  outdated integer not null check (outdated >= 0),
  missing integer not null check (missing >= 0),
  recorded_at timestamptz not null,
  act_id uuid not null references log_acts,
  primary key (text_id, language),
  foreign key (text_id, version) references text_versions
);
create trigger adoption_translations_keep before update or delete on adoption_translations
  for each row execute function refuse_changing_congress();
