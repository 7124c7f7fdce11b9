-- Editions of the congress, who is called to them, and the texts that they work on.
create table congress_editions (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  host_city text not null check (length(host_city) between 1 and 200),
  country text not null check (country ~ '^[A-Z]{2}$'),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  -- Whoever presides holds a mandate of this organisation.
  convened_by uuid not null references organizations,
  -- All affiliated organisations are called, or those in congress_called.
  calls_all boolean not null,
  mandate_id uuid references mandates,
  convened_at timestamptz not null,
  act_id uuid not null references log_acts
);

create table congress_called (
  edition_id uuid not null references congress_editions,
  organization_id uuid not null references organizations,
  primary key (edition_id, organization_id)
);

-- Delegations that may vote: one organisation, one vote.
create table delegations (
  edition_id uuid not null references congress_editions,
  organization_id uuid not null references organizations,
  -- The voting mandate that the chair was shown.
  voting_mandate_id uuid not null references mandates,
  accredited_under uuid references mandates,
  accredited_at timestamptz not null,
  act_id uuid not null references log_acts,
  constraint delegations_once primary key (edition_id, organization_id)
);

create table congress_texts (
  id uuid primary key,
  edition_id uuid not null references congress_editions,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  title jsonb not null check (title ? 'source' and title ? 'texts'),
  language text not null check (length(language) between 2 and 35),
  state text not null check (state in ('draft', 'open', 'adopting', 'adopted', 'published')),
  -- Counters that are raised in the transaction that uses the number: two at once wait for each other.
  last_version integer not null check (last_version >= 0),
  last_amendment integer not null default 0 check (last_amendment >= 0),
  last_adoption integer not null default 0 check (last_adoption >= 0),
  adopted_version integer check (adopted_version between 1 and last_version),
  adopted_at timestamptz,
  published_at timestamptz,
  created_at timestamptz not null,
  -- The form that made it: a form sent twice makes one text.
  request_key uuid not null constraint congress_texts_request unique,
  constraint congress_texts_slug unique (edition_id, slug),
  check ((adopted_version is not null) = (state in ('adopted', 'published'))),
  check ((adopted_version is null) = (adopted_at is null)),
  check ((published_at is not null) = (state = 'published'))
);

create table text_versions (
  text_id uuid not null references congress_texts,
  number integer not null check (number > 0),
  parent_number integer,
  body jsonb not null check (jsonb_typeof(body) = 'array' and jsonb_array_length(body) > 0),
  -- SHA-256 of the RFC 8785 form of its content (versionContent).
  content_hash bytea not null check (octet_length(content_hash) = 32),
  mandate_id uuid references mandates,
  made_at timestamptz not null,
  act_id uuid not null references log_acts,
  primary key (text_id, number),
  foreign key (text_id, parent_number) references text_versions,
  check ((number = 1) = (parent_number is null)),
  check (parent_number = number - 1)
);

create function refuse_changing_congress() returns trigger language plpgsql as $$
begin
  raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
end $$;
create trigger text_versions_keep before update or delete on text_versions
  for each row execute function refuse_changing_congress();
create trigger delegations_keep before update on delegations
  for each row execute function refuse_changing_congress();
create trigger congress_texts_stay before delete on congress_texts
  for each row execute function refuse_changing_congress();

-- An adopted text is frozen: no version comes after the one that was adopted, and it stays adopted.
create function guard_adopted_text() returns trigger language plpgsql as $$
begin
  if (new.id, new.edition_id, new.slug, new.language, new.title) is distinct from
     (old.id, old.edition_id, old.slug, old.language, old.title)
     or (old.adopted_version is not null and (new.last_version, new.adopted_version, new.adopted_at)
         is distinct from (old.last_version, old.adopted_version, old.adopted_at)) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger congress_texts_guard before update on congress_texts
  for each row execute function guard_adopted_text();

-- A version is the next one of a text that is not adopted yet.
create function guard_new_version() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from congress_texts
                 where id = new.text_id and adopted_version is null and last_version = new.number) then
    raise exception 'a version follows the last one of a text not yet adopted' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger text_versions_follow before insert on text_versions
  for each row execute function guard_new_version();

-- A text in another language, paragraph by paragraph.
create table paragraph_translations (
  text_id uuid not null references congress_texts,
  paragraph_id uuid not null,
  language text not null check (length(language) between 2 and 35),
  text text not null check (length(text) between 1 and 20000),
  state text not null check (state in ('draft', 'reviewed')),
  translator_mandate_id uuid references mandates,
  -- SHA-256 of the paragraph's text that was translated: once that changes, the translation is outdated.
  source_hash bytea not null check (octet_length(source_hash) = 32),
  translated_at timestamptz not null,
  primary key (text_id, paragraph_id, language)
);

-- Points of an adopted text that somebody follows up.
create table decision_points (
  id uuid primary key,
  text_id uuid not null references congress_texts,
  number integer not null check (number > 0),
  paragraph_id uuid not null,
  -- As adopted; it can no longer change.
  text text not null check (length(text) > 0),
  marker text,
  mandate_id uuid references mandates,
  marked_at timestamptz not null,
  unique (text_id, number),
  constraint decision_points_once unique (text_id, paragraph_id)
);
create trigger decision_points_keep before update or delete on decision_points
  for each row execute function refuse_changing_congress();
