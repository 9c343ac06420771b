// What an archive holds beside its images: indexes, attestations, and artifacts that are no images at all.

import type { ReportArtifact, ReportDescriptor, ReportImage, ReportIndex, ReportName } from "../index.js";
import { type Child, h, rows } from "./dom.js";
import { foreign } from "./foreign.js";
import { digest, platformWords, section, size } from "./pieces.js";
import { count } from "./words.js";

export function indexesSection(indexes: readonly ReportIndex[]): HTMLElement | null {
  if (indexes.length === 0) return null;
  return section("indexes", "Indexes", null, rows(h("div"), indexes, index));
}

function index({ digest: of, names, manifests }: ReportIndex): HTMLElement {
  const body = h("tbody");
  const columns = ["What", "Platform", "Digest", "Size"].map((name) =>
    h("th", { scope: "col", class: name.toLowerCase() }, name),
  );
  const table = h("table", { class: "manifests" }, h("thead", {}, h("tr", {}, columns)), body);
  return h(
    "div",
    { class: "index" },
    h("p", {}, nameList(names), digest(of, "digest of the index"), " ", count(manifests.length, "manifest")),
    rows(body, manifests, manifest, table),
  );
}

function manifest({ role, platform, digest: of, size: bytes, present, artifactType }: ReportDescriptor): HTMLElement {
  const what: Child = role === "artifact" && artifactType !== null ? foreign(artifactType) : role;
  const isPlace = platform !== null && role === "image";
  return h(
    "tr",
    {},
    h("td", {}, what, !present && h("span", { class: "absent" }, "not in the archive")),
    h("td", {}, isPlace ? platformWords(platform) : "–"),
    h("td", {}, digest(of, `digest of the ${role}`)),
    h("td", { class: "size" }, size(bytes)),
  );
}

export function artifactsSection(artifacts: readonly ReportArtifact[]): HTMLElement | null {
  if (artifacts.length === 0) return null;
  const list = rows(h("ul", { class: "artifacts" }), artifacts, (artifact) =>
    h(
      "li",
      {},
      h("p", {}, nameList(artifact.names), foreign(artifact.artifactType ?? artifact.mediaType ?? "type not stated")),
      h(
        "p",
        { class: "sub" },
        digest(artifact.digest, "digest of the artifact"),
        " ",
        size(artifact.size),
        about(artifact),
      ),
    ),
  );
  return section("artifacts", "Artifacts", h("p", { class: "sub" }, "stored here, but no container images"), list);
}

function about({ subject }: ReportArtifact): Child {
  return subject !== null && [" about ", digest(subject, "digest of the artifact's subject")];
}

/** What was attested about an image: provenance, bills of materials. */
export function attestations(image: ReportImage): Child {
  if (image.attestations.length === 0) return null;
  return rows(h("ul", { class: "words" }), image.attestations, ({ digest: of, predicateTypes }) =>
    h(
      "li",
      {},
      predicateTypes.length === 0 ? "type not stated" : predicateTypes.map((type) => [foreign(type), " "]),
      digest(of, "digest of the attestation"),
    ),
  );
}

function nameList(names: readonly ReportName[]): Child {
  return names.map(({ raw }) => [h("strong", {}, foreign(raw)), " "]);
}
