// layerglass inspect: which images a source holds, and what each is made of.
import type { Inspection, Report, ReportImage } from "../index.js";
import { onlySource } from "./args.js";
import { type Command, IMAGE, JSON_OUTPUT, PLATFORM } from "./command.js";
import { DONE, NO, usage } from "./failure.js";
import { dockerInspect } from "./inspect-docker.js";
import { findingLines, imageLines, imagesTable, sourceLines, storedLines } from "./inspect-text.js";
import { chooseImage } from "./names.js";
import { finish, printJson } from "./outcome.js";
import { withSource } from "./source.js";
import type { Terminal } from "./terminal.js";
import { json } from "./text.js";

export const inspect: Command = {
  name: "inspect",
  summary: "Show which images a source holds: names, layers, sizes, history, configuration",
  usage: "SOURCE [--image IMAGE] [--platform OS/ARCH] [--verify] [--json | --format docker]",
  options: {
    image: IMAGE,
    platform: PLATFORM,
    verify: { type: "boolean", help: "Recompute the layers' digests too" },
    json: JSON_OUTPUT,
    format: { type: "string", value: "docker", help: "Print what docker inspect prints" },
  },
  examples: [
    { line: "layerglass inspect image.tar", does: "whatever tool wrote it" },
    { line: "layerglass inspect https://example.org/image.tar.gz --json", does: "an archive on the web, as JSON" },
  ],
  async run(words, terminal) {
    const format = words.text("format");
    if (format !== undefined && format !== "docker")
      throw usage("format", `there is no format ${format}`, "use --format docker, or --json");
    if (format !== undefined && words.flag("json"))
      throw usage("format", "--json and --format exclude each other", "use one of them");
    const platform = words.text("platform");
    const options = { platform, verify: words.flag("verify"), measure: format === "docker" };
    return withSource(onlySource(inspect, words), options, async (inspection) => {
      const { error } = inspection;
      const report = narrowed(inspection.report, words.text("image"), platform);
      if (format === "docker") terminal.out(`${json(await docker(inspection, report))}\n`);
      else if (words.flag("json")) printJson(report, error, terminal);
      else print(report, platform, terminal);
      return finish(error, terminal, platform !== undefined && report.images.length === 0 ? NO : DONE);
    });
  },
};

/** The report with only the image that was asked for. */
function narrowed(report: Report, word: string | undefined, platform: string | undefined): Report {
  if (word === undefined) return report;
  const at = chooseImage(report, word, platform);
  return { ...report, images: report.images.filter((_, index) => index === at) };
}

async function docker(inspection: Inspection, { images }: Report): Promise<object[]> {
  return Promise.all(images.map(async (image) => dockerInspect(image, await configOf(inspection, image))));
}

/** All of the config document: the report has only its `config` key. */
async function configOf(inspection: Inspection, { id, config }: ReportImage): Promise<Record<string, unknown>> {
  if (id === null || config === null) return {};
  return JSON.parse(new TextDecoder().decode(await inspection.raw(id))) as Record<string, unknown>;
}

function print(report: Report, platform: string | undefined, terminal: Terminal): void {
  const { images } = report;
  const shown = images.length > 0 ? chooseImage(report, undefined, platform) : undefined;
  const image = shown === undefined ? undefined : images[shown];
  const lines = [
    ...sourceLines(report, terminal),
    ...(images.length > 1 ? ["", ...imagesTable(images, shown, terminal)] : []),
    ...(image ? ["", ...imageLines(image, terminal)] : []),
    ...storedLines(report, terminal),
    ...findingLines(report.findings, "Findings", terminal),
  ];
  terminal.out(`${lines.join("\n")}\n`);
}
