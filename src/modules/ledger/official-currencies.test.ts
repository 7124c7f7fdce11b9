import { describe, expect, it } from "vitest";
import { isOfficialCurrency, officialCurrencies, officialScale } from "./official-currencies.ts";

describe("official currencies", () => {
  it("have as many digits as ISO 4217 says, whatever the runtime shows", () => {
    expect(["VES", "JPY", "IQD", "CLF", "COP", "HUF"].map(officialScale)).toEqual([2, 0, 3, 4, 2, 2]);
  });

  it("are those that the runtime knows, in order", () => {
    expect(isOfficialCurrency("VES")).toBe(true);
    expect(isOfficialCurrency("XQX")).toBe(false);
    expect(officialCurrencies).toEqual([...officialCurrencies].sort());
  });
});
