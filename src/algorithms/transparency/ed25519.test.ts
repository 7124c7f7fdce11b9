import { createSecretKey, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { privateKeyFromSeed, publicBytesOf, publicKeyFromBytes, seedOf } from "./ed25519.ts";
import { hex } from "./tree-oracle.testing.ts";

const error = (reason: string) => expect.objectContaining({ reason });

describe("raw Ed25519 keys", () => {
  it("are those of RFC 8032 §7.1, tests 1 and 3", () => {
    const tests = [
      {
        seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        message: "",
        signature:
          "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155" +
          "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
      },
      {
        seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        message: "af82",
        signature:
          "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac" +
          "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
      },
    ];
    for (const { seed, key, message, signature } of tests) {
      const privateKey = privateKeyFromSeed(Buffer.from(seed, "hex"));
      expect(hex(seedOf(privateKey))).toBe(seed);
      expect(hex(publicBytesOf(privateKey))).toBe(key);
      expect(hex(publicBytesOf(publicKeyFromBytes(Buffer.from(key, "hex"))))).toBe(key);
      expect(hex(sign(null, Buffer.from(message, "hex"), privateKey))).toBe(signature);
    }
  });

  it("refuse another length and another kind", () => {
    expect(() => privateKeyFromSeed(new Uint8Array(31))).toThrow(error("keyLengthWrong"));
    expect(() => publicKeyFromBytes(new Uint8Array(33))).toThrow(error("keyLengthWrong"));
    const { privateKey, publicKey } = generateKeyPairSync("x25519");
    expect(() => seedOf(privateKey)).toThrow(error("keyNotEd25519"));
    expect(() => publicBytesOf(publicKey)).toThrow(error("keyNotEd25519"));
    expect(() => publicBytesOf(createSecretKey(Buffer.alloc(32)))).toThrow(error("keyNotEd25519"));
    expect(() => seedOf(publicKeyFromBytes(Buffer.alloc(32, 1)))).toThrow(error("keyNotEd25519"));
  });
});
