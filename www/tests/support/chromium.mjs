// The Chromium that the page is looked at in: named by CHROMIUM, else Debian's. It asks for nothing by itself.
import { chromium } from "playwright-core";

export function launch(...args) {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
      ...args,
    ],
  });
}
