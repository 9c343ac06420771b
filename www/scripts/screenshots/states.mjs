// What there is to see: each state of the page, and how one gets there.
import { readFileSync } from "node:fs";
import { hostile } from "../../tests/browser/archives.mjs";
import { FILES } from "./files.mjs";
import { address, at, button, chosen, declineTour, fetched, inState, look, madeUp, sample, typed } from "./ways.mjs";

const VIEWS = ["overview", "layers", "files", "history", "waste", "config", "raw"];
const FIXTURES = [
  "multi-docker28.tar",
  "multiarch-podman.tar",
  "attest-buildx-oci.tar",
  "edge-docker28-save.tar",
  "small-crane-legacy.tar",
  "small-docker28.docker-export.tar",
];

/** What README.md shows. */
export const OVERVIEW = sample("sample-overview", "view=overview", declineTour);

/** The page. */
export const STATES = [
  at("empty", ""),
  typed("field-reference", "mysql:5.7"),
  typed("field-url", "https://host.example/app.tar"),
  typed("field-wrong", "Not/A Reference"),
  at("settings", "", (page) => page.locator("#settings-button").click()),
  at("keys", "", (page) => page.locator("#help").click()),
  at(
    "link-asks",
    address(() => "https://host.example/app.tar"),
  ),
  at("link-reference", "#/image/mysql:5.7"),
  at("link-file", "#/archive?view=layers"),
  at("link-library", "#/library"),
  at("link-unknown", "#/nowhere"),
  ...VIEWS.map((view) => (view === "overview" ? OVERVIEW : sample(`sample-${view}`, `view=${view}`, declineTour))),
  sample("sample-layer", "view=layers&layer=2", declineTour),
  sample("sample-other-image", "image=1", declineTour),
  sample("tour-offered", "view=overview"),
  ...[1, 2, 3].map((step) =>
    sample(`tour-${step}`, "view=overview", async (page) => {
      for (let n = 0; n < step; n++) await page.locator("#tour .primary").click();
    }),
  ),
  ...FIXTURES.flatMap((file) =>
    VIEWS.map((view) =>
      chosen(
        `${file.replace(/\.tar$/, "")}-${view}`,
        ({ fixture }) => fixture(file),
        "open",
        (page) => look(page, view),
      ),
    ),
  ),
  ...FILES,
  ...VIEWS.map((view) => chosen(`hostile-${view}`, madeUp("hostile.tar", hostile), "open", (page) => look(page, view))),
  at("several", "", async (page, { fixture }) => {
    await page.setInputFiles(
      "#file",
      ["small-docker28.tar", "multi-docker28.tar", "attest-buildx-oci.tar"].map(fixture),
    );
    await inState(page, "open");
  }),
  fetched("fetched", ({ archives }) => `${archives}/small-podman-oci-gzip.tar`, "open"),
  fetched(
    "opening",
    ({ slow }) => `${slow}/large.tar`,
    "opening",
    (page) => page.waitForTimeout(2000),
  ),
  fetched(
    "cancelled",
    ({ slow }) => `${slow}/large.tar`,
    "opening",
    async (page) => {
      await button(page, "progress").click();
      await inState(page, "cancelled");
    },
  ),
  fetched("failed-404", ({ archives }) => `${archives}/absent.tar`, "failed"),
  fetched("failed-html", ({ html }) => html, "failed"),
  chosen(
    "failed-no-archive",
    madeUp("notes.txt", () => "no archive at all"),
    "failed",
  ),
  at("failed-truncated", "", async (page, { fixture }) => {
    const bytes = readFileSync(fixture("small-docker28.tar"));
    await page.setInputFiles("#file", madeUp("truncated.tar", () => bytes.subarray(0, bytes.length / 3))());
    await page.waitForTimeout(1000);
  }),
];

/** The element alone, in a page of someone else that gives it so much room. */
export function embedded(width, attributes = "", name = `element-${width}`) {
  return {
    name,
    async show(page, places) {
      const body = `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
        <script type="module" src="element-define.js"></script>
        <h1>Notes</h1><p>The image that we ship:</p>
        <div style="inline-size: ${width}px"><layer-glass src="${places.sample}" ${attributes}></layer-glass></div>`;
      const host = `${places.package}/embedding.html`;
      await page.route(host, (route) => route.fulfill({ contentType: "text/html", body }));
      await page.goto(host);
      await inState(page, "open");
    },
  };
}

/** Attributes that say what cannot be. */
export const MISTAKEN = embedded(
  768,
  `view="sideways" platform="what" layer="99" theme="pink" loading="soon"`,
  "element-mistaken",
);
