-- Votes are decided by the rules that were in force when they opened. The region of each delegation, and how many
-- organisations were called, are frozen with the roll, because rules may ask for them.
alter table roll_call_delegations add column region text check (region ~ '^[0-9]{3}$');
alter table roll_calls
  -- Null: opened before this was kept.
  add column called integer check (called > 0),
  -- The version that decides it. Null: the congress had not adopted rules of its own.
  add column rule_version_id uuid references rule_versions,
  -- How whoever presides broke a tie, where the rules leave that to them.
  add column casting_vote text check (casting_vote in ('for', 'against')),
  -- What was asked, with the numbers and whether it held, as it was told when the vote closed.
  add column explanation jsonb check (jsonb_typeof(explanation) = 'object'),
  drop constraint roll_calls_rules_check,
  add constraint roll_calls_rules check (
    case when rule_version_id is null then rules ?& array['majority', 'quorum']
      else rules ?& array['version', 'hash', 'matter', 'quorum'] end),
  add constraint roll_calls_casting_vote check (casting_vote is null or (closed_at is not null and votes_for = votes_against)),
  add constraint roll_calls_explanation check (explanation is null or closed_at is not null);
create trigger roll_calls_guard_rules before update on roll_calls for each row
  when ((new.called, new.rule_version_id) is distinct from (old.called, old.rule_version_id))
  execute function refuse_changing_congress();

-- Rules of operation of an edition are those of an edition that there is.
alter table rule_versions add column edition_id uuid
  generated always as (case when body_kind = 'edition' then body_id end) stored references congress_editions;
alter table rule_proposals add column edition_id uuid
  generated always as (case when body_kind = 'edition' then body_id end) stored references congress_editions;

-- A proposal of rules is a motion; its words say what the rules say.
alter table motion_rules drop constraint motion_rules_kind_check;
alter table motion_rules add constraint motion_rules_kind_check
  check (kind in ('resolution', 'statement', 'procedure', 'election', 'urgency', 'rules'));
alter table motions drop constraint motions_kind_check;
alter table motions
  add constraint motions_kind_check
    check (kind in ('resolution', 'statement', 'procedure', 'election', 'urgency', 'rules')),
  add column rule_proposal_id uuid unique references rule_proposals,
  add constraint motions_rules check ((kind = 'rules') = (rule_proposal_id is not null));
create trigger motions_guard_rules before update on motions for each row
  when (new.rule_proposal_id is distinct from old.rule_proposal_id) execute function refuse_changing_congress();
