// Which layers are looked into: all of them, as if the image ended with one, or one alone.
import type { Files, InspectedImage } from "../../../index.js";

/** How a picked layer is shown. */
export type Manner = "up-to" | "alone";

export type Scope =
  { readonly kind: "whole"; readonly layer: null } | { readonly kind: Manner; readonly layer: number };

export function scopeOf(layer: number | null, manner: Manner): Scope {
  return layer === null ? { kind: "whole", layer } : { kind: manner, layer };
}

export function filesOf(image: InspectedImage, { kind, layer }: Scope): Files {
  if (kind === "whole") return image.files();
  if (kind === "up-to") return image.files({ upTo: layer });
  const alone = image.layers[layer];
  if (!alone) throw new RangeError(`there is no layer ${layer}`);
  return alone.files();
}

/** Whether a layer is among those that are shown. */
export function includes({ kind, layer }: Scope, index: number): boolean {
  if (kind === "whole") return true;
  return kind === "alone" ? index === layer : index <= layer;
}

export function isSameScope(a: Scope, b: Scope): boolean {
  return a.kind === b.kind && a.layer === b.layer;
}
