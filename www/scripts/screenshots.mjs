// node scripts/screenshots.mjs [--all] DIR: pictures of the built page into a folder. Without a word those of README.md;
// with --all every view and state, wide and narrow, light and dark, in both languages, to be looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openBooth } from "./screenshots/booth.mjs";
import { TREE, WASTE } from "./screenshots/files.mjs";
import { embedded, MISTAKEN, OVERVIEW, STATES } from "./screenshots/states.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const [folder] = positionals;
if (!folder) throw new Error("which folder?");

const WIDE = { width: 1280, height: 800 };
/** For a view and what it opens below. */
const TALL = { width: 1280, height: 1240 };
const NARROW = { width: 390, height: 844 };
const SCHEMES = ["light", "dark"];
const LANGUAGES = { en: "en-GB", zh: "zh-CN" };

/** As README.md shows them: what stands in a window, sharp on a fine screen. */
function forReadme() {
  const wide = { viewport: WIDE, deviceScaleFactor: 1.5 };
  const tall = { viewport: TALL, deviceScaleFactor: 1.5 };
  const narrow = { viewport: NARROW, deviceScaleFactor: 2 };
  return SCHEMES.flatMap((colorScheme) => [
    { name: `overview-wide-${colorScheme}`, state: OVERVIEW, colorScheme, ...wide },
    { name: `overview-narrow-${colorScheme}`, state: OVERVIEW, colorScheme, ...narrow },
    { name: `files-wide-${colorScheme}`, state: TREE, colorScheme, ...tall },
    { name: `waste-wide-${colorScheme}`, state: WASTE, colorScheme, ...tall },
  ]);
}

/** Each state as a whole, however long its page is. */
function forLooking() {
  const combinations = Object.entries(LANGUAGES).flatMap(([language, locale]) =>
    SCHEMES.map((colorScheme) => ({ language, locale, colorScheme, fullPage: true })),
  );
  return combinations.flatMap(({ language, ...how }) => {
    const suffix = `${how.colorScheme}-${language}`;
    const pages = STATES.flatMap((state) =>
      [WIDE, NARROW].map((viewport) => ({
        name: `${state.name}-${viewport.width}-${suffix}`,
        state,
        viewport,
        ...how,
      })),
    );
    const elements = [embedded(320), embedded(480), embedded(768), embedded(1200), MISTAKEN].map((state) => ({
      name: `${state.name}-${suffix}`,
      state,
      viewport: WIDE,
      ...how,
    }));
    return [...pages, ...elements];
  });
}

mkdirSync(folder, { recursive: true });
const shots = (values.all ? forLooking() : forReadme()).filter(({ name }) => name.includes(values.only));
const booth = await openBooth();
try {
  for (const shot of shots) await booth.take({ ...shot, path: join(folder, `${shot.name}.png`) });
} finally {
  await booth.close();
}
console.log(`${shots.length} pictures in ${folder}`);
if (booth.wrong.length > 0) {
  console.error(booth.wrong.join("\n"));
  process.exitCode = 1;
}
