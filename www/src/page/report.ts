// An archive that is open: what it is, its images to choose from, the chosen one, and what else it holds.

import type { Report, ReportSource, Verified, VerifiedBlob } from "../index.js";
import type { Archive, Change } from "./archive.js";
import { add, announce, type Child, h, rows } from "./dom.js";
import { findingsSection, sentence, sign } from "./findings.js";
import { foreign } from "./foreign.js";
import { ImageView, imageLabel } from "./image.js";
import { digest, ProgressLine, size } from "./pieces.js";
import { artifactsSection, indexesSection } from "./stored.js";
import { bytes, count } from "./words.js";

const FORMATS: Record<ReportSource["format"], string> = {
  "docker-save": "docker save",
  "docker-save-legacy": "docker save, before 1.10",
  "docker-save-oci": "docker save and OCI layout in one",
  oci: "OCI layout",
  filesystem: "plain filesystem",
  registry: "registry",
};

export class ReportView {
  readonly element: HTMLElement;
  readonly #archive: Archive;
  readonly #imageBox = h("div", { class: "image" });
  readonly #findingsBox = h("div");
  readonly #verifyBox = h("div", { class: "verify" });
  readonly #verifyButton = h("button", { type: "button", click: () => void this.#archive.verify() }, "Verify digests");
  #progress: ProgressLine | null = null;
  #image: ImageView | null = null;

  constructor(archive: Archive, report: Report, close: () => void) {
    this.#archive = archive;
    this.element = h(
      "div",
      { class: "report" },
      h(
        "div",
        { class: "source" },
        h("p", {}, h("strong", {}, foreign(archive.name)), " ", sourceWords(report.source)),
        h("div", { class: "actions" }, this.#verifyButton, h("button", { type: "button", click: close }, "Close")),
      ),
      this.#verifyBox,
      stoppedEarly(archive),
      this.#findingsBox,
      report.images.length > 1 && this.#picker(report),
      this.#imageBox,
      indexesSection(report.indexes),
      artifactsSection(report.artifacts),
    );
    this.#showFindings(report);
    if (report.images.length > 0) this.#choose(report, 0);
    else add(this.#imageBox, [h("h1", {}, "No container image in here")]);
  }

  update(change: Change): void {
    const { report, counting, verifying } = this.#archive;
    if (change === "verifying") this.#showVerifying();
    const learned = change === "verifying" ? verifying.kind === "done" : counting.kind === "done";
    if (learned && report !== null) this.#showFindings(report);
    if (learned || change === "counting") this.#image?.refresh();
  }

  #showFindings(report: Report): void {
    this.#findingsBox.replaceChildren();
    add(this.#findingsBox, [findingsSection("source-findings", "Findings in the archive", report.findings)]);
  }

  #choose(report: Report, place: number): void {
    const image = report.images[place];
    if (image === undefined) return;
    this.#image = new ImageView(this.#archive, report, image, place);
    this.#imageBox.replaceChildren(this.#image.element);
  }

  #picker(report: Report): HTMLElement {
    let current: HTMLElement | null = null;
    const list = rows(h("ul"), report.images, (image, place) => {
      const { name, rest } = imageLabel(image);
      const button = h(
        "button",
        { type: "button" },
        h("span", {}, name),
        " ",
        h("span", { class: "sub" }, rest, ", ", size(image.size)),
      );
      const choose = (): void => {
        current?.removeAttribute("aria-current");
        current = button;
        button.setAttribute("aria-current", "true");
      };
      if (place === 0) choose();
      button.addEventListener("click", () => {
        choose();
        this.#choose(report, place);
        announce(`Showing ${name}`);
      });
      return h("li", {}, button);
    });
    return h("nav", { class: "picker", "aria-label": "Images in this archive" }, list);
  }

  #showVerifying(): void {
    const task = this.#archive.verifying;
    this.#verifyButton.disabled = task.kind === "running";
    if (task.kind === "running") {
      if (this.#progress === null) {
        this.#progress = new ProgressLine(() => this.#archive.cancelVerifying());
        this.#verifyBox.replaceChildren(this.#progress.element);
      }
      if (task.progress !== null) this.#progress.update(task.progress);
      return;
    }
    this.#progress = null;
    this.#verifyBox.replaceChildren();
    if (task.kind === "done") add(this.#verifyBox, [outcome(task.value)]);
    if (task.kind === "failed") {
      add(this.#verifyBox, [h("p", {}, sign("error"), " ", foreign(sentence(task.error.message)))]);
      announce("The digests could not be verified");
    }
  }
}

function sourceWords(source: ReportSource): Child {
  const words: Child[] = [];
  if (source.size !== null) words.push(size(source.size), " · ");
  words.push(FORMATS[source.format]);
  if (source.compression !== "none") words.push(`, compressed with ${source.compression}`);
  words.push(" · ", foreign(source.why.message));
  return h("span", { class: "sub" }, words);
}

/** The report is of the part before; that must be seen, where no finding says it. */
function stoppedEarly({ opening }: Archive): Child {
  if (opening.kind !== "done" || opening.value.error === null) return null;
  const { message, hint, code } = opening.value.error;
  if (opening.value.report.findings.some((finding) => finding.code === code)) return null;
  return h(
    "div",
    { class: "stopped finding error" },
    h(
      "p",
      {},
      sign("error"),
      " Not read to its end: ",
      foreign(sentence(message)),
      hint && [" ", h("span", { class: "hint" }, foreign(sentence(hint)))],
    ),
    h("p", { class: "sub" }, h("code", {}, foreign(code))),
  );
}

function outcome({ ok, blobs }: Verified): HTMLElement {
  const wrong = blobs.filter((blob) => !blob.ok);
  const words = outcomeWords(ok, blobs, wrong.length);
  announce(words);
  return h(
    "div",
    { class: ok ? "outcome verified" : "outcome differs" },
    h("p", {}, h("span", { class: "sign", "aria-hidden": "true" }, ok ? "✓" : "✕"), " ", words),
    wrong.length > 0 && rows(h("ul", { class: "findings" }), wrong, differing),
  );
}

function outcomeWords(ok: boolean, blobs: readonly VerifiedBlob[], wrong: number): string {
  const right = blobs.filter(({ verification }) => verification === "verified").length;
  const unstated = blobs.filter(({ verification }) => verification === "unstated").length;
  const read = blobs.reduce((sum, blob) => sum + (blob.bytes ?? 0), 0);
  const rest = unstated > 0 ? ` ${count(unstated, "digest")} nobody states.` : "";
  if (ok) return `${count(right, "digest")} recomputed and as stated.${rest} ${bytes(read)} read.`;
  if (wrong === 0) return "What is there is as stated, but the image is not whole: see the findings.";
  return `${count(wrong, "digest")} of ${blobs.length} ${wrong === 1 ? "is" : "are"} not as stated, or could not be checked.`;
}

function differing({ kind, digest: of, expected, actual, verification, problem, at }: VerifiedBlob): HTMLElement {
  const what = kind === "diffId" ? "unpacked layer" : kind;
  const stated = expected ?? of;
  const name = stated === null ? foreign(at?.path ?? "") : digest(stated, `digest of the ${what}`);
  return h("li", { class: "finding error" }, h("p", {}, what, " ", name), h("p", { class: "sub" }, why()));

  function why(): Child {
    if (actual !== null) return ["its bytes hash to ", digest(actual, "actual digest")];
    if (problem !== null) return foreign(sentence(problem.message));
    return verification === "absent" ? "its bytes are not here" : "it was not read";
  }
}
