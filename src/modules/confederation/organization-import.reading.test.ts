import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type CsvRecord,
  LONGEST_RECORD_BYTES,
  readRecords,
  UnreadableFile,
} from "./organization-import.reading.ts";

/** The bytes in chunks of one size, as a slow disk or a network gives them. */
async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  file: string | Uint8Array,
  size = 1 << 16,
): Promise<{ records: CsvRecord[]; stopped?: UnreadableFile }> {
  const records: CsvRecord[] = [];
  try {
    for await (const batch of readRecords(
      inChunks(typeof file === "string" ? Buffer.from(file) : file, size),
      createHash("sha256"),
    ))
      records.push(...batch);
    return { records };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { records, stopped: error };
  }
}

const lines = (records: readonly CsvRecord[]) => records.map((record) => [record.line, ...record.cells]);

describe("reading a file", () => {
  it("counts lines as an editor does, quoted ones too, whatever ends them", async () => {
    const text = 'a,b\n1,"two\n\nlines"\n\n , \n3,4\n"5","six\n"\n7,8';
    const expected = [
      [1, "a", "b"],
      [2, "1", "two\n\nlines"],
      [7, "3", "4"],
      [8, "5", "six\n"],
      [10, "7", "8"],
    ];
    for (const end of ["\n", "\r\n", "\r"]) {
      for (const size of [1, 2, 3, 7, 1_000])
        expect(
          lines((await read(text.replaceAll("\n", end), size)).records),
          `${JSON.stringify(end)} ${size}`,
        ).toEqual(expected);
    }
  });

  it("takes a byte order mark off, and characters over chunks together", async () => {
    const file = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from("external_id,name\n1,Ñandú 🌽 मु\n"),
    ]);
    for (const size of [1, 2, 3, 5, 100])
      expect(lines((await read(file, size)).records)).toEqual([
        [1, "external_id", "name"],
        [2, "1", "Ñandú 🌽 मु"],
      ]);
  });

  it("finds the delimiter in the header", async () => {
    expect((await read('external_id;"name";kind\n1;a,b;c')).records[1]?.cells).toEqual(["1", "a,b", "c"]);
    expect((await read("external_id\tname\n1\ta;b,c")).records[1]?.cells).toEqual(["1", "a;b,c"]);
    expect((await read("external_id,name\n1,a;b")).records[1]?.cells).toEqual(["1", "a;b"]);
  });

  it("says the line and the byte that are not UTF-8, after what it could read", async () => {
    const latin1 = Buffer.from("external_id,name\r\n1,uno\r\n2,Mar\xeda\r\n", "latin1");
    for (const size of [1, 4, 9, 1_000]) {
      const { stopped } = await read(latin1, size);
      expect(stopped, String(size)).toMatchObject({
        rule: "encodingWrong",
        line: 3,
        facts: { byte: 31, found: "other" },
      });
    }
    // A character that the file's end cuts off.
    expect((await read(Buffer.from("external_id,name\n1,\xc3", "latin1"))).stopped).toMatchObject({
      rule: "encodingWrong",
      line: 2,
      facts: { byte: 20 },
    });
    // Overlong forms and surrogates are not UTF-8 either.
    expect((await read(Buffer.from([97, 10, 0xc0, 0x80]))).stopped).toMatchObject({
      line: 2,
      facts: { byte: 3 },
    });
    expect((await read(Buffer.from([97, 10, 98, 0xed, 0xa0, 0x80]))).stopped).toMatchObject({
      line: 2,
      facts: { byte: 4 },
    });
  });

  it("counts bytes from the file's beginning, mark included", async () => {
    expect(
      (await read(Buffer.concat([Buffer.from("\ufeffa\n"), Buffer.from([0xff])]))).stopped,
    ).toMatchObject({ line: 2, facts: { byte: 6 } });
  });

  it.each([
    ["with its mark", Buffer.from("\ufeffexternal_id,name\n1,a", "utf16le")],
    ["big-endian", Buffer.from("\ufeffexternal_id", "utf16le").swap16()],
    ["without a mark", Buffer.from("external_id,name\n1,a", "utf16le")],
  ])("knows UTF-16 %s", async (_name, file) => {
    for (const size of [1, 1_000])
      expect((await read(file, size)).stopped).toMatchObject({
        rule: "encodingWrong",
        line: 1,
        facts: { found: "utf16" },
      });
  });

  it("marks the row of a broken quote and reads on", async () => {
    const broken = await read('a,b\n1,2\n3,"x"y\n\nx"y,"z ""z"""\n5,"6\n6"\n7,"""8"""\n');
    expect(broken.stopped).toBeUndefined();
    expect(broken.records).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", "2"] },
      { line: 3, cells: ["3", '"x"y'], quoteBroken: 1 },
      { line: 5, cells: ['x"y', 'z "z"'], quoteBroken: 0 },
      { line: 6, cells: ["5", "6\n6"] },
      { line: 8, cells: ["7", '"8"'] },
    ]);
  });

  it("gives what stands before a broken quote that took other rows with it, and says its line", async () => {
    const broken = await read('a,b\n1,2\n3,"never\n4,closed\n5,"x"\n6,7\n');
    expect(lines(broken.records)).toEqual([
      [1, "a", "b"],
      [2, "1", "2"],
    ]);
    expect(broken.stopped).toMatchObject({ rule: "quoteBroken", line: 3 });
  });

  it("says where a quote opened that never closes", async () => {
    const open = await read('a,b\n\n1,2\n3,"never\nends\nhere');
    expect(lines(open.records)).toEqual([
      [1, "a", "b"],
      [3, "1", "2"],
    ]);
    expect(open.stopped).toMatchObject({ rule: "quoteNotClosed", line: 4 });
  });

  it("refuses a row of more than 64 KiB, however it comes", async () => {
    const huge = `a,b\n1,${"x".repeat(LONGEST_RECORD_BYTES + 1)}\n`;
    for (const size of [1_000, 1 << 20])
      expect((await read(huge, size)).stopped).toMatchObject({
        rule: "rowTooLong",
        line: 2,
        facts: { limit: LONGEST_RECORD_BYTES },
      });
    expect((await read("y".repeat(3 * LONGEST_RECORD_BYTES), 1_000)).stopped).toMatchObject({
      rule: "rowTooLong",
      line: 1,
    });
    expect((await read(`a,b\n1,${"x".repeat(60_000)}\n`)).records).toHaveLength(2);
  });

  it("finds nothing in an empty file", async () => {
    for (const file of ["", "\ufeff", "\n\r\n \n", ",,,\n"])
      expect(await read(file)).toEqual({ records: [] });
  });

  it("hashes the bytes as they came", async () => {
    const hash = createHash("sha256");
    const bytes = Buffer.from("\ufeffa\r\nb\r\n");
    for await (const _ of readRecords(inChunks(bytes, 2), hash));
    expect(hash.digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
  });
});
