// The files view as tests look at it: what its rows say, what has the focus.
import { give, put, until } from "./element-page.mjs";
import { image } from "./layers.mjs";

/** Opens the files of an image; `attributes` are the element's. */
export async function openFiles(site, t, { archive = stacked(), attributes = {}, lang, ...options } = {}) {
  const page = await site.page(t, options);
  await put(page, { view: "files", ...attributes }, { lang });
  await give(page, "image.tar", archive);
  await until(page, "open");
  await page.locator(".files-view .grid, .files-view .state").first().waitFor();
  await still(page);
  return page;
}

/** Nothing is on its way any more. */
export async function still(page) {
  await page.waitForFunction(() => {
    const root = document.querySelector("#g").shadowRoot;
    return root.querySelector(".file-row") && !root.querySelector('.files-view [aria-busy="true"]');
  });
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
}

/** The rows in sight, by the level at which they stand: `["usr/", "  bin/"]`; with what was done, if that is asked for. */
export const rows = (page, { marks = false } = {}) =>
  page.evaluate((marks) => {
    const all = [...document.querySelector("#g").shadowRoot.querySelectorAll(".file-row")];
    return all.map((row) => {
      const level = Number(row.getAttribute("aria-level") ?? 1);
      const name = row.querySelector(".text, .path").textContent.trim().replace(/\s+/g, " ");
      const mark = marks ? `${row.querySelector(".mark").textContent || " "} ` : "";
      return mark + "  ".repeat(level - 1) + name;
    });
  }, marks);

/** The name in the row that has the focus; null where no row has it. */
export const focused = (page) =>
  page.evaluate(() => {
    const active = document.querySelector("#g").shadowRoot.activeElement;
    return active?.querySelector?.(".text, .path")?.textContent.trim() ?? null;
  });

/** Presses keys one after another, each after what the last one set off. */
export async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await still(page);
  }
}

/** Puts the focus on the first row, as somebody would who comes with the Tab key. */
export async function enter(page) {
  await page.locator('.file-row[tabindex="0"]').focus();
}

const folder = (path, more) => ({ path, type: "directory", ...more });

/** Three layers: a base, one that changes and removes, one that adds a little. */
export const stacked = () =>
  image([
    [
      "ADD base /",
      [
        folder("etc/"),
        { path: "etc/motd", content: "hello\n" },
        { path: "etc/passwd", content: "root:x:0:0\n", mode: 0o640, uid: 7, gid: 9 },
        folder("srv/"),
        { path: "srv/large", content: "x".repeat(9000) },
        { path: "srv/small", content: "x" },
        folder("usr/"),
        folder("usr/bin/"),
        { path: "usr/bin/sh", type: "symlink", link: "dash" },
        { path: "usr/bin/tool", content: "#!/bin/sh\n", mode: 0o4755 },
        folder("var/"),
        folder("var/empty/"),
      ],
    ],
    [
      "RUN rm /etc/motd && echo >> /etc/passwd",
      [
        folder("etc/"),
        { path: "etc/.wh.motd" },
        { path: "etc/passwd", content: "root:x:0:0\nnew\n" },
        folder("srv/"),
        { path: "srv/.wh.small" },
      ],
    ],
    ["COPY app /opt/app", [folder("opt/"), { path: "opt/app", content: "app" }]],
  ]);
