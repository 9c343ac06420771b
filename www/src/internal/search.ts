// Searching paths by a regular expression: JavaScript's own, over what the core hands out in bulk.
import type { Failure } from "./errors.js";
import type { Core } from "./load.js";
import type { Pace } from "./pace.js";

type Files = ReturnType<InstanceType<Core["Opening"]>["files"]>;

/** Paths at once: a part of a slice. */
const BULK = 1000;

/** The numbers of the paths that match; in slices, so that a search can be stopped. */
export async function matching(files: Pick<Files, "paths">, pattern: string, pace: Pace): Promise<Uint32Array> {
  const expression = compile(pattern);
  const hits: number[] = [];
  for (let from = 0; ;) {
    const paths = files.paths(from, BULK);
    if (paths.length === 0) return Uint32Array.from(hits);
    for (const [index, path] of paths.entries()) {
      // Without a path is what builders left for themselves.
      if (path !== "" && expression.test(path)) hits.push(from + index);
    }
    from += paths.length;
    pace.check();
    await pace.step(0);
  }
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const hint = "write a regular expression as JavaScript does, or search for text";
    throw { code: "usage/bad-pattern", message, hint, at: null } satisfies Failure;
  }
}
