// Photographs for pages: a large and a small one, and a few bytes to show until they have come.
// Invariant: all three are drawn anew, so that nothing but the picture itself is in them.
import { Refusal } from "../errors.ts";
import { takeIn } from "./intake.ts";

export type TakenPicture = {
  readonly large: Buffer;
  readonly small: Buffer;
  /** Of the large one, in pixels. */
  readonly width: number;
  readonly height: number;
  /** A `data:` address of some hundred characters. */
  readonly placeholder: string;
};

const SMALL_WIDTH_PX = 480;
const PLACEHOLDER_PX = 12;

/** Refuses with `pictureExpected` what is no picture, and with the reasons of `takeIn`. */
export async function takePicture(bytes: Uint8Array, name: string): Promise<TakenPicture> {
  const taken = await takeIn(bytes, name);
  if (taken.mediaType !== "image/webp") throw new Refusal("invalid", "pictureExpected", { name });
  const { default: sharp } = await import("sharp");
  const { width, height } = await sharp(taken.bytes).metadata();
  const small = await sharp(taken.bytes)
    .resize({ width: SMALL_WIDTH_PX, withoutEnlargement: true })
    .webp({ quality: 70 })
    .toBuffer();
  const tiny = await sharp(taken.bytes)
    .resize({ width: PLACEHOLDER_PX, height: PLACEHOLDER_PX, fit: "inside" })
    .webp({ quality: 10, alphaQuality: 0 })
    .toBuffer();
  const placeholder = `data:image/webp;base64,${tiny.toString("base64")}`;
  return { large: taken.bytes, small, width, height, placeholder };
}
