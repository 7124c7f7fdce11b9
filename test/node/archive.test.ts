// From where an exported congress says that it comes: the address at which the node is reached, as far as anything tells.
import { expect, it } from "vitest";
import { copyDemonstration } from "../process/loaded-demonstration.ts";
import { useNodes } from "./nodes.ts";

const nodes = useNodes();
const dataDir = nodes.folder("archive");
const file = `${dataDir}.tar.gz`;

const exported = async (env: Readonly<Record<string, string>> = {}) => {
  const { code, out, err } = await nodes.run(
    ["congress", "export", "congress-2019", file, "--data", dataDir],
    { env },
  );
  const { out: verified } = await nodes.run(["congress", "verify", file]);
  return { code, out, err, from: / from (\S+)\.\n/.exec(verified)?.[1] };
};

it(
  "an archive names the address at which its node is reached, and says when that is a guess",
  { timeout: 120_000 },
  async () => {
    expect(await copyDemonstration(dataDir)).toBe(true);
    const guessed = await exported();
    expect(guessed).toMatchObject({ code: 0, from: "http://127.0.0.1:8080" });
    expect(guessed.err).toContain("It is not known under which address this node is reached");

    const node = await nodes.start(dataDir);
    const beside = await exported();
    expect(beside).toMatchObject({ code: 0, from: node.address, err: "" });
    expect(beside.out).toContain(`Addresses in it begin with ${node.address}.`);
    await node.stop();
    expect((await exported()).from).toBe(node.address);

    const named = await exported({ CUMBE_ORIGIN: "https://congress.example" });
    expect(named).toMatchObject({ code: 0, from: "https://congress.example", err: "" });
  },
);
