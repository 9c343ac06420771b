import { base } from "./base.js";
import { config } from "./config.js";
import { history } from "./history.js";
import { layers } from "./layers.js";
import { overview } from "./overview.js";
import { raw } from "./raw.js";
import { rows } from "./rows.js";
import { findings } from "./findings.js";
import { head } from "./head.js";
import { stack } from "./stack.js";
import { states } from "./states.js";
import { tabs } from "./tabs.js";
import { tokens } from "./tokens.js";

export const styles = [tokens, base, head, findings, stack, tabs, states, overview, rows, layers, history, config, raw];
