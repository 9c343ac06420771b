// The one field: what it says of what it was given, and where Enter leads.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, enter, fixture, glass, hash, opened, paste, said, start, title, trust } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const note = (page) => page.locator("#given");
const DIGEST = "0123456789abcdef".repeat(4);

for (const [typed, says] of [
  ["mysql:5.7", "reference: docker.io / library/mysql : 5.7"],
  ["mysql", "reference: docker.io / library/mysql : latest"],
  ["  docker://ghcr.io/owner/app  ", "reference: ghcr.io / owner/app : latest"],
  [`a/b@sha256:${DIGEST}`, `reference: docker.io / a/b @ sha256:${DIGEST}`],
  ["https://example.com/a/image.tar?x=1", "archive at example.com"],
  ["http://127.0.0.1:8080/a.tar", "archive at 127.0.0.1:8080"],
  [DIGEST, "digest: none of the open images has it"],
  [`sha256:${DIGEST.slice(0, 12)}`, "digest: none of the open images has it"],
  ["sha256:9b762be0", "digest: none of the open images has it"],
  [`sha512:${"a".repeat(128)}`, "digest: none of the open images has it"],
  ["9b762be0", "reference: docker.io / library/9b762be0 : latest"],
  ["docker pull mysql:5.7", "reference: docker.io / library/mysql : 5.7"],
  ["$ sudo docker image pull --platform linux/arm64 ghcr.io/a/b", "reference: ghcr.io / a/b : latest"],
  ["https://hub.docker.com/_/mysql?tab=tags", "reference: docker.io / library/mysql : latest"],
  ["https://hub.docker.com/r/owner/app/tags", "reference: docker.io / owner/app : latest"],
  ["oci:folder", "A page cannot open a path. Drop the file or folder here, or choose it."],
  ["archive:x.tar", "A page cannot open a path. Drop the file or folder here, or choose it."],
  ["~/images/x.tar", "A page cannot open a path. Drop the file or folder here, or choose it."],
  ["library:x", "There is no library of images in this browser yet."],
  ["MySQL", "no reference: a repository is written in lower case."],
  ["a b", "no reference: a repository has a–z, 0–9, / and . _ - between them only."],
  ["mysql:-1", "no reference: a tag has up to 128 letters, digits and . _ - and does not start with . or -"],
  ["a@sha256:12", "no reference: what follows @ is a digest such as sha256: with 64 digits."],
  ["ftp://example.com/a.tar", /^Only addresses that begin with https/],
  ["https://user:secret@example.org/a.tar", /^Leave out the name and password/],
  ["https://", "This is no complete address."],
  ["<img src=x onerror=alert(1)>", /^no reference/],
]) {
  test(`before Enter it says what "${typed}" is`, async (t) => {
    const page = await browser.page(t);
    await page.locator("#field").fill(typed);
    const wanted = typeof says === "string" ? new RegExp(`^${says.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`) : says;
    await page
      .waitForFunction(
        ([pattern]) => new RegExp(pattern).test(document.querySelector("#given").innerText),
        [wanted.source],
        { timeout: 5000 },
      )
      .catch(async () => assert.match(await note(page).innerText(), wanted));
    assert.equal(await trust(page), "0 requests · nothing left this browser");
  });
}

test("what is wrong is said at Enter too, the field is marked, and nothing is asked for", async (t) => {
  const page = await browser.page(t);
  await enter(page, "MySQL");
  await page.locator("#field[aria-invalid=true]").waitFor();
  assert.match(await said(page), /lower case/);
  assert.equal(await page.locator("#field").evaluate((field) => document.activeElement === field), true);
  await page.locator("#field").fill("mysql");
  assert.equal(await page.locator("#field").getAttribute("aria-invalid"), "false");
});

test("Enter on a reference says what opens it, and back returns", async (t) => {
  const page = await browser.page(t);
  await enter(page, "mysql:5.7");
  await page.getByRole("heading", { level: 2, name: "This page does not open mysql:5.7 yet" }).waitFor();
  assert.equal(await hash(page), "#/image/mysql:5.7");
  await page.getByText("docker pull mysql:5.7 && docker save -o mysql.tar mysql:5.7").waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 2, name: "What is in this container image?" }).waitFor();
});

