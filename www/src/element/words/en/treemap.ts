/** The treemap of a folder. */
export const treemap = {
  "treemap.label": { one: "Treemap of {path}: {size} in {n} entry", other: "Treemap of {path}: {size} in {n} entries" },
  "treemap.help":
    "Each piece is as large as its bytes. Arrow keys go from piece to piece, Enter looks into a folder, Backspace goes back up.",
  "treemap.piece": "{name}, {type}, {size}, {share}",
  "treemap.rest": { one: "{n} smaller entry", other: "{n} smaller entries" },
  "treemap.table": "The same as a table, largest first",
  "treemap.name": "Name",
  "treemap.size": "Size",
  "treemap.share": "Share",
  "treemap.entries": "Entries",
  "treemap.up": "Up to {path}",
  "treemap.shown": { one: "{path}: {n} entry, {size}", other: "{path}: {n} entries, {size}" },
  "treemap.empty": "There are no bytes in this folder.",
  "treemap.failed": "The folder could not be read.",
  "treemap.loading": "Reading the folder…",
} as const;
