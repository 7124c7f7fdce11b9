-- A round writes thousands of obligations twice, when it takes them and when it lets them go: these writes touch no index (HOT), and the
-- guard looks only where something that it guards changes.
drop index obligations_in_round;
alter table obligations set (fillfactor = 80);
alter table clearing_arcs set (fillfactor = 80);

drop trigger obligations_guard on obligations;
create trigger obligations_guard before update on obligations for each row
  when ((old.id, old.request_key, old.debtor_id, old.creditor_id, old.currency_id, old.official_code, old.amount, old.open_amount, old.state,
      old.recorded_by, old.since_on, old.due_on, old.about, old.text, old.recorded_at)
    is distinct from (new.id, new.request_key, new.debtor_id, new.creditor_id, new.currency_id, new.official_code, new.amount, new.open_amount, new.state,
      new.recorded_by, new.since_on, new.due_on, new.about, new.text, new.recorded_at))
  execute function guard_obligation();
create trigger obligations_keep before delete on obligations for each row execute function guard_obligation();

-- What a round clears of an obligation also lets go of it, in the same write.
create or replace function apply_obligation_movements() returns trigger language plpgsql as $$
declare
  wanted integer;
  applied integer;
begin
  select count(distinct obligation_id) into wanted from moved;
  update obligations o set open_amount = o.open_amount - m.amount,
    state = case when o.open_amount = m.amount then 'discharged' else o.state end,
    state_at = case when o.open_amount = m.amount then m.made_at else o.state_at end,
    in_round = null
  from (select obligation_id, sum(amount)::bigint as amount, max(made_at) as made_at,
      (array_agg(distinct round_id))[1] as round_id from moved group by obligation_id) m
  where o.id = m.obligation_id and o.state = 'acknowledged' and o.in_round is not distinct from m.round_id;
  get diagnostics applied = row_count;
  if applied <> wanted then
    raise exception 'only an acknowledged obligation is settled, cleared or corrected, and one in a round by that round alone'
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
