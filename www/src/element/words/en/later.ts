// The English words of views that are fetched later: each of them brings its own along.
import { config } from "./config.js";
import { files } from "./files.js";
import { history } from "./history.js";
import { preview } from "./preview.js";
import { treemap } from "./treemap.js";
import { waste } from "./waste.js";
import { raw } from "./raw.js";

export const later = { ...config, ...files, ...history, ...preview, ...treemap, ...waste, ...raw } as const;
