// Caps on the memory that input can ask for.
import type { Explanation } from "./codes.js";

const TRUST = "如果信任这个文件，可以调高这项限制。";

export const limits = {
  "limit/members": { title: "归档成员过多", text: "归档的成员数超过了安全上限。", hint: TRUST },
  "limit/member-names": { title: "成员名称过长", text: "所有成员的名称合计超过了安全上限。", hint: TRUST },
  "limit/special-header": {
    title: "扩展头过大",
    text: "有一个 PAX 扩展头、长名称或长链接超过了安全上限。",
    hint: TRUST,
  },
  "limit/sparse-map": { title: "稀疏文件的映射过大", text: "有一个稀疏文件的映射超过了安全上限。", hint: TRUST },
  "limit/json-bytes": { title: "文档过大", text: "有一个 JSON 文档的大小超过了安全上限。", hint: TRUST },
  "limit/json-values": { title: "文档中的值过多", text: "有一个 JSON 文档中的值超过了安全上限。", hint: TRUST },
  "limit/json-total": { title: "文档合计过大", text: "归档中所有文档的大小合计超过了安全上限。", hint: TRUST },
  "limit/json-total-values": {
    title: "所有文档中的值过多",
    text: "归档中所有文档的值合计超过了安全上限。",
    hint: TRUST,
  },
  "limit/kept-bytes": {
    title: "需要暂存的文档过多",
    text: "读取流时需要暂存的文档超过了安全上限。",
    hint: TRUST,
  },
  "limit/entries": { title: "层中的条目过多", text: "各层的条目及其所在目录的数量超过了安全上限。", hint: TRUST },
  "limit/entry-names": {
    title: "条目名称过长",
    text: "各层条目的名称、链接目标和扩展属性合计超过了安全上限。",
    hint: TRUST,
  },
  "limit/unnamed": {
    title: "未被引用的 blob 过多",
    text: "blobs/ 中没有被引用、需要逐一查看的成员超过了安全上限。",
    hint: TRUST,
  },
  "limit/index-depth": { title: "索引嵌套过深", text: "索引的嵌套层数超过了安全上限。", hint: TRUST },
  "limit/index-entries": { title: "索引条目过多", text: "经由索引通往清单的路径超过了安全上限。", hint: TRUST },
  "limit/images": { title: "镜像内容过多", text: "所有镜像要显示的内容合计超过了安全上限。", hint: TRUST },
  "limit/window": { title: "解压所需内存过大", text: "压缩数据的头部要求的窗口超过了安全上限。", hint: TRUST },
  "limit/expansion": {
    title: "解压后过大",
    text: "解压后的大小与压缩前相比，倍数超过了安全上限。",
    hint: TRUST,
  },
  "limit/bzip2-streams": {
    title: "空的 bzip2 流过多",
    text: "一个文件中没有内容的 bzip2 流超过了安全上限。",
    hint: TRUST,
  },
  "limit/findings": {
    title: "没有列出全部检查结果",
    text: "检查结果过多，没有全部列出。",
    exact: "还有 {more} 条检查结果没有列出。",
    hint: TRUST,
  },
} satisfies Record<string, Explanation>;
