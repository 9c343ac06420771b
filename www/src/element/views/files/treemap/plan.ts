// Which pieces a map has and where: a folder's entries by their sizes, and within the large ones what is in them.
import type { FileRow } from "../../../../index.js";
import { type Folder, type Folders, weightOf } from "./folders.js";
import { type Box, squarified } from "./squarify.js";

/** Pixels: the line for a folder's name, and the rim around what is in it. */
const TITLE = 18;
const RIM = 2;
/** A folder that is smaller is not looked into; a piece that is smaller is not drawn. */
const ROOMY = { width: 72, height: 52 };
const LEAST = 3;
/** Levels within the folder that is shown. */
const DEEPEST = 3;

export interface Piece {
  /** Null for the many small ones together. */
  readonly row: FileRow | null;
  readonly bytes: number;
  /** Of the small ones together: how many they are. */
  readonly entries: number;
  readonly box: Box;
  readonly depth: number;
  /** What is drawn in it. */
  readonly inner: readonly Piece[];
}

/** The pieces of a folder of so many bytes. */
export function planned(folders: Folders, folder: Folder, bytes: number, box: Box, depth = 0): Piece[] {
  const weights = folder.rows.map(weightOf);
  const rest = Math.max(0, bytes - weights.reduce((sum, weight) => sum + weight, 0));
  // What is left stands last, wherever its size would put it.
  const entries = folder.total - folder.rows.length;
  const rows = entries > 0 ? [...folder.rows, null] : folder.rows;
  const all = rows.map((row, at) => (row ? (weights[at] ?? 0) : rest));
  const boxes = squarified(all, box);
  return rows.flatMap((row, at) => {
    const own = boxes[at];
    if (!own || own.width < LEAST || own.height < LEAST) return [];
    return [
      {
        row,
        bytes: all[at] ?? 0,
        entries: row ? 1 : entries,
        box: own,
        depth,
        inner: within(folders, row, own, depth),
      },
    ];
  });
}

function within(folders: Folders, row: FileRow | null, { width, height }: Box, depth: number): Piece[] {
  if (row?.type !== "directory" || !row.below || depth + 1 >= DEEPEST) return [];
  if (width < ROOMY.width || height < ROOMY.height) return [];
  const folder = folders.get(row.path);
  if (!folder) return [];
  const inside = { x: RIM, y: TITLE, width: width - 2 * RIM, height: height - TITLE - RIM };
  return planned(folders, folder, row.below.size, inside, depth + 1);
}

/** The piece that lies next to `from` in a direction; `from` where there is none. */
export function neighbour(pieces: readonly Piece[], from: number, key: string): number {
  const here = pieces[from];
  if (!here) return 0;
  let best = from;
  let nearest = Infinity;
  for (const [at, { box }] of pieces.entries()) {
    const distance = distanceTo(here.box, box, key);
    if (distance < nearest) [best, nearest] = [at, distance];
  }
  return best;
}

/** How far it is that way, what is off the line counting double; infinite for what does not lie there. */
function distanceTo(from: Box, to: Box, key: string): number {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2);
  const dy = to.y + to.height / 2 - (from.y + from.height / 2);
  const gap = {
    ArrowRight: to.x - (from.x + from.width),
    ArrowLeft: from.x - (to.x + to.width),
    ArrowDown: to.y - (from.y + from.height),
    ArrowUp: from.y - (to.y + to.height),
  }[key];
  // Boxes that touch may miss each other by less than a pixel.
  if (gap === undefined || gap < -0.5) return Infinity;
  const isAcross = key === "ArrowRight" || key === "ArrowLeft";
  return gap + 2 * Math.abs(isAcross ? dy : dx) + 0.01 * Math.abs(isAcross ? dx : dy);
}
