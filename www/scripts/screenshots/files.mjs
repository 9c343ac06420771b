// What there is to see of files: the tree, the file that is picked, matches, the map, and where the bytes went.
import { various, wasteful } from "../../tests/browser/layers.mjs";
import { chosen, declineTour, look, madeUp, sample } from "./ways.mjs";

const EDGE = "edge-docker28-save.tar";

/** What is in the view, in whichever element is seen. */
const within = (page, css) => page.locator(`layer-glass:visible :is(.files-view, .waste-view) ${css}`);

/** Sets attributes of the element that is seen. */
const set = (page, attributes) =>
  page.evaluate((attributes) => {
    const glass = [...document.querySelectorAll("layer-glass")].find((one) => one.checkVisibility());
    Object.assign(glass, attributes);
  }, attributes);

/** An archive of the tests, with its files in view. */
const files = (name, file, then) =>
  chosen(name, file, "open", async (page, places) => {
    await look(page, "files");
    await within(page, ".file-row").first().waitFor();
    await then(page, places);
  });

const edge = (name, then) => files(name, ({ fixture }) => fixture(EDGE), then);

/** One file of an archive that has one of each kind. */
const previewed = (name, path, then = async () => {}) =>
  files(`files-${name}`, madeUp("various.tar", various), async (page) => {
    await set(page, { path });
    await within(page, ".preview").waitFor();
    await then(page);
  });

const filter = (text) => async (page) => {
  await within(page, ".filter input").fill(text);
  // Matches and what is wrong with a pattern come in the same place.
  await page.waitForTimeout(500);
};

const turnToMap = async (page) => {
  await within(page, ".tools .looks").last().getByRole("button").last().click();
  await within(page, ".map > .tile").first().waitFor();
};

const wasted = (name, file, then = async () => {}) =>
  chosen(`waste-${name}`, file, "open", async (page) => {
    await look(page, "waste");
    await within(page, ".lists, .state").first().waitFor();
    await then(page);
  });

const hidden = (page) => within(page, ".lists .looks").getByRole("button").last().click();

const searchDuplicates = async (page) => {
  await within(page, ".duplicates .again").click();
  await within(page, ".duplicates .again").waitFor({ state: "detached" });
};

/** What README.md shows: a file that a later layer changed, beside the tree. */
export const TREE = sample("sample-file", "image=1&view=files&path=/srv/notes/index.html", async (page) => {
  await within(page, ".preview .text-line").first().waitFor();
  await declineTour(page);
  // The preview was brought into sight.
  await page.evaluate(() => scrollTo(0, 0));
});

/** What README.md shows: overwritten, removed, written again. */
export const WASTE = wasted("wasteful", madeUp("wasteful.tar", wasteful));

export const FILES = [
  TREE,
  edge("files-layer", (page) => set(page, { layer: "1" })),
  edge("files-up-to", async (page) => {
    await set(page, { layer: "1" });
    await within(page, ".rail .looks").getByRole("button").nth(1).click();
  }),
  edge("files-by-size", async (page) => {
    await within(page, "[role=columnheader] button").nth(1).click();
  }),
  edge("files-matches", filter("e")),
  edge("files-no-matches", filter("nothing-has-this-name")),
  edge("files-bad-pattern", filter("[a")),
  edge("treemap", turnToMap),
  edge("treemap-folder", async (page) => {
    await set(page, { path: "/usr" });
    await turnToMap(page);
  }),
  edge("files-no-such-path", (page) => set(page, { path: "/no/such/path" })),
  previewed("text", "/etc/motd"),
  previewed("json", "/etc/config.json"),
  previewed("markup", "/etc/hostile.html"),
  previewed("long", "/etc/long.txt"),
  previewed("empty", "/etc/empty"),
  previewed("picture", "/usr/share/pic.png"),
  previewed("drawing", "/usr/share/icon.svg"),
  previewed("broken-picture", "/usr/share/broken.png"),
  previewed("bytes", "/usr/bin/tool"),
  previewed("link", "/bin/sh"),
  previewed("link-to-nothing", "/bin/nowhere"),
  WASTE,
  wasted("duplicates", madeUp("wasteful.tar", wasteful), searchDuplicates),
  wasted("hidden", ({ fixture }) => fixture(EDGE), hidden),
  wasted("none", ({ fixture }) => fixture("multiarch-podman.tar")),
];
