// The names of views: part of the public types, so in a file that leads to nothing else.

/** The views that this version has, in the order of their tabs. */
export const VIEWS = ["overview", "layers", "files", "history", "waste", "config", "raw"] as const;
export type ViewName = (typeof VIEWS)[number];
