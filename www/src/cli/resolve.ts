// layerglass resolve: each step from what was typed to a digest.
import { LayerglassError, type Resolution, type ResolutionStep, resolve as ask } from "../index.js";
import { onlyReference } from "./args.js";
import { type Command, JSON_OUTPUT, PLATFORM } from "./command.js";
import { DONE, errorJson, exitCode, sayError, toError } from "./failure.js";
import { registrySettings } from "./network.js";
import type { Terminal } from "./terminal.js";
import { json, printable } from "./text.js";
import { size } from "./units.js";

/** Not by colour: what a step came to. */
const SIGNS: Readonly<Record<ResolutionStep["outcome"], string>> = { ok: "✓", miss: "–", failed: "✕", skipped: "·" };

export const resolve: Command = {
  name: "resolve",
  summary: "Show each step from a reference to a digest, as docker would take it",
  usage: "REFERENCE [--platform OS/ARCH] [--timing] [--json]",
  options: {
    platform: PLATFORM,
    timing: { type: "boolean", help: "Say how long each step took" },
    json: JSON_OUTPUT,
  },
  examples: [
    { line: "layerglass resolve mysql", does: "what docker makes of it, and who has it" },
    { line: "layerglass resolve --mirror https://mirror.example mysql:5.7", does: "asking a mirror first" },
  ],
  async run(words, terminal) {
    const timing = words.flag("timing");
    const options = { platform: words.text("platform"), timing, registry: registrySettings() };
    const resolution = await ask(onlyReference(resolve, words), options);
    const error = resolution.error && toError(fromPlain(resolution.error));
    if (words.flag("json")) terminal.out(`${json({ ...resolution, error: error && errorJson(error) })}\n`);
    else print(resolution, terminal);
    if (!error) return DONE;
    sayError(error, terminal);
    return exitCode(error);
  },
};

/** As the errors that are thrown. */
function fromPlain({ code, message, hint }: NonNullable<Resolution["error"]>): LayerglassError {
  return new LayerglassError(code, message, { hint });
}

function print({ reference, steps, digest, id }: Resolution, { out, bold, dim }: Terminal): void {
  const kinds = Math.max(...steps.map(({ kind }) => kind.length));
  const lines = steps.flatMap((step) => {
    const facts = [
      step.status === null ? "" : `HTTP ${step.status}`,
      step.bytes === null ? "" : size(step.bytes),
      step.ms === undefined ? "" : `${Math.round(step.ms)} ms`,
    ].filter((fact) => fact !== "");
    const where = step.where === null ? "" : `${printable(step.where)}  `;
    const told = `${SIGNS[step.outcome]} ${step.kind.padEnd(kinds)}  ${where}${printable(step.detail)}`;
    const more = step.outcome === "failed" ? [step.dockerMessage, step.hint] : [step.dockerMessage];
    return [
      told + (facts.length > 0 ? dim(`  (${facts.join(", ")})`) : ""),
      ...more.flatMap((text) => (text === null ? [] : [`  ${" ".repeat(kinds)}  ${printable(text)}`])),
    ];
  });
  const ends = digest === null ? [] : ["", `digest   ${digest}`, ...(id === null ? [] : [`image ID ${id}`])];
  out(`${[bold(printable(reference)), ...lines, ...ends].join("\n")}\n`);
}
