// English: the catalogue that says which keys there are.
import { codes } from "./en/codes.js";
import { config } from "./en/config.js";
import { history } from "./en/history.js";
import { layers } from "./en/layers.js";
import { overview } from "./en/overview.js";
import { raw } from "./en/raw.js";
import { shell } from "./en/shell.js";

export const en = { ...shell, ...overview, ...layers, ...history, ...config, ...raw, ...codes } as const;

export type Key = keyof typeof en;
