// layerglass verify: every digest recomputed.
import type { Report, ReportFinding, Verified, VerifiedBlob } from "../index.js";
import { onlySource } from "./args.js";
import { type Command, JSON_OUTPUT } from "./command.js";
import { DONE, NO, UNREADABLE } from "./failure.js";
import { findingLines, placeText } from "./inspect-text.js";
import { finish, printJson } from "./outcome.js";
import { withSource } from "./source.js";
import { table } from "./table.js";
import type { Terminal } from "./terminal.js";
import { printable } from "./text.js";
import { sizeOr } from "./units.js";

export const verify: Command = {
  name: "verify",
  summary: "Recompute every digest; exit code 1 where one differs or is missing",
  usage: "SOURCE [--json]",
  options: { json: JSON_OUTPUT },
  examples: [
    { line: "layerglass verify image.tar", does: "manifests, configs, layers and their diff IDs" },
    { line: "docker save app | layerglass verify - --json", does: "while it passes by, as JSON" },
  ],
  async run(words, terminal) {
    return withSource(onlySource(verify, words), { verify: true }, async (inspection) => {
      const verified = await inspection.verify();
      const report = await inspection.refresh();
      if (words.flag("json")) printJson(verified, inspection.error, terminal);
      else print(verified, report, terminal);
      return finish(inspection.error, terminal, answer(verified, report));
    });
  },
};

const WORDS: Record<VerifiedBlob["kind"], string> = {
  index: "index",
  manifest: "manifest",
  config: "config",
  layer: "layer",
  diffId: "diff ID",
};

type Word = "right" | "wrong" | "unstated" | "skipped" | "absent";

const RESULTS: Record<VerifiedBlob["verification"], Word> = {
  verified: "right",
  mismatch: "wrong",
  unstated: "unstated",
  skipped: "skipped",
  absent: "absent",
};

/** A layer that passed by in a stream before it was known to be one. */
const UNREAD = "layer/unread";

/** Nothing is wrong with what was only not read: that is no "no". */
function answer({ ok, blobs }: Verified, report: Report): number {
  if (ok) return DONE;
  const findings = allFindings(report);
  const unread = findings.some(({ code }) => code === UNREAD) && !findings.some(({ severity }) => severity === "error");
  return unread && blobs.every(({ ok, verification }) => ok || verification === "skipped") ? UNREADABLE : NO;
}

function print({ blobs }: Verified, report: Report, terminal: Terminal): void {
  const { out, bold, columns, severe } = terminal;
  const rows = blobs.map((blob) => [
    RESULTS[blob.verification],
    WORDS[blob.kind],
    blob.digest ?? placeText(blob.at),
    sizeOr(blob.bytes, ""),
  ]);
  const titles = [
    { title: "RESULT" },
    { title: "WHAT" },
    { title: "DIGEST", flexible: true },
    { title: "SIZE", right: true },
  ];
  if (rows.length > 0) out(`${table(titles, rows, { columns, title: bold }).join("\n")}\n`);
  for (const blob of blobs.filter(({ ok }) => !ok)) {
    const subject = [WORDS[blob.kind], blob.expected, `(${placeText(blob.at)})`].filter(Boolean).join(" ");
    out(`\n${severe(RESULTS[blob.verification], "error")}: the ${printable(`${subject} — ${reason(blob)}`)}\n`);
  }
  // What differs was said above.
  const told = allFindings(report).filter(
    ({ code, severity }) => code === UNREAD || (severity === "error" && code !== "digest/mismatch"),
  );
  const lines = findingLines(told, "Findings", terminal);
  const text = [...lines, "", ...summary(blobs), ...notRead(report)].join("\n");
  out(`${rows.length > 0 ? text : text.trimStart()}\n`);
}

function reason({ verification, actual, problem }: VerifiedBlob): string {
  if (problem) return `its bytes cannot be read: ${problem.message}`;
  if (verification === "absent") return "its bytes are not there";
  return verification === "mismatch" ? `its bytes hash to ${actual}` : "its bytes were not hashed";
}

/** Of the whole and of every image, each once. */
function allFindings({ findings, images }: Report): ReportFinding[] {
  const all = [...findings, ...images.flatMap((image) => image.findings)];
  return [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** Only what was hashed and agrees with what somebody stated counts as right. */
function summary(blobs: readonly VerifiedBlob[]): string[] {
  if (blobs.length === 0) return ["nothing could be verified"];
  const elsewhere = blobs.filter(({ verification, ok }) => verification === "absent" && ok).length;
  const of = (word: Word) => blobs.filter(({ verification }) => RESULTS[verification] === word).length;
  const counts: [number, string][] = [
    [of("wrong"), "wrong"],
    [of("skipped"), "skipped"],
    [of("absent") - elsewhere, "absent"],
    [of("unstated"), "not stated"],
    [elsewhere, "kept elsewhere"],
  ];
  const stated = blobs.filter(
    ({ expected, verification, ok }) => expected !== null && !(verification === "absent" && ok),
  );
  const others = counts.filter(([count]) => count > 0).map(([count, what]) => `; ${count} ${what}`);
  return [`${of("right")} of ${stated.length} stated digests are right${others.join("")}`];
}

function notRead({ artifacts, images }: Report): string[] {
  const attestations = images.flatMap((image) => image.attestations);
  const count = new Set([...artifacts, ...attestations].map(({ digest }) => digest)).size;
  return count > 0
    ? [`not read: the blobs of ${count} ${count === 1 ? "artifact or attestation" : "artifacts and attestations"}`]
    : [];
}
