-- What people were told by mail of their agreements, so that a job which runs twice tells it once.
create table market_told (
  key text primary key check (length(key) <= 120),
  told_at timestamptz not null
);
