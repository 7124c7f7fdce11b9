-- The directory: what is searched and counted, derived from organizations by triggers and by nothing else.
-- One narrow row an organisation, so that a word in every second name is found and counted in milliseconds.
-- Nothing here depends on the server's locale or on the search path: the same names are found on every server.
create extension if not exists pg_trgm;

-- Without accents and case. NFKD (UAX #15) takes letters and marks apart, the marks go, and the letters that it leaves
-- whole are spelled out as in slugs. Marks: combining diacritics, Hebrew points, Arabic vowel signs.
create function directory_fold(written text) returns text immutable strict parallel safe
return replace(replace(replace(replace(translate(lower(regexp_replace(normalize(written, NFKD),
  '[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]', '', 'g')),
  'øđłıðØĐŁÐ', 'odlidodld'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');

-- Folded words with one space between. Apostrophes join (K'iche' is found as kiche); all other signs part.
create function directory_plain(written text) returns text immutable strict parallel safe
return btrim(regexp_replace(regexp_replace(directory_fold(written), '[''`\u2018\u2019\u02b9-\u02bf\u2032]', '', 'g'),
  '[\u0001-\u0020!-/:-@\[-\u0060\{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\uff00-\uff0f]+', ' ', 'g'));

-- All that an organisation is found by, as one text.
create function directory_said(name jsonb, place text, external_id text) returns text immutable parallel safe
return concat_ws(' ', (select string_agg(value, ' ') from jsonb_each_text(name -> 'texts')), place, external_id);

-- Its words; where there are apostrophes, also the parts between them (l'eau is found as leau and as eau).
create function directory_lexemes(said text) returns tsvector immutable strict parallel safe
return array_to_tsvector(array(select distinct left(word, 120) from string_to_table(directory_plain(said) ||
  case when said ~ '[''`\u2018\u2019\u02b9-\u02bf\u2032]'
    then ' ' || directory_plain(regexp_replace(said, '[''`\u2018\u2019\u02b9-\u02bf\u2032]', ' ', 'g')) else '' end, ' ') as word
  where word <> ''));

-- Each once and in one order, so that equal sets are equal arrays.
create function directory_languages(tags text[]) returns text[] immutable strict parallel safe
return array(select tag from unnest(tags) as tag group by tag order by tag collate "C");

-- Every combination of what the directory filters by. Rows are added and never changed, so that a process may remember
-- them; organisations share a few thousand, and counting them is counting one integer.
create table directory_traits (
  id integer generated always as identity primary key,
  kind text not null,
  status text not null,
  -- Empty where unknown: nulls would not be unique.
  country text not null,
  languages text[] not null,
  unique (kind, status, country, languages)
);

create table directory_entries (
  organization_id uuid primary key references organizations on delete cascade,
  traits integer not null,
  -- The name in its own language, folded: byte order is the same on every server.
  sort_key text collate "C" not null,
  -- Names in all languages, place and external id.
  words tsvector not null,
  longitude real,
  latitude real
);
create index directory_entries_words on directory_entries using gin (words) with (fastupdate = off);
create index directory_entries_order on directory_entries (sort_key, organization_id);
create index directory_entries_traits on directory_entries (traits, sort_key, organization_id);

-- Every word that was ever entered, numbers aside: where a misspelt one finds its neighbours.
create table directory_words (word text collate "C" primary key);
create index directory_words_trigrams on directory_words using gin (word gin_trgm_ops) with (fastupdate = off);

-- What a cache of counts is good for. Writers only add rows, so none waits for another; which rows a reader sees says
-- which changes it sees, whatever the order of their commits. Old rows go a few at a time.
create table directory_changes (id bigint generated always as identity primary key);

-- Rows that are added always have higher ids than rows that go, so number and sum together do not come back.
create function directory_version() returns text stable parallel safe
return (select count(*) || '.' || coalesce(sum(id), 0) from directory_changes);

create function directory_changed() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  change bigint;
begin
  insert into directory_changes default values returning id into change;
  if change % 256 = 0 then
    delete from directory_changes where id < change - 256;
  end if;
  return null;
end $$;

create function directory_enter() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into directory_traits (kind, status, country, languages)
  select distinct kind, status, coalesce(country, ''), directory_languages(languages)
  from written
  on conflict do nothing;

  insert into directory_entries (organization_id, traits, sort_key, words, longitude, latitude)
  select w.id, t.id, left(directory_plain(w.name #>> array['texts', w.name ->> 'source']), 120),
    directory_lexemes(directory_said(w.name, w.place, w.external_id)),
    w.longitude, w.latitude
  from written w
  join directory_traits t on t.kind = w.kind and t.status = w.status and t.country = coalesce(w.country, '')
    and t.languages = directory_languages(w.languages)
  on conflict (organization_id) do update set traits = excluded.traits, sort_key = excluded.sort_key,
    words = excluded.words, longitude = excluded.longitude, latitude = excluded.latitude;

  insert into directory_words (word)
  select distinct word from written w join directory_entries e on e.organization_id = w.id, unnest(e.words) as u(word)
  where length(word) between 3 and 40 and word !~ '[0-9]'
  on conflict do nothing;
  return null;
end $$;

-- By statement: an import enters thousands of rows at once.
create trigger directory_enter_new after insert on organizations
  referencing new table as written for each statement execute function directory_enter();
create trigger directory_enter_changed after update on organizations
  referencing new table as written for each statement execute function directory_enter();
create trigger directory_changed after insert or update or delete on organizations
  for each statement execute function directory_changed();

update organizations set updated_at = updated_at;
