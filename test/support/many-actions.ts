// Thousands of local actions for measurements, as people write them: with a description and a place, in six zones, a
// quarter of them in a series.
import type pg from "pg";

const zones = [
  "America/Caracas",
  "Europe/Madrid",
  "America/Santiago",
  "Asia/Kolkata",
  "Africa/Dakar",
  "America/New_York",
];

/** Written straight into the tables: announcing each would take longer than what is measured. */
export async function insertManyActions(pool: pg.Pool, count: number): Promise<void> {
  await pool.query(`
    insert into organizations (id, slug, kind, name, country, languages, status, created_at, updated_at)
    select gen_random_uuid(), 'many-' || n, 'commune',
      jsonb_build_object('source', 'es', 'texts', jsonb_build_object('es', 'Comuna número ' || n)), 'VE', '{es}', 'affiliated', now(), now()
    from generate_series(1, 200) as n`);
  await pool.query(
    `with numbered as (select id, row_number() over (order by slug) as n from organizations where slug like 'many-%')
     insert into actions (id, number, request_key, organization_id, title, description, kind, city, country, address, latitude,
       longitude, zone, all_day, starts_local, ends_local, rule, last_at, languages, accessibility, state, sequence, announced_at, updated_at)
     select gen_random_uuid(), i, gen_random_uuid(), o.id,
       jsonb_build_object('source', 'es', 'texts', jsonb_build_object('es', 'Asamblea de vecinas y vecinos número ' || i)),
       jsonb_build_object('source', 'es', 'texts', jsonb_build_object('es', repeat('Traiga agua, semillas y una silla; habrá sombra. ', 4))),
       'assembly', 'Ciudad ' || i % 300, 'VE', 'Plaza Mayor, ' || i % 40, 10.48, -66.9, ($2::text[])[i % 6 + 1], false,
       to_char(now() + (i % 300) * interval '1 day', 'YYYY-MM-DD') || 'T18:00',
       to_char(now() + (i % 300) * interval '1 day', 'YYYY-MM-DD') || 'T20:00',
       case when i % 4 = 0 then 'FREQ=WEEKLY;COUNT=10' end, now() + (i % 300 + 70) * interval '1 day', '{es,qu}', '{wheelchair}',
       'announced', 0, now(), now()
     from generate_series(1, $1::int) as i join numbered o on o.n = i % 200 + 1`,
    [count, zones],
  );
}
