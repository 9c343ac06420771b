// Cuts a rectangle into pieces of given areas, each as near to a square as it can be (Bruls, Huizing and van Wijk,
// "Squarified Treemaps", 2000): what is nearly square can be compared and hit.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box for each weight, in their order. Weights fall from the first to the last; none is negative. */
export function squarified(weights: readonly number[], { x, y, width, height }: Box): Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0 || width <= 0 || height <= 0) return weights.map(() => ({ x, y, width: 0, height: 0 }));
  const scale = (width * height) / total;
  const areas = weights.map((weight) => weight * scale);
  const boxes: Box[] = [];
  let free: Box = { x, y, width, height };
  for (let from = 0; from < areas.length;) {
    const to = rowEnd(areas, from, Math.min(free.width, free.height));
    free = layRow(areas.slice(from, to), free, boxes);
    from = to;
  }
  return boxes;
}

/** Where the row ends that begins at `from`: before the piece that would make its worst piece longer. */
function rowEnd(areas: readonly number[], from: number, side: number): number {
  let sum = areas[from] ?? 0;
  let worst = worstRatio(sum, sum, sum, side);
  let to = from + 1;
  for (; to < areas.length; to++) {
    const next = sum + (areas[to] ?? 0);
    const ratio = worstRatio(areas[from] ?? 0, areas[to] ?? 0, next, side);
    if (ratio > worst) break;
    [sum, worst] = [next, ratio];
  }
  return to;
}

/** How long the longest piece of a row is for its breadth; only the largest and the smallest can be it. */
function worstRatio(largest: number, smallest: number, sum: number, side: number): number {
  const [square, whole] = [side * side, sum * sum];
  return Math.max((square * largest) / whole, whole / (square * smallest));
}

/** Along the shorter side. Gives what is left of the room. */
function layRow(areas: readonly number[], free: Box, boxes: Box[]): Box {
  const sum = areas.reduce((sum, area) => sum + area, 0);
  const isColumn = free.width >= free.height;
  const side = isColumn ? free.height : free.width;
  const depth = side > 0 ? sum / side : 0;
  let at = 0;
  for (const area of areas) {
    const length = sum > 0 ? (area / sum) * side : 0;
    boxes.push(
      isColumn
        ? { x: free.x, y: free.y + at, width: depth, height: length }
        : { x: free.x + at, y: free.y, width: length, height: depth },
    );
    at += length;
  }
  return isColumn
    ? { ...free, x: free.x + depth, width: Math.max(0, free.width - depth) }
    : { ...free, y: free.y + depth, height: Math.max(0, free.height - depth) };
}
