// 简体中文
import type { Catalogue } from "../../words/catalogue.js";
import type { Key } from "./en.js";
import { codes } from "./zh/codes.js";
import { config } from "./zh/config.js";
import { files } from "./zh/files.js";
import { history } from "./zh/history.js";
import { layers } from "./zh/layers.js";
import { overview } from "./zh/overview.js";
import { preview } from "./zh/preview.js";
import { treemap } from "./zh/treemap.js";
import { waste } from "./zh/waste.js";
import { raw } from "./zh/raw.js";
import { shell } from "./zh/shell.js";
import { starts } from "./zh/starts.js";

export const zh: Catalogue<Key> = {
  ...shell,
  ...overview,
  ...starts,
  ...layers,
  ...files,
  ...history,
  ...config,
  ...preview,
  ...treemap,
  ...waste,
  ...raw,
  ...codes,
};
