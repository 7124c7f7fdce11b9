// A database of its own on the PostgreSQL server that CUMBE_TEST_DATABASE_URL names, dropped when the file ends.
import pg from "pg";
import { afterAll } from "vitest";

export const serverUrl = process.env["CUMBE_TEST_DATABASE_URL"];
export const whySkipped = "CUMBE_TEST_DATABASE_URL names no PostgreSQL server";

async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

/** `create()` makes an empty database and resolves to its address. */
export function useOwnServer() {
  const made: string[] = [];
  afterAll(async () => {
    for (const name of made) await asAdmin(`drop database if exists ${name} with (force)`);
  });
  return {
    async create(): Promise<string> {
      const name = `cumbe_node_${process.pid}_${Date.now().toString(36)}_${made.length}`;
      made.push(name);
      await asAdmin(`create database ${name}`);
      const url = new URL(serverUrl ?? "");
      url.pathname = `/${name}`;
      return url.href;
    },
  };
}
