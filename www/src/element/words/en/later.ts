// The English words of views that are fetched later: each of them brings its own along.
import { config } from "./config.js";
import { files } from "./files.js";
import { preview } from "./preview.js";
import { raw } from "./raw.js";

export const later = { ...config, ...files, ...preview, ...raw } as const;
