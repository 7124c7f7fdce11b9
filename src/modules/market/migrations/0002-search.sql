-- The market as it is searched and counted: derived from market_offers by a trigger and by nothing else, in the way of the
-- directory (confederation, 0020): one narrow row an offer, words folded by directory_lexemes.

-- Every combination of what the market filters by. Rows are added and never changed.
create table market_traits (
  id integer generated always as identity primary key,
  kind text not null,
  category text not null,
  country text not null,
  -- What is given in return, each once and in one order.
  returns text[] not null,
  months smallint[] not null,
  unique (kind, category, country, returns, months)
);

-- Offers and needs that are open, and nothing else.
create table market_entries (
  offer_id uuid primary key references market_offers,
  traits integer not null,
  words tsvector not null,
  members_only boolean not null,
  -- Until when it is on offer; for good: the end of the calendar.
  last_day date not null,
  changed_at timestamptz not null
);
create index market_entries_words on market_entries using gin (words) with (fastupdate = off);
create index market_entries_traits on market_entries (traits);
create index market_entries_order on market_entries (changed_at desc, offer_id desc);

-- Words of public offers alone: a misspelt word must not find what only members may see.
create table market_words (word text collate "C" primary key);
create index market_words_trigrams on market_words using gin (word gin_trgm_ops) with (fastupdate = off);

-- What a remembered count is good for; see directory_changes.
create table market_changes (id bigint generated always as identity primary key);

create function market_version() returns text stable parallel safe
return (select count(*) || '.' || coalesce(sum(id), 0) from market_changes);

create function market_said(title jsonb, description jsonb, category_words text, place text, wanted jsonb) returns text
immutable parallel safe
return concat_ws(' ', (select string_agg(value, ' ') from jsonb_each_text(title -> 'texts')),
  (select string_agg(value, ' ') from jsonb_each_text(description -> 'texts')), category_words, place,
  (select string_agg(value, ' ') from jsonb_each_text(wanted -> 'texts')));

create function market_returns(price bigint, wanted text, is_gift boolean) returns text[] immutable parallel safe
return array_remove(array[case when wanted is not null then 'barter' end, case when is_gift then 'gift' end,
  case when price is not null then 'money' end], null);

create function market_enter() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  change bigint;
begin
  delete from market_entries e using written w where e.offer_id = w.id;

  insert into market_traits (kind, category, country, returns, months)
  select distinct kind, category, country, market_returns(price_amount, wanted_category, is_gift), months
  from written where state = 'open'
  on conflict do nothing;

  insert into market_entries (offer_id, traits, words, members_only, last_day, changed_at)
  select w.id, t.id, directory_lexemes(market_said(w.title, w.description, w.category_words, w.place, w.wanted_words)),
    w.members_only, coalesce(w.ends_on, date '9999-12-31'), w.changed_at
  from written w
  join market_traits t on t.kind = w.kind and t.category = w.category and t.country = w.country
    and t.returns = market_returns(w.price_amount, w.wanted_category, w.is_gift) and t.months = w.months
  where w.state = 'open';

  insert into market_words (word)
  select distinct word from written w join market_entries e on e.offer_id = w.id, unnest(e.words) as u(word)
  where not w.members_only and length(word) between 3 and 40 and word !~ '[0-9]'
  on conflict do nothing;

  insert into market_changes default values returning id into change;
  if change % 256 = 0 then
    delete from market_changes where id < change - 256;
  end if;
  return null;
end $$;

create trigger market_enter_new after insert on market_offers
  referencing new table as written for each statement execute function market_enter();
create trigger market_enter_changed after update on market_offers
  referencing new table as written for each statement execute function market_enter();
