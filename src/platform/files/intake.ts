// Taking in a file that a person hands over: what it really is, and nothing that gives them away.
// Invariant: pictures are drawn anew without their metadata (place, device, author); a name from outside is only a label.
import { Refusal } from "../errors.ts";

export type TakenIn = { readonly bytes: Buffer; readonly name: string; readonly mediaType: string };

const MOST_BYTES = 6 * 1024 * 1024;
const LONGEST_SIDE_PX = 2_000;
const MOST_PIXELS = 60_000_000;

/** What the first bytes say; a file's name and its sender's word say nothing. */
function kindOf(bytes: Uint8Array): "picture" | "pdf" | "text" | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (
    head.startsWith("\u00ff\u00d8\u00ff") ||
    head.startsWith("\u0089PNG\r\n") ||
    /^RIFF.{4}WEBP/s.test(head)
  )
    return "picture";
  if (head.startsWith("%PDF-")) return "pdf";
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex -- control characters are just what is looked for
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : "text";
  } catch {
    return undefined;
  }
}

function labelOf(name: string, extension: string): string {
  const base = name.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const stem = base
    .replace(/\.[^.]*$/, "")
    .replace(/[\p{C}"<>|:*?]/gu, "")
    .trim()
    .slice(0, 120);
  return `${stem || "file"}.${extension}`;
}

/** Refuses with `fileTooLarge`, `fileKindRefused` or `pictureDamaged`; never keeps anything itself. */
export async function takeIn(bytes: Uint8Array, name: string): Promise<TakenIn> {
  if (bytes.byteLength > MOST_BYTES)
    throw new Refusal("tooLarge", "fileTooLarge", { limit: MOST_BYTES, name });
  if (bytes.byteLength === 0) throw new Refusal("invalid", "fileKindRefused", { name });
  switch (kindOf(bytes)) {
    case "picture":
      return { bytes: await redraw(bytes, name), name: labelOf(name, "webp"), mediaType: "image/webp" };
    case "pdf":
      return { bytes: Buffer.from(bytes), name: labelOf(name, "pdf"), mediaType: "application/pdf" };
    case "text":
      return {
        bytes: Buffer.from(bytes),
        name: labelOf(name, "txt"),
        mediaType: "text/plain; charset=utf-8",
      };
    default:
      throw new Refusal("invalid", "fileKindRefused", { name });
  }
}

async function redraw(bytes: Uint8Array, name: string): Promise<Buffer> {
  // Loaded with the first picture: it takes 20 MB, and most nodes are seldom handed one.
  const { default: sharp } = await import("sharp");
  try {
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .resize({ width: LONGEST_SIDE_PX, height: LONGEST_SIDE_PX, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
  } catch {
    throw new Refusal("invalid", "pictureDamaged", { name });
  }
}
