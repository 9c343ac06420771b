// English: the catalogues that say which keys there are.
import { codes } from "./en/codes.js";
import type { later } from "./en/later.js";
import { layers } from "./en/layers.js";
import { overview } from "./en/overview.js";
import { shell } from "./en/shell.js";
import { starts } from "./en/starts.js";

/** What is there from the beginning; the rest comes with the views that say it. */
export const en = { ...shell, ...overview, ...starts, ...layers, ...codes } as const;

export type Key = keyof typeof en | keyof typeof later;
