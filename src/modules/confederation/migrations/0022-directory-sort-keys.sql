-- What a search gathers is sorted by keys that stand in its own rows: looking a thousand of them up among the names took
-- twice as long as finding them. The names, which are walked in their order, are made from the same keys.
alter table directory_entries add column sort_keys jsonb not null default '{}';

-- `{"es": "comuna avila", "fr": "commune davila"}`, for the languages that the node offers. Most names are the same in most
-- languages: each is folded once.
create function directory_sort_keys(name jsonb) returns jsonb stable strict parallel safe
return (select jsonb_object_agg(tag, said.sort_key) from (
    select array_agg(tag) as tags, left(directory_plain(read), 120) as sort_key
    from (select tag, directory_name(name, tag) as read from unnest(directory_offered()) as tag) as each
    group by read) as said, unnest(said.tags) as tag);

create or replace function directory_enter() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into directory_traits (kind, status, country, languages)
  select distinct kind, status, coalesce(country, ''), directory_languages(languages)
  from written
  on conflict do nothing;

  insert into directory_entries (organization_id, traits, sort_keys, words, longitude, latitude)
  select w.id, t.id, directory_sort_keys(w.name), directory_lexemes(directory_said(w.name, w.place, w.external_id)),
    w.longitude, w.latitude
  from written w
  join directory_traits t on t.kind = w.kind and t.status = w.status and t.country = coalesce(w.country, '')
    and t.languages = directory_languages(w.languages)
  on conflict (organization_id) do update set traits = excluded.traits, sort_keys = excluded.sort_keys,
    words = excluded.words, longitude = excluded.longitude, latitude = excluded.latitude;

  insert into directory_names (language, organization_id, traits, words, sort_key)
  select said.key, e.organization_id, e.traits, e.words, said.value
  from written w join directory_entries e on e.organization_id = w.id, jsonb_each_text(e.sort_keys) as said
  on conflict (language, organization_id) do update set traits = excluded.traits, words = excluded.words,
    sort_key = excluded.sort_key;

  insert into directory_words (word)
  select distinct word from written w join directory_entries e on e.organization_id = w.id, unnest(e.words) as u(word)
  where length(word) between 3 and 40 and word !~ '[0-9]'
  on conflict do nothing;
  return null;
end $$;

create or replace function directory_offer() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  update directory_entries e set sort_keys = directory_sort_keys(o.name)
  from organizations o where o.id = e.organization_id;
  delete from directory_names where language <> all(directory_offered());
  insert into directory_names (language, organization_id, traits, words, sort_key)
  select said.key, e.organization_id, e.traits, e.words, said.value
  from directory_entries e, jsonb_each_text(e.sort_keys) as said
  on conflict do nothing;
  return null;
end $$;

update directory_entries e set sort_keys = directory_sort_keys(o.name)
from organizations o where o.id = e.organization_id;
alter table directory_entries alter column sort_keys drop default;
