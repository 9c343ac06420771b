// layerglass verify: every digest recomputed.
import type { Verified, VerifiedBlob } from "../index.js";
import { onlySource } from "./args.js";
import { type Command, JSON_OUTPUT } from "./command.js";
import { DONE, NO } from "./failure.js";
import { finish, printJson } from "./outcome.js";
import { withSource } from "./source.js";
import { table } from "./table.js";
import type { Terminal } from "./terminal.js";
import { sizeOr } from "./units.js";

export const verify: Command = {
  name: "verify",
  summary: "Recompute every digest; exit code 1 where one differs",
  usage: "SOURCE [--json]",
  options: { json: JSON_OUTPUT },
  examples: [
    { line: "layerglass verify image.tar", does: "manifests, configs, layers and their diff IDs" },
    { line: "docker save app | layerglass verify - --json", does: "while it passes by, as JSON" },
  ],
  async run(words, terminal) {
    return withSource(onlySource(verify, words), { verify: true }, async (inspection) => {
      const verified = await inspection.verify();
      if (words.flag("json")) printJson(verified, inspection.error, terminal);
      else print(verified, terminal);
      return finish(inspection.error, terminal, verified.ok ? DONE : NO);
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

function print({ blobs }: Verified, { out, bold, columns, severe }: Terminal): void {
  const rows = blobs.map((blob) => [
    result(blob),
    WORDS[blob.kind],
    blob.expected ?? blob.digest ?? "",
    sizeOr(blob.bytes, ""),
  ]);
  const titles = [{ title: "RESULT" }, { title: "WHAT" }, { title: "STATED" }, { title: "SIZE", right: true }];
  out(`${table(titles, rows, { columns, title: bold }).join("\n")}\n`);
  const wrong = blobs.filter(({ ok }) => !ok);
  for (const { kind, expected, actual } of wrong) {
    const found = actual === null ? "its bytes are not there" : `its bytes hash to ${actual}`;
    out(`\n${severe("wrong", "error")}: the ${WORDS[kind]} ${expected ?? ""} — ${found}\n`);
  }
  out(`\n${blobs.length - wrong.length} of ${blobs.length} digests are right\n`);
}

function result({ ok, expected, actual }: VerifiedBlob): string {
  if (!ok) return actual === null ? "absent" : "wrong";
  return expected === null ? "unstated" : "right";
}
