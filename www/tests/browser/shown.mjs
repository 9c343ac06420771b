// What the element shows of an image as data, and the same made of a report: the two must be equal.
import { glass, view } from "./page.mjs";

/** Goes through the views as a visitor does and reads what stands there. Sizes are the exact ones in the titles. */
export async function shown(page) {
  const seen = {};
  for (const [name, read] of Object.entries(VIEWS)) {
    const tab = glass(page).getByRole("tab", { name });
    if ((await tab.count()) === 0) continue;
    await view(page, name);
    Object.assign(seen, await glass(page).evaluate(read));
  }
  return seen;
}

const VIEWS = { Overview: overview, Layers: layers, History: history, Config: config };

// These run in the page, so each brings along what it needs.

async function overview(element) {
  await element.updateComplete;
  const root = element.shadowRoot;
  const all = (selector, from = root) => [...from.querySelectorAll(selector)];
  const text = (node) => node?.textContent.trim() ?? null;
  const facts = Object.fromEntries(all(".head dl > div").map((row) => [text(row.children[0]), row.children[1]]));
  const keys = Object.fromEntries(
    all(".head .key").map((key) => [text(key.querySelector(".label")), key.querySelector(".digest").title]),
  );
  const parts = Object.fromEntries(all(".panel .part").map((part) => [text(part.querySelector("h3")), part]));
  const more = root.querySelector(".findings > button");
  more?.click();
  await element.updateComplete;
  const seen = {
    title: text(root.querySelector(".head h2 .foreign")),
    otherNames: all(
      "[role=listitem] > .foreign",
      parts["Other names of this image"] ?? document.createElement("p"),
    ).map(text),
    platform: text(facts["Platform"]),
    created: facts["Created"]?.querySelector("time")?.getAttribute("datetime") ?? null,
    stored: facts["Stored"]?.querySelector(".size").title,
    contentSize: facts["In docker"]?.querySelector(".size")?.title,
    id: keys["image ID"] ?? null,
    digest: keys["digest"] ?? null,
    lines: all(".stack .line").length,
    bands: all(".stack .band .size").map((size) => size.title),
    findings: all(".glass > .findings .finding > .sub > code").map(text).sort(),
    manifests: all(".index .descriptor [title^='sha256:']").map((digest) => digest.title),
  };
  more?.click();
  return seen;
}

async function layers(element) {
  await element.updateComplete;
  const layers = [];
  for (const row of element.shadowRoot.querySelectorAll(".layer > .row")) {
    row.click();
    await element.updateComplete;
    const layer = row.parentElement;
    layers.push({
      size: row.querySelector(".stored .size").title,
      digests: [...layer.querySelectorAll(".details .digest")].map((digest) => digest.title),
    });
    row.click();
    await element.updateComplete;
  }
  return { layers };
}

async function history(element) {
  await element.updateComplete;
  const root = element.shadowRoot;
  const unfold = [...root.querySelectorAll(".tools button")].find((button) => /Unfold all/.test(button.textContent));
  unfold?.click();
  await element.updateComplete;
  const entries = [...root.querySelectorAll(".entry")].map((entry) => ({
    created: entry.querySelector(".when time")?.getAttribute("datetime") ?? null,
    size: entry.querySelector(".stored .size")?.title ?? null,
    written: entry.querySelector("pre.written .foreign")?.textContent ?? null,
  }));
  return { entries };
}

async function config(element) {
  await element.updateComplete;
  const pairs = [...element.shadowRoot.querySelectorAll("[aria-label=Environment] .pair")];
  const environment = pairs.map((pair) => [
    pair.querySelector(".name .foreign").textContent,
    pair.querySelector(".value code .foreign")?.textContent ?? "",
  ]);
  return { environment };
}

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** The same from a report that was measured. */
export function expected(image, { source, findings, indexes }) {
  const key = image.digest ?? image.id;
  const written = (text) => text.replace(UNSEEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
  const lines = (text) => text.replace(UNSEEN, (c) => (c === "\n" || c === "\t" ? c : written(c)));
  const exact = (size) =>
    size === null ? "not known" : `${size.toLocaleString("en")} ${size === 1 ? "byte" : "bytes"}`;
  const { os, architecture, variant } = image.platform;
  const sizes = image.layers.map(({ size }) => exact(size)).reverse();
  return {
    title: image.names[0]
      ? written(image.names[0].familiar ?? image.names[0].raw)
      : source.format === "filesystem"
        ? "Plain filesystem"
        : `Untagged image ${key.slice(7, 19)}`,
    otherNames: image.names.slice(1).map(({ familiar, raw }) => written(familiar ?? raw)),
    platform: [os, architecture, variant].filter((part) => part !== null).join("/") || "platform not stated",
    created: image.created,
    stored: exact(image.size),
    contentSize: exact(image.contentSize),
    id: image.id,
    digest: image.digest,
    lines: image.history.filter(({ layer, emptyLayer }) => layer === null && emptyLayer).length,
    bands: sizes,
    findings: [...findings, ...image.findings].map(({ code }) => code).sort(),
    manifests: indexes.flatMap(({ manifests }) => manifests.map(({ digest }) => digest)),
    layers: image.layers
      .map(({ digest, diffId, chainId, size }) => ({
        size: exact(size),
        digests: [digest, diffId, chainId].filter((digest) => digest !== null),
      }))
      .reverse(),
    entries: image.history
      .map((entry) => ({
        created: entry.created,
        size: entry.layer === null ? (entry.emptyLayer ? null : exact(null)) : exact(image.layers[entry.layer].size),
        written: isPlain(entry) ? null : lines(entry.createdBy),
      }))
      .reverse(),
    environment: (image.config?.Env ?? []).map((variable) => {
      const [name, ...value] = variable.split("=");
      return [written(name), lines(value.join("="))];
    }),
  };
}

/** Its line is readable as it is, and stands there only once. */
function isPlain({ createdBy, instruction }) {
  if (!createdBy) return true;
  return instruction === null || createdBy.trim() === `${instruction.keyword} ${instruction.text}`;
}
