-- What the node says of itself (name, languages, set up or not), one row a key.
create table node_settings (
  key text primary key check (key ~ '^[a-z][a-z_.]{1,60}$'),
  value jsonb not null,
  updated_at timestamptz not null
);
