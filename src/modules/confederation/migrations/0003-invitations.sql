-- The only way to an account and to a first mandate. The link's token is never kept, only its SHA-256; the address is
-- forgotten once the invitation is over.
create table invitations (
  id uuid primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  email text check (email = lower(email) and length(email) between 3 and 254),
  organization_id uuid not null references organizations,
  office text not null references offices,
  covers text not null check (covers in ('organization', 'organization_and_below', 'node')),
  -- The end of the mandate that it gives, not of the invitation.
  ends_at timestamptz,
  decision jsonb not null check (decision ? 'source' and decision ? 'texts'),
  -- Both null when the node's shell invites.
  invited_by uuid references people,
  invited_under uuid references mandates,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  accepted_at timestamptz,
  accepted_mandate uuid references mandates,
  withdrawn_at timestamptz,
  check ((invited_by is null) = (invited_under is null)),
  check ((accepted_at is null) = (accepted_mandate is null)),
  check (accepted_at is null or withdrawn_at is null),
  check ((email is null) = (accepted_at is not null or withdrawn_at is not null))
);
create unique index invitations_open on invitations (organization_id, office, email)
  where accepted_at is null and withdrawn_at is null;
