// Which way code may depend on code. The linter's rules are made from this table (oxlint.config.ts), and
// test/architecture.test.ts proves each of them on a file that breaks it. docs/architecture.md says why.

/** Modules, each with the doors of other modules that it may use. */
export const moduleArrows: Readonly<Record<string, readonly string[]>> = {
  confederation: [],
  rulebook: ["confederation"],
  congress: ["confederation", "rulebook"],
  assembly: ["confederation", "rulebook", "congress"],
  elections: ["confederation", "rulebook", "congress", "assembly"],
  commitments: ["confederation", "congress", "assembly"],
  agenda: ["confederation", "congress"],
  ledger: ["confederation"],
  clearing: ["confederation", "ledger"],
  market: ["confederation", "ledger", "clearing"],
  financing: ["confederation", "commitments", "ledger"],
};

/** Layers, each with what it must not import, and the sentence that the linter says. */
export type Layer = {
  readonly files: string;
  readonly forbidden: readonly string[];
  readonly because: string;
};

const doors = Object.keys(moduleArrows).map((name) => `#${name}`);
const insideModules = ["**/modules/*/*", "**/modules/*/*/**"];
const above = ["**/web/**", "**/protocols/**", "**/cli/**", "**/app.ts", "**/main.ts"];
const webLibraries = ["hono", "hono/*", "@hono/*"];

export const layers: readonly Layer[] = [
  {
    files: "algorithms",
    forbidden: [
      "#*",
      "#*/**",
      "**/platform/**",
      ...insideModules,
      ...above,
      ...webLibraries,
      "pg",
      "kysely",
      "kysely/*",
      "node:fs",
      "node:fs/*",
      "node:http",
      "node:net",
    ],
    because: "algorithms are pure: no database, no web, no clock, nothing of ours but other algorithms",
  },
  {
    files: "platform",
    forbidden: [...doors, ...insideModules, ...above],
    because: "the platform serves the modules and knows none of them",
  },
  ...Object.entries(moduleArrows).map(([name, allowed]) => ({
    files: `modules/${name}`,
    forbidden: [
      ...doors.filter((door) => door !== `#${name}` && !allowed.includes(door.slice(1))),
      `#${name}`,
      "../*/**",
      "../../**",
      ...webLibraries,
    ],
    because: `${name} uses ${allowed.length ? `the doors of ${allowed.join(" and ")}` : "no other module"}, the platform and algorithms by their package names, and no web`,
  })),
  {
    files: "web",
    forbidden: [
      ...insideModules,
      "**/cli/**",
      "**/protocols/**",
      "**/platform/**/*.ts",
      "pg",
      "kysely",
      "kysely/*",
    ],
    because: "pages use modules by their doors, the platform by its package name, and hold no SQL",
  },
  {
    files: "protocols",
    forbidden: [...insideModules, "**/cli/**", "**/platform/**/*.ts", "pg", "kysely", "kysely/*"],
    because: "protocols use modules by their doors, the platform by its package name, and hold no SQL",
  },
  {
    files: "cli",
    forbidden: [...insideModules],
    because: "commands use modules by their doors",
  },
];

/** Longest file and function, in lines. */
export const longestFile = 400;
export const longestFunction = 70;
