import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    globalSetup: ["test/support/cluster.ts"],
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // One PostgreSQL cluster serves the run; two workers keep both cores busy without starving it.
    maxWorkers: 2,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
});
