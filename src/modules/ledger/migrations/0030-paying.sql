-- The whole of a plain payment in one statement: both accounts, authority, the amount that needs two people, the request's
-- key, the posting, the answer kept. Plain: nobody else has to approve it, no request for payment is answered, and nothing
-- speaks against it. `false` where anything does: nothing was paid then, and the caller goes the long way, whose rules
-- (src/modules/ledger/payments.rules.ts) say what it is and by which name it is refused.
create function ledger_pay(request_key text, request_digest bytea, kept_answer json, entry uuid, payer uuid, payee_number text,
  moved bigint, said text, actor uuid, at timestamptz, today date) returns boolean language plpgsql set enable_seqscan = off as $$
declare
  source record;
  target record;
  mandate uuid;
begin
  select a.holder_kind, a.organization_id, a.person_id, a.currency_id, c.state, c.expires_on,
    least(c.approval_above, (select l.above from ledger_approval_amounts l where l.account_id = a.id
      order by l.number desc limit 1)) as approval_above into source
  from ledger_accounts a join currencies c on c.id = a.currency_id where a.id = payer;
  if not found or source.state <> 'open' or source.expires_on < today then return false; end if;
  select a.id, a.holder_kind, a.currency_id into target from ledger_accounts a where a.number = payee_number;
  if not found or target.id = payer or target.currency_id <> source.currency_id
    or target.holder_kind not in ('organization', 'person', 'issuer') then return false; end if;
  if source.holder_kind = 'person' then
    if source.person_id is distinct from actor then return false; end if;
  elsif source.holder_kind in ('organization', 'issuer') then
    if moved > source.approval_above then return false; end if;
    select m.id into mandate
    from authorising_mandate(actor, 'ledger.transfer', source.organization_id, 'organization', at, true) m;
    if mandate is null then return false; end if;
  else
    return false;
  end if;
  -- One at a time with this key, as src/modules/ledger/requests.store.ts locks it; whoever finds it answered goes the long way.
  perform pg_advisory_xact_lock(hashtextextended(request_key, 727003));
  perform 1 from ledger_requests where key = request_key::uuid;
  if found then return false; end if;
  if ledger_transfer(entry, case target.holder_kind when 'issuer' then 'redemption' else 'transfer' end, payer, target.id,
    moved, said, null, at, mandate, actor) is not null then return false; end if;
  insert into ledger_requests (key, digest, answer, answered_at)
  values (request_key::uuid, request_digest, kept_answer, at);
  return true;
end $$;
