-- Rules of operation as bodies adopted them: each version as data, with its hash and the act that brought it into force.
create function refuse_changing_rules() returns trigger language plpgsql as $$
begin
  raise exception 'rules stand as they were adopted' using errcode = 'restrict_violation';
end $$;

-- What somebody proposes as the rules of a body. A different wish is another proposal.
create table rule_proposals (
  id uuid primary key,
  -- An edition of the congress, an organ that stands by itself, or an organisation.
  body_kind text not null check (body_kind in ('edition', 'organ', 'organization')),
  body_id uuid not null,
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  -- SHA-256 of the RFC 8785 form of `rules`.
  content_hash bytea not null check (octet_length(content_hash) = 32),
  organization_id uuid not null references organizations,
  mandate_id uuid not null references mandates,
  proposed_at timestamptz not null,
  request_key uuid not null constraint rule_proposals_request unique,
  act_id uuid not null references log_acts
);
create index rule_proposals_body on rule_proposals (body_kind, body_id, proposed_at);
create trigger rule_proposals_keep before update or delete on rule_proposals
  for each row execute function refuse_changing_rules();

-- The versions that came into force. The last one is in force: by its number, since a clock may be set back.
create table rule_versions (
  id uuid primary key,
  body_kind text not null check (body_kind in ('edition', 'organ', 'organization')),
  body_id uuid not null,
  number integer not null check (number > 0),
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  -- Null: whoever presides set them before the body had decided anything.
  proposal_id uuid unique references rule_proposals,
  -- Where the decision can be read; null as above.
  decision text check (decision ~ '^/[^/]'),
  in_force_from timestamptz not null,
  mandate_id uuid references mandates,
  request_key uuid not null constraint rule_versions_request unique,
  act_id uuid not null references log_acts,
  constraint rule_versions_number unique (body_kind, body_id, number),
  check ((proposal_id is null) = (decision is null)),
  check (proposal_id is not null or number = 1)
);
create trigger rule_versions_keep before update or delete on rule_versions
  for each row execute function refuse_changing_rules();

-- One follows the other without a gap, and what comes into force is what was proposed.
create function guard_rule_version() returns trigger language plpgsql as $$
declare
  before integer;
  proposal rule_proposals;
begin
  select max(number) into before from rule_versions where body_kind = new.body_kind and body_id = new.body_id;
  if new.number <> coalesce(before, 0) + 1 then
    raise exception 'versions of rules follow each other' using errcode = 'restrict_violation';
  end if;
  if new.proposal_id is not null then
    select * into proposal from rule_proposals where id = new.proposal_id;
    if (proposal.body_kind, proposal.body_id, proposal.content_hash)
       is distinct from (new.body_kind, new.body_id, new.content_hash) then
      raise exception 'what comes into force is what was proposed' using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
create trigger rule_versions_follow before insert on rule_versions
  for each row execute function guard_rule_version();
