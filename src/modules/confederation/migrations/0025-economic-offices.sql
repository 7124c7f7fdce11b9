-- Offices of a node that was founded before the economic commission: what the default ones may do now. An office that the
-- assembly took away stays away, and one that it named itself keeps what it has.
update offices set capabilities = offices.capabilities || added.capabilities
from (values
  ('spokesperson', array['ledger.found_currency', 'ledger.open_account', 'ledger.approve', 'ledger.set_limits', 'clearing.join', 'market.offer', 'market.agree', 'financing.manage_fund', 'financing.lend']),
  ('treasurer', array['ledger.open_account', 'ledger.transfer', 'ledger.approve', 'ledger.issue', 'clearing.record', 'clearing.join', 'market.agree', 'financing.save', 'financing.lend']),
  ('communicator', array['market.offer'])
) as added (key, capabilities)
where offices.key = added.key;

insert into offices (key, name, capabilities, position)
select 'economic_commission',
  '{"source": "es", "texts": {"es": "Comisión económica", "en": "Economic commission", "pt": "Comissão econômica", "fr": "Commission économique"}}',
  array['ledger.found_currency', 'ledger.set_limits', 'clearing.call', 'clearing.analyse', 'market.mediate', 'market.call_fair', 'financing.manage_fund'],
  (select max(position) from offices) + 1
where exists (select 1 from offices)
on conflict (key) do nothing;
