import type { Message } from "../../../words/catalogue.js";
import type { history as english } from "../en/history.js";

export const history: Record<keyof typeof english, Message> = {
  "history.label-newest": "历史，最新的在最前",
  "history.label-base": "历史，基础层在最前",
  "history.entries": "{n} 条记录",
  "history.with-layer": "其中 {n} 条生成了层",
  "history.newest-first": "最新的在最前",
  "history.base-first": "基础层在最前",
  "history.unfold-all": "全部展开",
  "history.fold-all": "全部折叠",
  "history.copy": "复制为文本",
  "history.as-text": "历史文本",
  "history.guessed":
    "应生成层的记录数（{entries}）与层数（{layers}）不符。记录已从基础层开始依次对应，因此某条指令旁的层未必由它生成。",
  "history.unjoined": "没有任何记录表明自己生成了层，因此无法得知哪条记录对应哪一层。",
  "history.none": "没有历史",
  "history.none-note": "该镜像的配置中没有历史。历史是可选的，有些构建工具会有意省略它。层不受影响。",
  "history.none-config": "历史记录在配置中，而此处无法读取该镜像的配置。",

  "history.created": "创建时间",
  "history.no-date": "未注明日期",
  "history.stored": "层的存储大小",
  "history.no-layer": "无层",
  "history.unknown-layer": "不知道是哪一层",
  "history.layer": "层",
  "history.author": "作者",
  "history.comment": "注释",
  "history.as-written": "原文",
  "history.copy-one": "复制",
};
