-- Accounts: what a person signs in with. The tables are those that better-auth reads and writes, under our names
-- (src/platform/accounts/auth.ts maps them; accounts.test.ts compares them with the schema that it generates).
-- Who a person is and what they may do stands elsewhere: people.account_id points here, never the other way.
create table accounts (
  id uuid primary key,
  -- better-auth asks for it; a person's name stands in `people`.
  name text not null default '',
  email text not null unique check (email = lower(email) and length(email) <= 254),
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table account_sessions (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  token text not null unique,
  -- Always empty: where somebody was is nobody's business.
  ip_address text,
  -- Browser and system by name ("Firefox · Android"), so that their owner tells sessions apart; no more than that.
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index account_sessions_account on account_sessions (account_id);

create table account_credentials (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, provider_account_id)
);
create index account_credentials_account on account_credentials (account_id);

-- What is waited for: passkey challenges, second steps of signing in, links for a new password. Hashed identifiers.
create table account_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index account_verifications_identifier on account_verifications (identifier);

create table account_two_factors (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  -- Encrypted with a key derived from the node's secret.
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz,
  -- Ours: the last code that let somebody in, hashed. A code counts once (RFC 6238 §5.2).
  last_code bytea,
  last_code_at timestamptz
);
create unique index account_two_factors_account on account_two_factors (account_id);

create table account_passkeys (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null unique,
  -- An unsigned 32-bit number (WebAuthn §6.1.1), which an integer would not hold and a bigint would not give as a number.
  counter double precision not null check (counter between 0 and 4294967295),
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz
);
create index account_passkeys_account on account_passkeys (account_id);
