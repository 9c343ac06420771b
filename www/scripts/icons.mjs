// Draws the PNG icons of page/ from the SVG ones, with Chromium; the result is committed.
//
//   node scripts/icons.mjs
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folder = fileURLToPath(new URL("../page/", import.meta.url));
const ICONS = [
  ["icon.svg", 192, "icon-192.png"],
  ["icon.svg", 512, "icon-512.png"],
  ["icon-maskable.svg", 512, "icon-maskable-512.png"],
];

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [svg, size, png] of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const sized = readFileSync(folder + svg, "utf8").replace("<svg ", `<svg width="${size}" height="${size}" `);
  await page.setContent(`<style>* { margin: 0; display: block; }</style>${sized}`);
  await page.screenshot({ path: folder + png, omitBackground: true });
}
await browser.close();
