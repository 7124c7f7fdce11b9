-- The language in which the holder of an account last read, for mail that is written to them unasked.
create table account_languages (
  account_id text primary key,
  language text not null check (length(language) between 2 and 35),
  noted_at timestamptz not null
);
