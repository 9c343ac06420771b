// A folder of 200 000 files and one of a million lines: opened, searched and scrolled without a wait, to their ends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { startSite } from "./element-page.mjs";
import { enter, focused, openFiles, press, still } from "./files-page.mjs";
import { dockerSave } from "./archives.mjs";
import { layer } from "./layers.mjs";

const MANY = 200_000;
const DIGITS = 7;

/**
 * Milliseconds in which an answer stands there, the best of some. The benchmark holds it to 50 on a quiet machine; beside
 * other tests only what grows with the number of files can be told, and that takes seconds.
 */
const SOON = 250;
const ATTEMPTS = 8;
/** Of 90 frames. Drawing all rows would make every one of them late. */
const LATE = 30;

let site;
let archive;
before(async () => {
  site = await startSite();
  archive = dockerSave({ tags: ["example/many:1"], layers: [gzipSync(manyFiles(MANY), { level: 1 })] });
});
after(() => site?.close());

/** `many/f0000000` and so on, all alike: only their names and sums differ. */
function manyFiles(count) {
  const all = Buffer.alloc((count + 2) * 512);
  const one = layer([{ path: `many/f${"0".repeat(DIGITS)}` }]).subarray(0, 512);
  const zeros = [...one.subarray(0, 100)].reduce((sum, byte) => sum + byte, 0);
  const total = one.subarray(0, 148).reduce((sum, byte) => sum + byte, 0);
  const rest = one.subarray(156).reduce((sum, byte) => sum + byte, 0) + 8 * 0x20;
  for (let n = 0; n < count; n++) {
    const at = n * 512;
    one.copy(all, at);
    all.write(`many/f${String(n).padStart(DIGITS, "0")}`, at, "latin1");
    const name = all.subarray(at, at + 100).reduce((sum, byte) => sum + byte, 0);
    all.write(`${(total - zeros + name + rest).toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
  }
  return all;
}

/** The best of some attempts: how long `act` takes until `isThere` holds and is painted. */
async function soonest(page, act, isThere, undo) {
  let best = Infinity;
  for (let n = 0; n < ATTEMPTS; n++) {
    const took = await page.evaluate(
      async ([act, isThere]) => {
        const root = document.querySelector("#g").shadowRoot;
        const [doIt, isDone] = [new Function("root", act), new Function("root", `return ${isThere}`)];
        const from = performance.now();
        doIt(root);
        while (!isDone(root)) await new Promise((resolve) => setTimeout(resolve));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return performance.now() - from;
      },
      [act, isThere],
    );
    best = Math.min(best, took);
    await undo();
  }
  return best;
}

const key = (name) =>
  `root.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true, cancelable: true }))`;

test(`${MANY} files: opened and filtered within ${SOON} ms, only what is in sight is there, both ends are reached`, async (t) => {
  const page = await openFiles(site, t, { archive });
  await enter(page);
  // Alone in the root, it is open already.
  await page.locator(".file-row", { hasText: "f0000000" }).waitFor();
  await press(page, "ArrowLeft");
  const opened = await soonest(
    page,
    key("ArrowRight"),
    `/f000000[0-9]/.test(root.querySelector(".grid-body").textContent) && !root.querySelector("[aria-busy]")`,
    () => press(page, "ArrowLeft"),
  );
  assert.ok(opened <= SOON, `opened in ${opened} ms`);
  await press(page, "ArrowRight");
  assert.ok((await page.locator(".file-row").count()) < 150);
  assert.equal(await page.getByRole("treegrid").getAttribute("aria-rowcount"), String(MANY + 2));
  await press(page, "End");
  assert.equal(await focused(page), `f0${MANY - 1}`);
  await press(page, "ArrowUp", "PageUp");
  const [, last] = /^f(\d+)$/.exec(await focused(page));
  assert.ok(Number(last) < MANY - 10 && Number(last) > MANY - 60, last);
  await press(page, "ArrowLeft");
  assert.equal(await focused(page), "many/");

  await page.locator(".filter input").fill("f0");
  await page.locator(".found", { hasText: "200,000 matches" }).waitFor();
  const letter = (text) =>
    `const field = root.querySelector(".filter input"); field.value = "${text}"; field.dispatchEvent(new Event("input", { bubbles: true }))`;
  const filtered = await soonest(
    page,
    letter("f01"),
    `/^100,000 /.test(root.querySelector(".found").textContent)`,
    async () => {
      await page.locator(".filter input").fill("f0");
      await page.locator(".found", { hasText: "200,000 matches" }).waitFor();
    },
  );
  assert.ok(filtered <= SOON, `filtered in ${filtered} ms`);
});

test("letters that are typed lead into a folder that is not fetched", async (t) => {
  const page = await openFiles(site, t, { archive });
  await enter(page);
  await page.locator(".file-row", { hasText: "f0000000" }).waitFor();
  await press(page, "ArrowDown");
  await page.keyboard.type("f0123456");
  await page.waitForFunction(() => {
    const { activeElement } = document.querySelector("#g").shadowRoot;
    return activeElement?.querySelector(".text")?.textContent.trim() === "f0123456";
  });
});

test("a link into the midst of it leads there", async (t) => {
  const page = await openFiles(site, t, { archive, attributes: { path: "/many/f0077777" } });
  await page.locator('.file-row[aria-selected="true"]', { hasText: "f0077777" }).waitFor();
});

test("scrolling draws a frame for each that the display shows", async (t) => {
  const page = await openFiles(site, t, { archive });
  await page.locator(".file-row", { hasText: "f0000000" }).waitFor();
  let best = Infinity;
  for (let n = 0; n < ATTEMPTS && best > LATE; n++) {
    const late = await page.evaluate(async () => {
      const grid = document.querySelector("#g").shadowRoot.querySelector(".grid");
      let late = 0;
      let last = performance.now();
      for (let frame = 0; frame < 90; frame++) {
        grid.scrollTop += 200;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        if (now - last > 25) late++;
        last = now;
      }
      return late;
    });
    best = Math.min(best, late);
  }
  assert.ok(best <= LATE, `${best} of 90 frames were late`);
  await still(page);
  assert.ok((await page.locator(".file-row", { hasText: /^\s*f00/ }).count()) > 20);
});
