// Images and layers, references and platforms.
import type { Explanation } from "./codes.js";

const REFERENCE = "请写成 [注册表/]仓库[:标签][@摘要]，例如 ghcr.io/owner/app:1.2。";

export const image = {
  "layout/missing": {
    title: "此处没有镜像",
    text: "既没有 index.json（OCI 镜像布局），也没有 manifest.json（docker save）。",
    hint: "请提供完整的 OCI 镜像布局，或 docker save 的全部输出。",
  },
  "layout/no-images": {
    title: "归档没有列出镜像",
    text: "文档都在，但没有列出任何镜像。",
    hint: "请按名称重新保存镜像。",
  },
  "layout/path-escape": {
    title: "有名称指向归档之外",
    text: "manifest.json 中的一个名称指向归档之外，没有跟随它。",
    exact: "“{name}”指向归档之外，没有跟随它。",
    hint: "没有工具会写出这样的名称：请不要加载这个归档。",
  },
  "layout/unnamed-manifest": {
    title: "有清单未被引用",
    text: "归档存有一个清单，但 index.json 和 manifest.json 都没有列出它；这里仍然显示。",
    exact: "归档存有 {digest}，但 index.json 和 manifest.json 都没有列出它。",
    hint: "按摘要保存多个镜像时，docker 会漏掉这样的镜像（moby #51389）。",
  },
  "docker-save/config-name": {
    title: "配置的文件名与其摘要不符",
    text: "配置以另一个摘要命名。",
    exact: "{path} 以 {expected} 命名，但其内容的摘要是 {actual}。",
    hint: "配置很可能在保存之后被改动过：镜像 ID 以实际内容为准。",
  },
  "legacy/parent-cycle": {
    title: "层是自己的祖先",
    text: "旧格式归档中，有一个层的父层关系形成循环。",
    exact: "层 {id} 是它自己的祖先。",
    hint: "请不要信任这个归档。",
  },
  "manifest/no-layers": {
    title: "清单没有列出层",
    text: "清单没有列出任何层；显示的是 manifest.json 列出的层。",
    hint: "docker 25.0 会写出这样的清单（moby #47065）：docker load 读取 manifest.json，是正确的。",
  },
  "manifest/ambiguous": {
    title: "同一文档有两种含义",
    text: "这个文档既是清单又是索引：不同的工具可能看到不同的镜像。",
    hint: "请不要信任它：一个摘要对应两种含义是已知的攻击手法（CVE-2021-41190）。",
  },
  "platform/differs": {
    title: "声明的平台不一致",
    text: "索引和配置声明的平台不同。",
    exact: "索引声明的平台是 {expected}，配置声明的是 {actual}。",
    hint: "容器引擎按索引选择，按配置运行：镜像可能无法启动。",
  },
  "layers/count": {
    title: "层数与 diff ID 数不符",
    text: "配置中 diff ID 的数量与层的数量不同。",
    exact: "配置中有 {expected} 个 diff ID，镜像却有 {actual} 层。",
    hint: "镜像的组成有误，容器引擎会拒绝加载。",
  },
  "layer/foreign": {
    title: "有一层存放在别处",
    text: "这一层由其发布者存放在别处，不在归档中。",
    exact: "这一层由其发布者存放在别处，不在归档中。地址：{urls}",
    hint: "容器引擎加载镜像时会从这些地址获取。",
  },
  "layer/encrypted": {
    title: "有一层已加密",
    text: "这一层已加密：大小可知，内容不可知。",
    hint: "只有持有密钥的人才能读取（ocicrypt）。",
  },
  "layer/unread": {
    title: "有一层没有读取",
    text: "流经过时还不知道这个成员是层，因此没有读取它。",
    exact: "流经过时还不知道 {name} 是层，因此没有读取它。",
    hint: "请以未压缩文件的形式打开归档：之后就能读取各层。",
  },
  "layer/sparse": {
    title: "有文件以稀疏形式存储",
    text: "有文件存储时略去了空洞（GNU sparse）：contentSize 计入空洞，与 docker 一致。",
    exact: "有 {files} 个文件存储时略去了空洞（GNU sparse）：contentSize 计入空洞，与 docker 一致。",
    hint: "有些工具只计实际存储的字节，较旧的工具读不了这样的条目。",
  },
  "layer/bare-whiteout": {
    title: "有一个删除标记没有名称",
    text: "有一层含有条目 .wh.，它没有指明要删除什么。",
    hint: "这一层已损坏：请重新构建镜像。",
  },
  "layer/outside": {
    title: "有路径指向镜像之外",
    text: "有一个条目的路径通过 .. 指向镜像之外，因此不在文件树中。",
    hint: "没有容器引擎会按它所指的位置解包：请不要信任这一层。",
  },
  "layer/under-file": {
    title: "有条目不在目录之下",
    text: "有一个条目位于同一层中并非目录的路径之下。",
    hint: "各容器引擎对此的处理并不相同。",
  },
  "layer/broken-hardlink": {
    title: "有硬链接没有目标",
    text: "有一个硬链接指向的文件在这一层和下面各层中都不存在。",
    hint: "容器引擎会拒绝这样的层：请重新构建镜像。",
  },
  "layer/set-aside": {
    title: "略去了 aufs 的条目",
    text: "aufs 遗留的条目（如 .wh..wh.plnk）不在文件树中。",
    hint: "无需处理。",
  },
  "history/absent": {
    title: "没有历史",
    text: "配置中没有历史：无从得知每一层由哪条指令生成。",
    hint: "有些构建工具会特意省略它（buildah --omit-history）。",
  },
  "history/count": {
    title: "历史与层数不符",
    text: "历史中生成了层的记录数与层数不同。",
    exact: "历史中有 {entries} 条记录生成了层，镜像却有 {layers} 层。",
    hint: "从基础层开始依次对应；其余的不作判断。",
  },
  "history/implausible": {
    title: "历史与层可能对不上",
    text: "数量一致，但有一条不会生成层的指令对应到了有内容的层。",
    exact: "{keyword} 不会生成层，但历史把它对应到了有内容的层。",
    hint: "构建工具可能把多条指令合成了一层，或没有把记录标为空：层旁边的指令仅供参考。",
  },

  "reference/not-text": {
    title: "这不是镜像名称",
    text: "镜像名称应是文字，给出的却是别的内容。",
    hint: REFERENCE,
  },
  "reference/empty": {
    title: "镜像名称是空的",
    text: "镜像名称至少要写明仓库。",
    hint: REFERENCE,
  },
  "reference/hex-name": {
    title: "这是镜像 ID，不是名称",
    text: "64 个十六进制字符是镜像 ID，不是仓库。",
    hint: REFERENCE,
  },
  "reference/domain": {
    title: "注册表的名称无效",
    text: "注册表的名称只能含字母、数字、“-”和“.”，或是方括号中的 IPv6 地址。",
    hint: REFERENCE,
  },
  "reference/port": {
    title: "注册表的端口无效",
    text: "注册表的“:”之后应是数字。",
    hint: REFERENCE,
  },
  "reference/uppercase": {
    title: "仓库名称应使用小写",
    text: "仓库名称只能使用小写字母。",
    hint: REFERENCE,
  },
  "reference/path": {
    title: "仓库的名称无效",
    text: "仓库名称只能含 a-z、0-9、“/”，以及它们之间的单个分隔符。",
    hint: REFERENCE,
  },
  "reference/length": {
    title: "仓库的名称过长",
    text: "仓库名称最多 255 个字符。",
    hint: REFERENCE,
  },
  "reference/tag": {
    title: "标签无效",
    text: "标签最多 128 个字符，只能含字母、数字、“.”、“_”和“-”，且不能以“.”或“-”开头。",
    hint: REFERENCE,
  },
  "reference/digest": {
    title: "名称中的摘要无效",
    text: "“@”之后应是摘要。",
    hint: REFERENCE,
  },
  "platform/invalid": {
    title: "这不是有效的平台",
    text: "给出的文字不是平台。",
    hint: "请写成 os/architecture[/variant]，例如 linux/arm64/v8。",
  },
} satisfies Record<string, Explanation>;
