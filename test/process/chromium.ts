// A real Chromium: CHROMIUM_PATH, the system's, or the one that an npm package carries.
import { existsSync } from "node:fs";
import chromiumPackage from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

// Nothing of the browser's own goes out: the node is all that it may talk to.
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function findChromium(): Promise<string> {
  const named = process.env["CHROMIUM_PATH"];
  return named ?? CANDIDATES.find((path) => existsSync(path)) ?? (await chromiumPackage.executablePath());
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: ARGUMENTS, headless: true });
}