test("a digest leads to the open image that has it, a layer's to the layer", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  const report = await glass(page).evaluate(({ report }) => report);
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  const field = page.locator("#field");
  const top = report.images[1].layers[4];
  for (const digest of [
    top.digest,
    top.diffId,
    top.chainId,
    top.chainId.slice(7, 19),
    top.chainId.slice(7, 14),
    top.chainId.slice(0, 12),
  ]) {
    await field.fill(digest);
    assert.equal(await note(page).innerText(), "digest: layer 5 in sample.tar");
  }
  await page.keyboard.press("Enter");
  assert.equal(await title(page).textContent(), "registry.example/notes:1.1");
  await glass(page).getByRole("heading", { level: 3, name: "Layer 5 of 5" }).waitFor();
  assert.match(await hash(page), /view=layers&layer=4$/);
  assert.equal(await field.inputValue(), "");
  await enter(page, report.images[0].id.slice(7, 27));
  await title(page).getByText("registry.example/notes:1.0").waitFor();
  await enter(page, DIGEST);
  assert.equal(await said(page), "digest: none of the open images has it");
  assert.equal(await title(page).textContent(), "registry.example/notes:1.0");
});

test("a digest that names an index or an attestation leads to that document, and the link keeps it", async (t) => {
  const page = await browser.page(t);
  await choose(page, fixture("attest-buildx-oci.tar"));
  await opened(page);
  const { images, indexes } = await glass(page).evaluate(({ report }) => report);
  for (const digest of [images[0].attestations[0].digest, indexes[0].digest]) {
    await page.locator("#field").fill(digest.slice(0, 19));
    assert.equal(await note(page).innerText(), "digest: a document in attest-buildx-oci.tar");
    await page.keyboard.press("Enter");
    await glass(page).locator(".raw-view select").waitFor();
    assert.equal(await glass(page).locator(".raw-view select").inputValue(), digest);
    assert.match(await hash(page), new RegExp(`^#/archive\\?image=sha256:\\w+&view=raw&document=${digest}$`));
  }
  await page.goBack();
  await page.waitForFunction(
    ([digest]) => document.querySelector("layer-glass").shown.document === digest,
    [images[0].attestations[0].digest],
  );
  assert.equal(await glass(page).locator(".raw-view select").inputValue(), images[0].attestations[0].digest);
});

test("what is pasted anywhere goes to the field; inside a field it stays there", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  await paste(page, " https://example.com/a.tar\n");
  assert.equal(await page.locator("#field").inputValue(), "https://example.com/a.tar");
  assert.equal(await note(page).innerText(), "archive at example.com");
  assert.equal(await page.locator("#field").evaluate((field) => document.activeElement === field), true);
  await paste(page, "more");
  assert.equal(await page.locator("#field").inputValue(), "https://example.com/a.tar");
});

test("a link that is dropped goes to the field as one that is pasted; one of the page itself goes nowhere", async (t) => {
  const page = await browser.page(t);
  const link = "https://example.com/a.tar";
  const dropped = (isOwn) =>
    page.evaluate(
      ([link, isOwn]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.setData("text/uri-list", `# a comment\r\n${link}\r\n`);
        const types = isOwn
          ? ["dragstart", "dragenter", "dragover", "drop", "dragend"]
          : ["dragenter", "dragover", "drop"];
        const events = types.map((type) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        for (const event of events) document.body.dispatchEvent(event);
        return events.find(({ type }) => type === "drop").defaultPrevented;
      },
      [link, isOwn],
    );
  assert.equal(await dropped(true), false);
  assert.equal(await page.locator("#field").inputValue(), "");
  assert.equal(await dropped(false), true);
  assert.equal(await page.locator("#field").inputValue(), link);
  assert.equal(await note(page).innerText(), "archive at example.com");
  assert.ok(await page.locator("#curtain").isHidden());
});

test("a file that is pasted opens", async (t) => {
  const page = await browser.page(t);
  await page.evaluate(async () => {
    const clipboardData = new DataTransfer();
    const blob = await (await fetch("sample.tar")).blob();
    clipboardData.items.add(new File([blob], "pasted.tar"));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await opened(page);
  assert.equal(await hash(page), "#/archive");
});

for (const key of ["/", "Control+k"]) {
  test(`${key} goes to the field, and Escape leaves it`, async (t) => {
    const page = await browser.page(t);
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.id), "field");
    await page.keyboard.type("x?1");
    assert.equal(await page.locator("#field").inputValue(), "x?1");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  });
}
