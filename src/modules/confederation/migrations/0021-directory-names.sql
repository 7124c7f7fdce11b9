-- The order of the directory for its readers: each organisation's name in every language that the node offers, folded.
-- Rows repeat the traits and the words: a list that is walked in its order may pass thousands that it does not show.

-- A name as a reader of a language meets it: see textIn() in platform/multilingual.ts.
create function directory_name(name jsonb, language text) returns text immutable strict parallel safe
return coalesce(name #>> array['texts', language], name #>> array['texts', split_part(language, '-', 1)],
  name #>> array['texts', name ->> 'source']);

-- Thai, Lao, Burmese, Khmer, Japanese and Chinese put no spaces between words: what begins anywhere in such a text is
-- found, as a word is found by its beginning.
create or replace function directory_lexemes(said text) returns tsvector immutable strict parallel safe
return array_to_tsvector(array(select distinct left(part, 120) from string_to_table(directory_plain(said) ||
  case when said ~ '[''`\u2018\u2019\u02b9-\u02bf\u2032]'
    then ' ' || directory_plain(regexp_replace(said, '[''`\u2018\u2019\u02b9-\u02bf\u2032]', ' ', 'g')) else '' end, ' ') as word,
  unnest(case when word ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff]'
    then array(select substr(word, place) from generate_series(1, least(length(word), 60)) as place)
    else array[word] end) as part
  where word <> ''));

-- The languages of the node's pages, the first one being the fallback; Spanish before it has been set up.
create function directory_offered() returns text[] stable parallel safe
return coalesce((select array(select jsonb_array_elements_text(value -> 'languages')) from node_settings where key = 'profile'),
  array['es']);

create function directory_order(language text) returns text stable strict parallel safe
return case when language = any(directory_offered()) then language else (directory_offered())[1] end;

create table directory_names (
  language text collate "C",
  organization_id uuid references directory_entries on delete cascade,
  traits integer not null,
  words tsvector not null,
  -- Byte order is the same on every server.
  sort_key text collate "C" not null,
  primary key (language, organization_id)
);
create index directory_names_order on directory_names (language, sort_key, organization_id) include (traits);

alter table directory_entries drop column sort_key;
create index directory_entries_traits on directory_entries (traits);

create or replace function directory_enter() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into directory_traits (kind, status, country, languages)
  select distinct kind, status, coalesce(country, ''), directory_languages(languages)
  from written
  on conflict do nothing;

  insert into directory_entries (organization_id, traits, words, longitude, latitude)
  select w.id, t.id, directory_lexemes(directory_said(w.name, w.place, w.external_id)), w.longitude, w.latitude
  from written w
  join directory_traits t on t.kind = w.kind and t.status = w.status and t.country = coalesce(w.country, '')
    and t.languages = directory_languages(w.languages)
  on conflict (organization_id) do update set traits = excluded.traits, words = excluded.words,
    longitude = excluded.longitude, latitude = excluded.latitude;

  -- Most names are the same in most languages: each is folded once.
  insert into directory_names (language, organization_id, traits, words, sort_key)
  select unnest(said.tags), w.id, e.traits, e.words, left(directory_plain(said.name), 120)
  from written w
  join directory_entries e on e.organization_id = w.id
  cross join lateral (select directory_name(w.name, tag) as name, array_agg(tag) as tags
    from unnest(directory_offered()) as tag group by 1) as said
  on conflict (language, organization_id) do update set traits = excluded.traits, words = excluded.words,
    sort_key = excluded.sort_key;

  insert into directory_words (word)
  select distinct word from written w join directory_entries e on e.organization_id = w.id, unnest(e.words) as u(word)
  where length(word) between 3 and 40 and word !~ '[0-9]'
  on conflict do nothing;
  return null;
end $$;

-- When the node offers other languages, its lists get their order in them.
create function directory_offer() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  delete from directory_names where language <> all(directory_offered());
  insert into directory_names (language, organization_id, traits, words, sort_key)
  select tag, o.id, e.traits, e.words, left(directory_plain(directory_name(o.name, tag)), 120)
  from organizations o join directory_entries e on e.organization_id = o.id, unnest(directory_offered()) as tag
  on conflict do nothing;
  return null;
end $$;
create trigger directory_offer_languages after insert or update on node_settings
  for each row when (new.key = 'profile') execute function directory_offer();

update organizations set updated_at = updated_at;
