-- Recalls go by the rules that the congress adopted: those in force when the petition was opened say how many sign, those in
-- force when the vote was called decide it. Null: the rules that every congress begins with.
alter table recalls
  add column petition_rules uuid references rule_versions,
  add column vote_rules uuid references rule_versions,
  add constraint recalls_vote_rules check (vote_rules is null or vote_until is not null);
-- UN M49, as it was when the vote was called; null where none is known.
alter table recall_roll add column region text check (length(region) = 3);

create or replace function guard_recall() returns trigger language plpgsql as $$
begin
  if not ((old.state, new.state) in (('collecting', 'voting'), ('collecting', 'lapsed'), ('voting', 'carried'),
      ('voting', 'rejected'), ('voting', 'quorum_not_reached')))
     or (new.id, new.mandate_id, new.edition_id, new.reason, new.opened_by, new.opened_under, new.opened_at, new.sign_until,
         new.electorate, new.share_numerator, new.share_denominator, new.needed, new.request_key, new.act_id,
         new.petition_rules)
        is distinct from
        (old.id, old.mandate_id, old.edition_id, old.reason, old.opened_by, old.opened_under, old.opened_at, old.sign_until,
         old.electorate, old.share_numerator, old.share_denominator, old.needed, old.request_key, old.act_id,
         old.petition_rules)
     or (old.state = 'voting' and (new.vote_until, new.roll, new.vote_rules)
         is distinct from (old.vote_until, old.roll, old.vote_rules)) then
    raise exception 'what the congress did stands as it was done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
