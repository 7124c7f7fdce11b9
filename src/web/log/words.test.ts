import { describe, expect, it } from "vitest";
import { affiliationSteps } from "#confederation";
import { translator } from "#platform/i18n/i18n";
import type { Page } from "../request.ts";
import { actWords, subjectWords } from "./words.ts";

const page = { t: translator("en"), language: "en" } as Page;

describe("the log in words", () => {
  it("says each step of affiliation", () => {
    const said = affiliationSteps.map((step) => actWords(page, `confederation.affiliation.${step}`));
    expect(said).toContain("The suspension of an organisation was lifted");
    expect(said.filter((words) => words.includes("."))).toEqual([]);
  });

  it("shows an act of another program as it was written", () => {
    expect(actWords(page, "ledger.transfer.posted")).toBe("ledger.transfer.posted");
  });

  it.each([
    ["/", "the node"],
    ["/organizations", "the directory"],
    ["/organizations/red-x", "organisation red-x"],
    ["/organizations/red-x/signing-keys", "signing keys of red-x"],
    ["/congress/congress-2019", "congress congress-2019"],
    ["/congress/congress-2019/texts/declaration", "text declaration, congress congress-2019"],
    ["/congress/congress-2019/texts/declaration/amendments/2", "amendment 2, text declaration"],
    ["/commitments/38", "commitment 38"],
    ["/elsewhere/1", "/elsewhere/1"],
  ])("says %s as %s", (subject, words) => {
    expect(subjectWords(page, subject)).toBe(words);
  });
});
