import { base } from "./base.js";
import { config } from "./config.js";
import { history } from "./history.js";
import { layers } from "./layers.js";
import { overview } from "./overview.js";
import { raw } from "./raw.js";
import { rows } from "./rows.js";
import { shell } from "./shell.js";
import { tokens } from "./tokens.js";

export const styles = [tokens, base, shell, overview, rows, layers, history, config, raw];
