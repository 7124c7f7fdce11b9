import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { beforeAll, describe, expect, it } from "vitest";
import { projectFile } from "#platform/project";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

describe("what the node says of itself", () => {
  const test = useDatabase();
  let visitor: Reader;
  beforeAll(async () => {
    visitor = createTestApp((await foundTestNode(test.db)).shell).as();
  });

  it("tells any visitor who can see what, from every page", async () => {
    expect(await (await visitor.get("/")).text()).toContain('href="/who-sees-what"');
    const page = await (await visitor.get("/who-sees-what", { "accept-language": "fr" })).text();
    expect(page).toContain("Qui peut voir quoi");
    expect(page.match(/<li>/g)?.length).toBeGreaterThan(10);
  });

  it("hands out the source of what runs, whole, and nothing beside it", async () => {
    const response = await visitor.get("/source.tar.gz");
    expect(response.headers.get("content-type")).toBe("application/gzip");
    const files = new Map<string, Buffer>();
    const archive = extract();
    const gunzip = createGunzip();
    gunzip.pipe(archive);
    gunzip.end(Buffer.from(await response.arrayBuffer()));
    for await (const entry of archive) files.set(entry.header.name, await buffer(entry));

    const own = "src/web/node/about.routes.tsx";
    expect(files.get(`cumbe/${own}`)?.equals(readFileSync(projectFile(own)))).toBe(true);
    expect(files.get("cumbe/LICENSE")?.toString()).toContain("GNU AFFERO GENERAL PUBLIC LICENSE");
    expect([...files.keys()].filter((name) => /node_modules|\/dist\/|\.key$|\/data\//.test(name))).toEqual(
      [],
    );
    const listed = spawnSync("git", ["ls-files"], { cwd: projectFile(), encoding: "utf8" });
    if (listed.status !== 0)
      return void process.stdout.write("not compared with the list of git: this is no checkout\n");
    const tracked = listed.stdout.split("\n").filter((path) => path && existsSync(projectFile(path)));
    expect(tracked.filter((path) => !files.has(`cumbe/${path}`))).toEqual([]);
  });
});
