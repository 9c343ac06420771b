// The page: a field, a button and the whole window take archives; the shelf shows them.

import { init, LayerglassError } from "../index.js";
import { byId, h } from "./dom.js";
import { acceptDrops } from "./drop.js";
import { Shelf } from "./shelf.js";
import { TrustLine } from "./trust.js";

/** From package.json, by the build. */
declare const LAYERGLASS_VERSION: string;

const file = byId("file", HTMLInputElement);
const url = byId("url", HTMLInputElement);
const note = byId("url-note", HTMLElement);
const trust = new TrustLine(byId("trust", HTMLElement));

const shelf = new Shelf(emptyPage(), { choose, sample });

byId("version", HTMLElement).textContent = LAYERGLASS_VERSION;

acceptDrops((dropped) => {
  for (const { name, source } of dropped) shelf.open(name, source);
});

byId("choose", HTMLButtonElement).addEventListener("click", choose);
file.addEventListener("change", () => {
  for (const chosen of file.files ?? []) shelf.open(chosen.name, chosen);
  file.value = "";
});

byId("address", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const address = asAddress(url.value.trim());
  if (typeof address === "string") {
    note.textContent = address;
    url.setAttribute("aria-invalid", "true");
    return;
  }
  trust.asked(address.host);
  shelf.open(lastPart(address), address);
});
url.addEventListener("input", () => {
  note.textContent = "";
  url.removeAttribute("aria-invalid");
});

// Ready before the first file comes. Should it fail, opening that file says so.
init().catch(() => {});

function choose(): void {
  file.click();
}

/** The sample lies beside the page, so to fetch it is no more of a request than to fetch the page's own style. */
function sample(): void {
  shelf.open("sample.tar", sampleFile());
}

async function sampleFile(): Promise<Blob> {
  const response = await fetch("sample.tar");
  if (!response.ok) {
    const message = `sample.tar should lie beside the page, but the server answered ${response.status}`;
    throw new LayerglassError("network/status", message, { hint: "open an archive of your own" });
  }
  return response.blob();
}

/** The address that was typed, or what is wrong with it. */
function asAddress(typed: string): URL | string {
  if (typed === "") return "Paste the address of an archive here, or drop a file anywhere.";
  if (!/^https?:/i.test(typed) || !URL.canParse(typed)) {
    return "This is no web address. Paste one that begins with https:// and leads to an archive.";
  }
  const address = new URL(typed);
  if (address.username !== "" || address.password !== "")
    return "Leave out the name and password: layerglass sends none.";
  return address;
}

function lastPart({ pathname, host }: URL): string {
  return pathname.split("/").findLast((part) => part !== "") ?? host;
}

function emptyPage(): HTMLElement {
  return h(
    "div",
    { class: "empty" },
    h("h1", {}, "What is in this container image?"),
    h(
      "ul",
      {},
      h("li", {}, "Drop an archive that docker, podman, skopeo, crane or buildx wrote. Compressed ones too."),
      h(
        "li",
        {},
        "See its images and names, each layer with its size and the instruction that made it, the history, the configuration, and what is wrong.",
      ),
      h("li", {}, "The file is read in this tab. Nothing is uploaded, and there is no account."),
    ),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "primary", click: sample }, "Open the sample"),
      h("p", { class: "sub" }, "No archive at hand? ", h("code", {}, "docker save -o image.tar IMAGE"), " writes one."),
    ),
  );
}
