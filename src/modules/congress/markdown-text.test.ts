// Markdown beyond CommonMark, as people write it.
import { expect, test } from "vitest";
import { draftMarkdown } from "./markdown-text.rules.ts";

/** H1 for headings, P for paragraphs. */
function sketch(source: string): string[] {
  const drafted = draftMarkdown(source);
  if (!drafted.ok) throw new Error(drafted.reason);
  return drafted.drafts.map(({ kind, level, text }) => `${kind === "heading" ? `H${level}` : "P"} ${text}`);
}

test("footnotes and tables, which CommonMark does not know, lose no word", () => {
  const source = `# Nota

Texto[^1] y otro[^Dos].

| Punto | Quién |
|:------|------:|
| Agua | **Todas** |
| Tierra | Nadie |

[^1]: Ibid.
[^Dos]: Véase "capítulo 2"
`;
  expect(sketch(source)).toEqual([
    "H1 Nota",
    "P Texto[^1] y otro[^Dos].",
    "P Punto | Quién",
    "P Agua | Todas",
    "P Tierra | Nadie",
    "P [^1] Ibid.",
    "P [^Dos] Véase capítulo 2",
  ]);
});
