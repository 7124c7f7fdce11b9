-- "May this person do this for this organisation?", asked in the database, so that a stored function that moves money can
-- ask it in the same round trip as everything else. One place for the rule of reach, used by src/modules/confederation/mandates.policy.ts.

-- Mandates of a person whose office allows something for an organisation (null: for the node as a whole), whenever they were
-- in force, with how far above it they were given; null: it is the whole node that they reach.
create function mandates_allowing(person uuid, capability text, organization uuid)
returns table (mandate_id uuid, distance integer) language sql stable as $$
  with recursive above as (
    select o.id, o.parent_id, 0 as distance from organizations o where o.id = organization
    union all
    select parent.id, parent.parent_id, above.distance + 1
    from organizations parent join above on parent.id = above.parent_id where above.distance < 64
  )
  select m.id, above.distance
  from mandates m
  join offices o on o.key = m.office
  left join above on above.id = m.organization_id
  where m.person_id = person
    and capability = any(o.capabilities)
    and (m.covers = 'node'
      or above.distance = 0
      or (m.covers = 'organization_and_below' and above.distance is not null))
$$;

-- The mandate in force under which they do it: the nearest wins, the organisation's own, then one from above, then the
-- node's. Where more reach is wished for, those that have it, or most of it, come before. Locked, it stays until the
-- transaction ends: a recall that commits first is seen, one that comes later waits.
create function authorising_mandate(person uuid, capability text, organization uuid, reaching text, at timestamptz,
  locking boolean) returns setof mandates language plpgsql as $$
declare
  reaches constant text[] := array['organization', 'organization_and_below', 'node'];
  nearest mandates;
begin
  loop
    select m.* into nearest
    from mandates_allowing(person, capability, organization) a join mandates m on m.id = a.mandate_id
    where m.recalled_at is null and m.starts_at <= at and (m.ends_at is null or m.ends_at > at)
    order by least(array_position(reaches, m.covers), array_position(reaches, reaching)) desc,
      a.distance nulls last, m.starts_at
    limit 1;
    exit when nearest.id is null;
    if not locking then return next nearest; exit; end if;
    -- Whoever recalled it meanwhile has committed now, or waits for this transaction.
    perform 1 from mandates m where m.id = nearest.id and m.recalled_at is null and (m.ends_at is null or m.ends_at > at)
    for share;
    if found then return next nearest; exit; end if;
  end loop;
end $$;
