// The notices that the licences of bundled code ask for: npm packages in the scripts, crates in the wasm module.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const HEAD = `layerglass itself is licensed MIT OR Apache-2.0. What follows is the code of others that is part of it.

The wasm module holds parts of Rust's standard library, which is licensed MIT OR Apache-2.0 (https://www.rust-lang.org).
`;

/** The text of THIRD-PARTY.txt for the bundles of these metafiles of esbuild. */
export function thirdParty(metafiles) {
  const parts = [...packages(metafiles), ...crates()];
  const rule = "=".repeat(78);
  return parts
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .reduce((text, part) => `${text}\n${rule}\n${part.name} ${part.version} (${part.licence})\n\n${part.text}\n`, HEAD);
}

/** The npm packages of which anything is left in a bundle. */
function packages(metafiles) {
  const folders = new Set();
  for (const { outputs } of metafiles) {
    for (const [name, { bytesInOutput }] of Object.entries(outputs).flatMap(([, { inputs }]) =>
      Object.entries(inputs),
    )) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(name)?.[1];
      if (folder && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { name, version, licence: license, text: textIn(folder, name) };
  });
}

/** The crates that are compiled into the wasm module: what the library depends on, neither for tests nor for building. */
function crates() {
  const words = ["metadata", "--format-version", "1", "--features", "wasm", "--locked", "--offline"];
  const target = ["--filter-platform", "wasm32-unknown-unknown", "--manifest-path", "../Cargo.toml"];
  const metadata = JSON.parse(execFileSync("cargo", [...words, ...target], { encoding: "utf8", maxBuffer: 1 << 28 }));
  const about = new Map(metadata.packages.map((part) => [part.id, part]));
  const uses = new Map(metadata.resolve.nodes.map(({ id, deps }) => [id, deps]));
  const found = new Set();
  const open = [metadata.resolve.root];
  while (open.length > 0) {
    const id = open.pop();
    if (found.has(id) || isForCompiling(about.get(id))) continue;
    found.add(id);
    const linked = uses.get(id).filter(({ dep_kinds: kinds }) => kinds.some(({ kind }) => kind === null));
    open.push(...linked.map(({ pkg }) => pkg));
  }
  found.delete(metadata.resolve.root);
  return [...found].map((id) => {
    const { name, version, license, manifest_path: manifest } = about.get(id);
    return { name, version, licence: license, text: textIn(dirname(manifest), name) };
  });
}

const isForCompiling = ({ targets }) => targets.some(({ kind }) => kind.includes("proc-macro"));

/** The licence's text; the MIT licence's where one may choose. */
function textIn(folder, name) {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|copyright|notice|unlicense)/i.test(file));
  const mit = files.find((file) => /^licen[cs]e-mit/i.test(file));
  if (files.length === 0) throw new Error(`${name} comes without the text of its licence`);
  const texts = (mit ? [mit] : files.sort()).map((file) => readFileSync(join(folder, file), "utf8").trim());
  return texts.join("\n\n");
}
