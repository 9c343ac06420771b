// How inspect writes a report for people.
import type { Place, Report, ReportFinding, ReportImage, ReportLayer } from "../index.js";
import { configLines } from "./inspect-config.js";
import { familiar, label, platformText, shortId } from "./names.js";
import { table } from "./table.js";
import type { Terminal } from "./terminal.js";
import { pad, printable } from "./text.js";
import { ago, size, sizeOr } from "./units.js";

const UNKNOWN = "unknown";

export function sourceLines({ source, images }: Report, { dim }: Terminal): string[] {
  const compression = source.compression === "none" ? "" : `, compressed with ${source.compression}`;
  const bytes = source.size === null ? "" : `, ${size(source.size)}`;
  const count = `${images.length} ${images.length === 1 ? "image" : "images"}`;
  return [`${count}, ${source.format}${compression}${bytes}`, dim(printable(source.why.message))];
}

/** All images, where there are several. */
export function imagesTable(
  images: readonly ReportImage[],
  shown: number | undefined,
  { columns, bold, now }: Terminal,
): string[] {
  const titles = [
    { title: "", right: true },
    { title: "NAME", flexible: true },
    { title: "IMAGE ID" },
    { title: "PLATFORM" },
    { title: "CREATED" },
    { title: "STORED", right: true },
  ];
  const rows = images.map((image, index) => [
    `${index === shown ? "* " : ""}${index}`,
    image.names.map(familiar).join(", ") || "<none>",
    shortId(image.id),
    platformText(image.platform),
    ago(image.created, now) ?? UNKNOWN,
    sizeOr(image.size, UNKNOWN),
  ]);
  return table(titles, rows, { columns, title: bold });
}

export function imageLines(image: ReportImage, terminal: Terminal): string[] {
  return [
    ...headLines(image, terminal),
    "",
    ...layerLines(image, terminal),
    ...configLines(image.config, terminal),
    ...findingLines(image.findings, "Findings in this image", terminal),
  ];
}

/** What the source holds beside images. */
export function storedLines({ indexes, artifacts }: Report, { bold }: Terminal): string[] {
  const lines: string[] = [];
  for (const { digest, manifests } of indexes) {
    const roles = manifests.map(({ role, platform }) => (role === "image" && platform ? platformText(platform) : role));
    lines.push("", `${bold("Index")} ${printable(digest)}`, `  ${printable(roles.join(", "))}`);
  }
  for (const { digest, artifactType, mediaType, size } of artifacts) {
    const type = artifactType ?? mediaType ?? "of an unknown type";
    lines.push("", `${bold("Artifact")} ${printable(digest)}`, `  ${printable(type)}, ${sizeOr(size, "size unknown")}`);
  }
  return lines;
}

export function findingLines(
  findings: readonly ReportFinding[],
  title: string,
  { bold, dim, severe }: Terminal,
): string[] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap(({ severity, message, hint, code, at }) => [
    `  ${severe(severity, severity)}: ${printable(where(at) + message)} ${dim(code)}`,
    ...(hint ? [dim(`    ${printable(hint)}`)] : []),
  ]);
  return ["", bold(title), ...lines];
}

/** The place as the start of a sentence. */
function where(at: Place | null): string {
  const words = placeText(at);
  return words ? `${words}: ` : "";
}

/** Layers count from 1. */
export function placeText(at: Place | null): string {
  const { layer, path, offset } = at ?? {};
  const parts = [
    layer === undefined ? "" : `layer ${layer + 1} (index ${layer})`,
    path ?? "",
    offset === undefined ? "" : `at byte ${offset}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function headLines(image: ReportImage, { bold, now }: Terminal): string[] {
  const facts: [string, string | null][] = [
    ["Names", image.names.map(({ canonical, raw }) => canonical ?? raw).join(", ") || null],
    ["Image ID", image.id],
    ["Digest", image.digest],
    ["Platform", platformText(image.platform)],
    ["Created", image.created && `${image.created} (${ago(image.created, now) ?? "no date"})`],
    ["Author", image.author || null],
    ["Size", sizes(image)],
    ["Attested", image.attestations.flatMap(({ predicateTypes }) => predicateTypes).join(", ") || null],
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== null);
  return [bold(printable(label(image))), ...known.map(([name, value]) => `  ${pad(name, 10)}${printable(value)}`)];
}

function sizes({ size: stored, uncompressedSize, contentSize }: ReportImage): string {
  const parts = [
    [stored, "stored"],
    [uncompressedSize, "as tar"],
    [contentSize, "of files"],
  ] as const;
  return parts.flatMap(([bytes, what]) => (bytes === null ? [] : [`${size(bytes)} ${what}`])).join(", ") || UNKNOWN;
}

/** The layers with what made them, the newest first and the base at the bottom; what made no layer has no number. */
function layerLines(image: ReportImage, { columns, bold }: Terminal): string[] {
  const checked = image.layers.some(({ verification }) => verification.diffId !== "skipped");
  const titles = [
    { title: "LAYER", right: true },
    { title: "STORED", right: true },
    { title: "DIGEST" },
    ...(checked ? [{ title: "VERIFIED" }] : []),
    { title: "INSTRUCTION", flexible: true },
  ];
  const cells = (layer: ReportLayer | undefined) => layerCells(layer).slice(0, checked ? 4 : 3);
  const joined = image.history.map(({ layer, instruction, createdBy }) => {
    const text = instruction ? `${instruction.keyword} ${instruction.text}` : (createdBy ?? "");
    return [...cells(layer === null ? undefined : image.layers[layer]), text];
  });
  const alone = image.layers.filter(({ history }) => history === null).map((layer) => [...cells(layer), ""]);
  const lines = table(titles, [...joined, ...alone].reverse(), { columns, title: bold, indent: "  " });
  return [bold(`Layers (${image.layers.length})`), ...lines];
}

function layerCells(layer: ReportLayer | undefined): [string, string, string, string] {
  if (!layer) return ["", "", "", ""];
  const bytes = layer.present ? sizeOr(layer.size, UNKNOWN) : "absent";
  const compression = layer.compression === null || layer.compression === "none" ? "" : ` ${layer.compression}`;
  return [String(layer.index), bytes + compression, shortId(layer.digest ?? layer.diffId), verdict(layer)];
}

/** Both digests in one word, the worse of them. */
function verdict({ verification: { digest, diffId } }: ReportLayer): string {
  const words = [digest, diffId];
  return (["mismatch", "absent", "skipped", "verified"] as const).find((word) => words.includes(word)) ?? "unstated";
}
