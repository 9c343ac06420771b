import { base } from "./base.js";
import { layers } from "./layers.js";
import { overview } from "./overview.js";
import { rows } from "./rows.js";
import { findings } from "./findings.js";
import { head } from "./head.js";
import { stack } from "./stack.js";
import { states } from "./states.js";
import { tabs } from "./tabs.js";
import { tokens } from "./tokens.js";

/** What is there from the beginning; views that are fetched later bring theirs along. */
export const styles = [tokens, base, head, findings, stack, tabs, states, overview, rows, layers];
