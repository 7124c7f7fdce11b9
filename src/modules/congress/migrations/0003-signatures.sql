-- The Ed25519 keys with which organisations sign. The private half is sealed under the node's secret.
create table organization_keys (
  id uuid primary key,
  organization_id uuid not null references organizations,
  public_key bytea not null unique check (octet_length(public_key) = 32),
  sealed_private_key bytea not null,
  made_at timestamptz not null,
  retired_at timestamptz check (retired_at >= made_at)
);
create unique index organization_keys_current on organization_keys (organization_id) where retired_at is null;

create table text_signatures (
  id uuid primary key,
  text_id uuid not null references congress_texts,
  version integer not null,
  organization_id uuid not null references organizations,
  key_id uuid not null references organization_keys,
  mandate_id uuid not null references mandates,
  -- Exactly what was signed, as canonical JSON (RFC 8785).
  statement text not null,
  signature bytea not null check (octet_length(signature) = 64),
  signed_at timestamptz not null,
  act_id uuid not null references log_acts,
  constraint text_signatures_once unique (text_id, organization_id),
  foreign key (text_id, version) references text_versions
);
create trigger text_signatures_keep before update or delete on text_signatures
  for each row execute function refuse_changing_congress();

create function guard_organization_key() returns trigger language plpgsql as $$
begin
  if old.retired_at is not null or (new.id, new.organization_id, new.public_key, new.made_at)
     is distinct from (old.id, old.organization_id, old.public_key, old.made_at) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger organization_keys_guard before update on organization_keys
  for each row execute function guard_organization_key();
create trigger organization_keys_keep before delete on organization_keys
  for each row execute function refuse_changing_congress();
