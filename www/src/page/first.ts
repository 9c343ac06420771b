// Runs before anything is painted, so that nothing is painted that has to change: the theme, the language, and whether
// the empty page is what was asked for. A script of its own, because the policy of the page allows none inside it.
import { firstLanguage, TAGS } from "../words/language.js";
import { parseRoute } from "./route.js";
import { stored } from "./stored.js";

const root = document.documentElement;
const { language, theme } = stored();
const chosen = language ?? firstLanguage(navigator.languages);

root.dataset["theme"] = theme;
root.dataset["route"] = parseRoute(location.hash).kind;
// The markup is English; until the words of another language are here it shows none.
if (chosen !== "en") root.dataset["untranslated"] = "";
root.lang = TAGS[chosen];
