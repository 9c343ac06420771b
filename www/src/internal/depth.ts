// How deep layers are read.
import type { LayerContents } from "../public/report.js";

export interface Depth {
  /** Every digest is computed. */
  readonly verify: boolean;
  /** What is kept of what is in them. */
  readonly contents: LayerContents;
}

const ORDER: readonly LayerContents[] = ["count", "index", "digests"];

/** What the options of an opening ask of the layers. */
export function depthOf({
  verify,
  measure,
}: {
  verify?: boolean | undefined;
  measure?: boolean | undefined;
}): Depth | undefined {
  return verify || measure ? { verify: verify === true, contents: "count" } : undefined;
}

/** Whether who has read as deep as `a` knows what `b` asks. */
export function covers(a: Depth, b: Depth): boolean {
  return (a.verify || !b.verify) && ORDER.indexOf(a.contents) >= ORDER.indexOf(b.contents);
}

/** As deep as both. */
export function deeper(a: Depth, b: Depth): Depth {
  const contents = ORDER[Math.max(ORDER.indexOf(a.contents), ORDER.indexOf(b.contents))] ?? "digests";
  return { verify: a.verify || b.verify, contents };
}
