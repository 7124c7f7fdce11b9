// What a backup holds of the database: every table of ours, in an order in which they can be loaded.
// Invariant: only what the schema itself can make anew is left out (generated columns, the list of migrations, the
// queue of jobs, which is filled again from the tables that call for them).
import type { ClientBase } from "pg";

export type BackedTable = {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns that put the rows in the same order on every server. */
  readonly order: readonly string[];
};

const REMADE = new Set(["schema_migrations", "schema_migrations_lock"]);

type Column = { table: string; column: string; generated: boolean };

async function readColumns(client: ClientBase): Promise<Column[]> {
  const { rows } = await client.query<Column>(`
    select c.relname as "table", a.attname as "column", a.attgenerated <> '' as generated
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname collate "C", a.attname collate "C"`);
  return rows.filter((row) => !REMADE.has(row.table));
}

async function readPrimaryKeys(client: ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    select c.relname as "table", array_agg(a.attname::text order by k.place) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid
    cross join lateral unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
    where i.indisprimary and c.relnamespace = 'public'::regnamespace group by c.relname`);
  return new Map(rows.map((row) => [row.table, row.columns]));
}

/** References that must hold when a row is written. Those that wait for the end of the transaction may point forward. */
async function readReferences(client: ClientBase): Promise<Map<string, Set<string>>> {
  const { rows } = await client.query<{ from: string; to: string }>(`
    select f.relname as "from", t.relname as "to" from pg_constraint k
    join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and not k.condeferred and k.connamespace = 'public'::regnamespace and f.oid <> t.oid`);
  const references = new Map<string, Set<string>>();
  for (const { from, to } of rows) references.set(from, (references.get(from) ?? new Set()).add(to));
  return references;
}

/** Tables so that each comes after those that it refers to; by name where nothing else decides. */
function inOrder(names: readonly string[], references: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const placed = new Set<string>();
  let rest = [...names];
  while (rest.length > 0) {
    const ready = rest.filter((name) => [...(references.get(name) ?? [])].every((to) => placed.has(to)));
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${rest.join(", ")}`);
    for (const name of ready) placed.add(name);
    rest = rest.filter((name) => !placed.has(name));
  }
  return [...placed];
}

/** Every table that a backup holds, in the order in which they are loaded. */
export async function readTables(client: ClientBase): Promise<BackedTable[]> {
  const columns = await readColumns(client);
  const keys = await readPrimaryKeys(client);
  const names = [...new Set(columns.map((row) => row.table))];
  return inOrder(names, await readReferences(client)).map((name) => {
    const own = columns.filter((row) => row.table === name && !row.generated).map((row) => row.column);
    return { name, columns: own, order: keys.get(name) ?? own };
  });
}

export type SequenceState = { readonly name: string; readonly lastValue: string; readonly isCalled: boolean };

/** Where the counters stand, so that a restored node goes on where this one was. */
export async function readSequences(client: ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(`
    select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname collate "C"`);
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const found = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${client.escapeIdentifier(name)}`,
    );
    const [row] = found.rows;
    if (row) states.push({ name, lastValue: row.last, isCalled: row.called });
  }
  return states;
}

/** Names of the migrations that made this schema. */
export async function readMigrations(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from schema_migrations order by name collate "C"`,
  );
  return rows.map((row) => row.name);
}
