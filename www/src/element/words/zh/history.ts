import type { Message } from "../../../words/catalogue.js";
import type { history as english } from "../en/history.js";

export const history: Record<keyof typeof english, Message> = {
  "view.history": "历史",
  "history.build-arguments": "构建参数",
  "history.shell": "Shell",
};
