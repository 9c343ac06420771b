// An image in OCI layout of which every text tries to be something else.
import { createHash } from "node:crypto";
import { tar } from "./archives.mjs";

const sha256 = (bytes) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** Markup for every place that it might land in: text, attributes, scripts, templates. */
export const MARKUP = `"'><img src=/x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>{{alert(4)}}\${alert(5)}<!--?lit$-->`;
/** Reordered it would read "exe.png". */
export const REORDERED = "\u202egnp.exe\u2066\u200f";
/** Ends of text and of line, a terminal's colour, what takes no room. */
export const UNSEEN = "nul\u0000bell\u0007red\u001b[31mzero\u200b\u2028line\u0085";
export const LONG = "x".repeat(1 << 20);

const ALL = [MARKUP, REORDERED, UNSEEN];
const all = ALL.join(" ");
const short = { [MARKUP]: REORDERED, [REORDERED]: MARKUP, [`${UNSEEN} key`]: UNSEEN, ["k".repeat(5000)]: "" };

/** `lengthy`: with strings of a megabyte too. */
export function hostileLayout({ lengthy = true } = {}) {
  const long = lengthy ? LONG : "x".repeat(3000);
  // One for each document: of 4 MiB none is read.
  const notes = { ...short, long };
  const part = long.slice(0, 1 << 18);
  const blobs = new Map();
  const add = (content, more) => {
    const bytes = Buffer.from(
      typeof content === "object" && !Buffer.isBuffer(content) ? JSON.stringify(content) : content,
    );
    const digest = sha256(bytes);
    blobs.set(digest, bytes);
    return { digest, size: bytes.length, ...more };
  };
  const layers = [tar([[`etc/${MARKUP.slice(0, 20).replaceAll("/", "")}`, "motd"]]), tar([["b", "b"]])];
  const config = {
    architecture: `${REORDERED}64`,
    os: MARKUP,
    variant: UNSEEN,
    author: `${all} ${part}`,
    created: MARKUP,
    config: {
      Env: [
        "PATH=/bin",
        `MARKUP=${MARKUP}`,
        `${REORDERED}=1`,
        UNSEEN,
        `LONG=${part}`,
        ...Array(20).fill(`A=${all}`),
        7,
        null,
        { a: 1 },
      ],
      Cmd: [...ALL, part],
      Entrypoint: [MARKUP],
      User: REORDERED,
      WorkingDir: `/${MARKUP}`,
      StopSignal: UNSEEN,
      Labels: notes,
      ExposedPorts: { [`80/${MARKUP}`]: {}, [REORDERED]: {} },
      Volumes: { [MARKUP]: {}, [part]: {} },
      Shell: [MARKUP, "-c"],
      Healthcheck: { Test: ["CMD-SHELL", `${all} ${part}`], Interval: 3e10, Timeout: MARKUP },
      OnBuild: [MARKUP],
      [MARKUP]: { [REORDERED]: [all, { part }] },
    },
    rootfs: { type: "layers", diff_ids: layers.map(sha256) },
    history: [
      { created: MARKUP, created_by: `RUN ${all} # buildkit`, comment: all, author: all },
      { created: REORDERED, created_by: `/bin/sh -c #(nop) ENV A=${part}`, comment: part, empty_layer: true },
      { created: "2024-02-30T99:00:00Z", created_by: `COPY ${MARKUP} <<EOF\n${all}\n${part}\nEOF`, author: part },
    ],
    [MARKUP]: all,
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: add(config, { mediaType: "application/vnd.oci.image.config.v1+json", annotations: short }),
    layers: layers.map((layer) =>
      add(layer, {
        mediaType: `application/vnd.oci.image.layer.v1.tar${MARKUP}${REORDERED}`,
        annotations: short,
        urls: [`javascript:alert(6)//${all}`],
      }),
    ),
    annotations: notes,
  };
  const artifact = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    artifactType: all,
    config: add("{}", { mediaType: MARKUP }),
    layers: [add(MARKUP, { mediaType: all })],
    annotations: notes,
  };
  const image = "application/vnd.oci.image.manifest.v1+json";
  const named = (name) => ({ "org.opencontainers.image.ref.name": name, ...short });
  const index = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      add(manifest, {
        mediaType: image,
        platform: { os: MARKUP, architecture: REORDERED, "os.version": all },
        annotations: named(all),
      }),
      add(artifact, { mediaType: image, artifactType: all, annotations: named(REORDERED) }),
      { ...add(MARKUP), mediaType: all, annotations: named(long.slice(0, 100_000)) },
    ],
    annotations: notes,
  };
  const members = [...blobs].map(([digest, bytes]) => [`blobs/sha256/${digest.slice(7)}`, bytes]);
  return tar([["oci-layout", '{"imageLayoutVersion":"1.0.0"}'], ...members, ["index.json", JSON.stringify(index)]]);
}
