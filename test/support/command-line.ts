// A command line run in this process, with what it printed.
import { run as runCommandLine } from "../../src/cli/run.ts";

export type Printed = { readonly code: number; readonly out: string; readonly err: string };

/** Runs `cumbe` with words that a space divides, in a terminal of that language; `databaseUrl` is a server of its own. */
export async function run(line: string, language = "en", databaseUrl?: string): Promise<Printed> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (said: string) => void out.push(said),
    err: (said: string) => void err.push(said),
    env: { LANG: language, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) },
  };
  const code = await runCommandLine(line.split(" "), io);
  return { code, out: out.join("\n"), err: err.join("\n") };
}
