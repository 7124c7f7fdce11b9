-- What waits for a second person may be more than a transfer: an act of another module (a repayment, a spending, an
-- obligation that is paid), done as a whole when it is approved, by its own rules of that moment.
alter table payment_approvals
  add column act text check (length(act) between 1 and 60),
  -- What was asked for, as it was asked; read again by the act's own schema.
  add column facts jsonb,
  -- Whose people decide; an account of a fund has nobody of its own who could. Null: those of the paying account.
  add column organization_id uuid references organizations,
  -- What whoever placed it must still be able to do there when it is approved.
  add column capability text not null default 'ledger.transfer',
  add check ((act is null) = (facts is null)),
  add check ((act is null) = (organization_id is null));

-- An act posts entries of its own, or keeps an amount aside.
do $$
declare name text;
begin
  select conname into strict name from pg_constraint
    where conrelid = 'payment_approvals'::regclass and contype = 'c'
      and pg_get_constraintdef(oid) like '%approved%entry_id IS NOT NULL%';
  execute format('alter table payment_approvals drop constraint %I', name);
end $$;
alter table payment_approvals add check ((state = 'approved' and act is null) = (entry_id is not null));

create index payment_approvals_acts on payment_approvals (organization_id, act) where act is not null;
