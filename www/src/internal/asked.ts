// What is asked of layers.
import type { LayerDepth } from "../public/report.js";

export interface Asked {
  /** Every digest computed. */
  readonly verify: boolean;
  readonly depth: LayerDepth;
}

const ORDER: readonly LayerDepth[] = ["count", "index", "digests"];

/** By the options of an opening; undefined where they leave the layers unread. */
export function askedBy({
  verify = false,
  measure,
}: {
  verify?: boolean | undefined;
  measure?: boolean | undefined;
}): Asked | undefined {
  return verify || measure ? { verify, depth: "count" } : undefined;
}

/** Whether who has learned `known` has learned what is asked. */
export function covers(known: Asked, asked: Asked): boolean {
  return (known.verify || !asked.verify) && ORDER.indexOf(known.depth) >= ORDER.indexOf(asked.depth);
}

/** Both at once. */
export function both(a: Asked, b: Asked): Asked {
  return { verify: a.verify || b.verify, depth: ORDER.indexOf(a.depth) > ORDER.indexOf(b.depth) ? a.depth : b.depth };
}
