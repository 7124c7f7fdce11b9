-- How often something was tried in the window under way. The key is a keyed hash: neither addresses nor e-mails are here.
create table rate_limits (
  key bytea primary key check (octet_length(key) = 32),
  attempts integer not null check (attempts > 0),
  window_ends_at timestamptz not null
);
create index rate_limits_window on rate_limits (window_ends_at);
