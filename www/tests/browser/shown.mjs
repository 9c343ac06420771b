// What the page shows of an image as data, and the same made of a report: the two must be equal.

/** Runs in the page. Sizes are the exact ones that stand in the titles. */
export function shown() {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const text = (node) => node?.textContent ?? null;
  const exact = (node) => node?.querySelector("[title]")?.getAttribute("title") ?? text(node);
  const facts = Object.fromEntries(
    all("article > .facts > div").map((row) => [text(row.querySelector("dt")), row.querySelector("dd")]),
  );
  return {
    title: text(document.querySelector("#image-title")),
    otherNames: all(".names strong").map(text),
    platform: text(facts["Platform"]),
    created: facts["Created"]?.querySelector("time")?.getAttribute("datetime") ?? null,
    stored: exact(facts["Stored"]),
    contentSize: exact(facts["Size in docker"]),
    id: facts["Image ID"]?.querySelector("[title]")?.getAttribute("title") ?? null,
    digest: facts["Digest"]?.querySelector("[title]")?.getAttribute("title") ?? null,
    layers: all(".layer").map((layer) => ({
      digest: layer.querySelector(".digest")?.getAttribute("title") ?? null,
      size: exact(layer.querySelector(":scope > .size")),
    })),
    lines: all(".stack > .line").length,
    history: all(".entries tbody tr").map((row) => text(row.querySelector("td:nth-child(2) code"))),
    environment: all(".config dl > div")
      .filter((row) => text(row.querySelector("dt")) === "Environment")
      .flatMap((row) => all("li", row).map(text)),
    findings: all(".image-findings .finding > .sub code").map(text),
  };
}

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** The same from a report that was measured. */
export function expected(image, { source }) {
  const key = image.digest ?? image.id;
  const written = (text) => text.replace(UNSEEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
  const lines = (text) => text.replace(UNSEEN, (c) => (c === "\n" || c === "\t" ? c : written(c)));
  const exact = (size) => (size === null ? "–" : `${size.toLocaleString("en")} ${size === 1 ? "byte" : "bytes"}`);
  const { os, architecture, variant } = image.platform;
  return {
    title: image.names[0]
      ? written(image.names[0].familiar ?? image.names[0].raw)
      : source.format === "filesystem"
        ? "Plain filesystem"
        : `Untagged image ${key.slice(7, 19)}`,
    otherNames: image.names.slice(1).map(({ familiar, raw }) => written(familiar ?? raw)),
    platform: [os, architecture, variant].filter((part) => part !== null).join("/") || "not stated",
    created: image.created,
    stored: exact(image.size),
    contentSize: image.contentSize === null ? "not known" : exact(image.contentSize),
    id: image.id,
    digest: image.digest,
    layers: image.layers.map(({ digest, diffId, size }) => ({ digest: digest ?? diffId, size: exact(size) })).reverse(),
    lines: image.history.filter(({ layer }) => layer === null).length,
    history: image.history.map(({ createdBy }) => (createdBy ? lines(createdBy) : null)).reverse(),
    environment: (image.config?.Env ?? []).map(lines),
    findings: image.findings.map(({ code }) => code).sort(),
  };
}
