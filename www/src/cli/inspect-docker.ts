// What `docker inspect` prints of an image, as far as an archive knows it (docker 28's fields, the classic store's ID).
import type { ReportImage, ReportName } from "../index.js";
import { familiar, tableName } from "./names.js";

type Json = Record<string, unknown>;

/** `document` is the whole config. What only an engine knows (tags given later, a parent) is as docker has it for a loaded image. */
export function dockerInspect(image: ReportImage, document: Json): Json {
  const comments = image.history.map(({ comment }) => comment ?? "");
  return {
    Id: image.id,
    RepoTags: image.names.filter(hasTag).map(familiar),
    RepoDigests: image.repoDigests,
    Parent: "",
    Comment: comments.at(-1) ?? "",
    Created: image.created,
    DockerVersion: document["docker_version"] ?? "",
    Author: image.author ?? "",
    Architecture: image.platform.architecture,
    ...(image.platform.variant === null ? {} : { Variant: image.platform.variant }),
    Os: image.platform.os,
    ...(image.platform.osVersion === null ? {} : { OsVersion: image.platform.osVersion }),
    Size: image.contentSize,
    RootFS: { Type: "layers", Layers: image.layers.map(({ diffId }) => diffId) },
    Metadata: { LastTagTime: "0001-01-01T00:00:00Z" },
    Config: image.config && dockerConfig(image.config),
  };
}

function hasTag(name: ReportName): boolean {
  return name.canonical !== null && tableName(name).tag !== "<none>";
}

/** Always there, empty ones as null. */
const ALWAYS_OR_NULL = ["Cmd", "Entrypoint", "Env", "Labels", "OnBuild", "Volumes"];
const ALWAYS_TEXT = ["User", "WorkingDir"];
/** There only when set. */
const WHERE_SET = ["ArgsEscaped", "ExposedPorts", "Healthcheck", "Shell", "StopSignal", "StopTimeout"];

function dockerConfig(config: Json): Json {
  const entries = [
    ...ALWAYS_OR_NULL.map((key): [string, unknown] => [key, isEmpty(config[key]) ? null : config[key]]),
    ...ALWAYS_TEXT.map((key): [string, unknown] => [key, config[key] ?? ""]),
    ...WHERE_SET.filter((key) => !isEmpty(config[key]) && config[key] !== false).map((key): [string, unknown] => [
      key,
      config[key],
    ]),
  ];
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}
