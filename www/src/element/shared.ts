// Which layers several images of a source have: stored once, listed by each.
import type { Report, ReportLayer } from "../index.js";

const counted = new WeakMap<Report, Map<string, number[]>>();

/** How many other images of the report have this layer too. */
export function sharedWith(report: Report, image: number, layer: ReportLayer): number {
  const key = keyOf(layer);
  if (key === null) return 0;
  return (users(report).get(key) ?? []).filter((place) => place !== image).length;
}

function users(report: Report): Map<string, number[]> {
  let map = counted.get(report);
  if (map) return map;
  counted.set(report, (map = new Map()));
  for (const [place, { layers }] of report.images.entries()) {
    for (const key of new Set(layers.map(keyOf))) {
      if (key === null) continue;
      const places = map.get(key);
      if (places) places.push(place);
      else map.set(key, [place]);
    }
  }
  return map;
}

/** The same contents are the same layer, however they are compressed. */
function keyOf({ diffId, digest }: ReportLayer): string | null {
  return diffId ?? digest;
}
