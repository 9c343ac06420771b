import type { Catalogue } from "../../../words/catalogue.js";
import { codes as english } from "../en/codes.js";

export const codes: Catalogue<keyof typeof english> = english;
