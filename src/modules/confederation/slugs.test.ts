import { describe, expect, it } from "vitest";
import { processorMs } from "../../../test/support/timing.ts";
import { slugBase, slugFor, slugGiver } from "./slugs.ts";

describe("slugs", () => {
  it("keeps letters and digits of any Latin spelling", () => {
    expect(slugBase("Comuna «El Maizal»")).toBe("comuna-el-maizal");
    expect(slugBase("Straße  der Œuvres — Łódź d’Île")).toBe("strasse-der-oeuvres-lodz-dile");
    expect(slugBase("ʼ—!")).toBe("org");
    expect(slugBase("مجلس")).toBe("org");
    expect(slugBase(`${"a".repeat(71)} b`)).toBe("a".repeat(71));
  });

  it("counts on where a slug is taken", () => {
    expect(slugFor("El Maizal", new Set())).toBe("el-maizal");
    expect(slugFor("El Maizal", new Set(["el-maizal", "el-maizal-2"]))).toBe("el-maizal-3");
  });

  it("gives each name another slug, and fills what is free", () => {
    const give = slugGiver(new Set(["foo", "foo-3"]));
    expect([give("Foo"), give("Foo 2"), give("Foo"), give("foo 5"), give("Foo"), give("Bar")]).toEqual([
      "foo-2",
      "foo-2-2",
      "foo-4",
      "foo-5",
      "foo-6",
      "bar",
    ]);
  });

  it("gives a hundred thousand equal names slugs in little time", () => {
    const giveAll = () => {
      const give = slugGiver(new Set());
      expect(new Set(Array.from({ length: 100_000 }, () => give("Consejo comunal"))).size).toBe(100_000);
    };
    expect(processorMs(giveAll, 5_000)).toBeLessThan(5_000);
  });

  it("leaves the address of the form for a new organisation alone", () => {
    expect(slugFor("New", new Set())).toBe("new-2");
  });
});
