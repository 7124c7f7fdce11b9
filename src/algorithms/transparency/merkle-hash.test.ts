import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { emptyRoot, leafHash, nodeHash, rootOf } from "./merkle-hash.ts";
import { hex, mth, someEntries } from "./tree-oracle.testing.ts";

const sha256 = (...bytes: number[]) => createHash("sha256").update(Uint8Array.from(bytes)).digest("hex");

/** The entries and roots of the Certificate Transparency reference tests, used by every implementation since. */
const ENTRIES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

describe("Merkle tree hashes", () => {
  it("hashes a leaf behind a zero byte and a node behind a one", () => {
    expect(hex(leafHash(Buffer.from("L123456")))).toBe(sha256(0, 0x4c, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36));
    const left = Array.from({ length: 32 }, () => 0x4e);
    const right = Array.from({ length: 32 }, () => 0x31);
    expect(hex(nodeHash(Uint8Array.from(left), Uint8Array.from(right)))).toBe(sha256(1, ...left, ...right));
    expect(hex(emptyRoot())).toBe(sha256());
  });

  it("gives the roots of the reference tests", () => {
    const leaves = ENTRIES.map((entry) => leafHash(Buffer.from(entry, "hex")));
    expect(ROOTS.map((_, size) => hex(rootOf(leaves.slice(0, size))))).toEqual(ROOTS);
  });

  it("gives the root of three leaves as it is put together by hand", () => {
    const [a, b, c] = ["a", "b", "c"].map((text) => [0, text.charCodeAt(0)]) as [
      number[],
      number[],
      number[],
    ];
    const bytes = (text: string) => [...Buffer.from(text, "hex")];
    const left = sha256(1, ...bytes(sha256(...a)), ...bytes(sha256(...b)));
    expect(hex(rootOf(["a", "b", "c"].map((text) => leafHash(Buffer.from(text)))))).toBe(
      sha256(1, ...bytes(left), ...bytes(sha256(...c))),
    );
  });

  it("agrees with the definition for every size from 0 to 520", () => {
    const entries = someEntries(520);
    const leaves = entries.map(leafHash);
    for (let size = 0; size <= 520; size += 1) {
      expect(hex(rootOf(leaves.slice(0, size))), `size ${size}`).toBe(hex(mth(entries.slice(0, size))));
    }
  });

  it("refuses a hash of another length", () => {
    const error = expect.objectContaining({ reason: "hashNotValid" });
    expect(() => rootOf([new Uint8Array(31)])).toThrow(error);
    expect(() => rootOf([new Uint8Array(32), new Uint8Array(33)])).toThrow(error);
  });
});
