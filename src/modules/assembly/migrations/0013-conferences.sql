-- How people who are not in the room join a sitting. Never shown: whoever may join is led there, signed for themselves.
create table sitting_conferences (
  sitting_id uuid primary key references sittings,
  kind text not null check (kind in ('bigbluebutton', 'jitsi', 'url')),
  -- The API of BigBlueButton, the server of Jitsi, or the address itself.
  address text not null check (address ~ '^https://' and length(address) <= 1000),
  -- The meeting or the room there; null for a plain address.
  room text check (length(room) between 1 and 200),
  app_id text check (length(app_id) between 1 and 200),
  -- Sealed with the node's keys.
  sealed_secret bytea,
  set_under uuid references mandates,
  set_at timestamptz not null,
  act_id uuid not null references log_acts,
  check ((kind = 'url') = (room is null)),
  check ((kind = 'url') = (sealed_secret is null)),
  check ((kind = 'jitsi') = (app_id is not null))
);
