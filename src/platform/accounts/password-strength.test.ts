import { describe, expect, it } from "vitest";
import { processorMs } from "../../../test/support/timing.ts";
import { guessBits, passwordsAreHardToGuess, personalWords } from "./password-strength.ts";

const personal = ["Rosalba Quintero Vielma", "rosalba.quintero@correo.example", "Confederación del Sur"];
const reasonOf = (password: string) => {
  const verdict = passwordsAreHardToGuess(password, personal);
  return verdict.ok ? "ok" : verdict.reason;
};

describe("a password", () => {
  it.each([
    "cafe con pan y sol de abril",
    "trapiche-vereda-nube",
    "kV9!rTq2zL",
    "la gallina cruzó 3 ríos",
    "ornitorrinco",
    "שלום-עולם-טוב",
  ])("may be %s", (password) => expect(reasonOf(password)).toBe("ok"));

  it.each([
    ["kV9!rTq2z", "passwordTooShort"],
    ["x".repeat(257), "passwordTooLong"],
    ["aaaaaaaaaaaaaaaaaaaa", "passwordTooSimple"],
    ["abcdefghijklmnop", "passwordTooSimple"],
    ["9876543210", "passwordTooSimple"],
    ["qwertyuiopasdfghjkl", "passwordTooSimple"],
    ["azertyuiopqsdfghjklm", "passwordTooSimple"],
    ["maria19871987", "passwordTooSimple"],
    ["Contraseña2026", "passwordTooSimple"],
    ["P4ssw0rd2024!", "passwordTooSimple"],
    ["25/12/1987 ", "passwordTooSimple"],
    ["abcabcabcabcabcabc", "passwordTooSimple"],
    ["teamomuchoteamomucho", "passwordTooSimple"],
    ["drowssap123", "passwordTooSimple"],
    ["rosalbaquintero", "passwordHoldsYourName"],
    ["Quintero-Vielma", "passwordHoldsYourName"],
    ["confederación del sur", "passwordHoldsYourName"],
    ["RosalbaQuintero12", "passwordHoldsYourName"],
  ])("may not be %s: %s", (password, reason) => expect(reasonOf(password)).toBe(reason));

  it("counts characters, not bytes or UTF-16 units", () => {
    expect(reasonOf("🌽🌽🌽🌽🌽")).toBe("passwordTooShort");
  });

  it("takes one's own name as nothing, and no more than that", () => {
    expect(guessBits("rosalba", personalWords(personal))).toBeLessThan(guessBits("rosalba", new Set()));
    expect(reasonOf("rosalba siembra yuca y cambur")).toBe("ok");
  });

  it("grows with what is added, and stays quick for the longest", () => {
    expect(guessBits("vereda nube trapiche", new Set())).toBeGreaterThan(guessBits("vereda nube", new Set()));
    const longest = () => guessBits("aZ3$".repeat(64), personalWords(personal));
    expect(processorMs(longest, 250)).toBeLessThan(250);
  });
});
