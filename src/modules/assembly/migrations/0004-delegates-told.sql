-- Who was told by mail how it stands with them: each standing once, whatever happens to the job.
create table delegates_told (
  delegate_id uuid not null references delegates,
  state text not null check (state in ('accepted', 'refused', 'withdrawn')),
  told_at timestamptz not null,
  constraint delegates_told_once primary key (delegate_id, state)
);
