// How heavy a change is on a page, so that pages of changes can be divided.
import type { ViewBlock } from "#congress";
import { weightOfText } from "../layout/paging.tsx";

/** By `weightOfText`; a change is shown with the words before and after it, what stays around it in short. */
export function weightOfBlock(block: ViewBlock): number {
  if (block.kind === "gap") return 100;
  const words = "segments" in block ? block.segments.map(({ text }) => text).join("") : block.paragraph.text;
  return 150 + weightOfText(block.kind === "context" ? words.slice(0, 160) : words);
}
