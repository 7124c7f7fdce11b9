// The linter's rules: correctness everywhere, and the arrows of architecture.ts folder by folder.
import { defineConfig } from "oxlint";
import { layers, longestFile, longestFunction } from "./architecture.ts";

const tests = ["**/*.test.ts", "**/*.test.tsx", "test/**", "bench/**"];

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "node"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["dist", "data", "node_modules"],
  rules: {
    "import/no-cycle": "error",
    "import/no-unassigned-import": "off",
    // `pg` is CommonJS: its default export is how Node gives all of it.
    "import/no-named-as-default-member": "off",
    // It takes `new Request(request, init)` for a GET.
    "unicorn/no-invalid-fetch-options": "off",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "no-console": "error",
    "no-shadow": "off",
    "no-await-in-loop": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/consistent-function-scoping": "off",
    "promise/always-return": "off",
    "max-lines": ["error", { max: longestFile }],
    "max-lines-per-function": ["error", { max: longestFunction }],
  },
  overrides: [
    ...layers.map((layer) => ({
      files: [`src/${layer.files}/**/*.ts`, `src/${layer.files}/**/*.tsx`],
      rules: {
        "no-restricted-imports": [
          "error",
          { patterns: [{ group: [...layer.forbidden], message: layer.because }] },
        ] as never,
      },
    })),
    // The people who print to a terminal.
    {
      files: ["src/cli/**", "src/main.ts", "scripts/**", "bench/**", "test/**"],
      rules: { "no-console": "off" },
    },
    // Tests may look inside what they test, and their describe blocks are not functions that somebody has to follow.
    {
      files: tests,
      rules: {
        "no-restricted-imports": "off",
        "max-lines-per-function": "off",
        "typescript/no-non-null-assertion": "off",
      },
    },
  ],
});
