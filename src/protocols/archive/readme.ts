// What an archive says of itself, for whoever opens it without any of our programs.
// Invariant: everything that it tells to do can be done with sha256sum, python3 and openssl; a test does it.
import { translator } from "#platform/i18n/i18n";

const RULE = "=".repeat(72);

/** The text in these languages, one after another; `languages` are those of the node. */
export function readmeText(edition: string, origin: string, languages: readonly string[]): string {
  const parts = languages.map((language) => {
    const t = translator(language);
    const values = { edition, origin };
    return [
      `${t("archive.readme.title", values)}\n`,
      ...["what", "files", "hashes", "log", "signatures", "program", "limits", "names"].map(
        (part) => `${wrapped(t(`archive.readme.${part}`, values))}\n`,
      ),
    ].join("\n");
  });
  return parts.join(`\n${RULE}\n\n`);
}

const WIDTH = 78;

/** Lines of at most 78 characters; a line that begins with spaces is a command and stays whole. */
function wrapped(text: string): string {
  return text
    .split("\n")
    .flatMap((line) => (line.startsWith(" ") ? [line] : broken(line)))
    .join("\n");
}

function broken(line: string): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
