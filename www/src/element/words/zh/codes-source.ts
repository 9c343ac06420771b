// The source, the network, the caller, layerglass itself.
import type { Explanation } from "./codes.js";

const DOWNLOAD = "可以先下载文件，再打开下载的文件。";
const REPORT = "请报告这个问题；方便的话，请附上文件。";

export const source = {
  "source/empty": {
    title: "这个文件是空的",
    text: "没有任何内容可读。",
    hint: "请检查生成这个文件的命令是否成功。",
  },
  "source/one-shot": {
    title: "只读过一次，却还需要再读",
    text: "这个来源是一次性读取的流，已经读过的字节无法再读。",
    hint: "请以文件的形式打开，或在打开时设置 spool: true，把读过的字节保留下来。",
  },
  "source/not-found": {
    title: "没有这个文件",
    text: "找不到这个文件或文件夹。",
    hint: "请检查名称。",
  },
  "source/unreadable": {
    title: "这个文件已无法读取",
    text: "文件原本存在，但现在读不出来了：它可能被移动、修改，或者没有读取权限。",
    hint: "请重新选择文件，并检查它的权限。",
  },
  "source/changed": {
    title: "打开期间内容发生了变化",
    text: "文件或文件夹在打开之后变短了。",
    hint: "请等到没有程序再写入它，然后重新打开。",
  },
  "source/scheme": {
    title: "无法读取这种地址",
    text: "这里不能读取这种协议的地址。",
    hint: "请使用 https: 地址，或者直接打开文件。",
  },
  "source/size": {
    title: "来源没有给出有效的大小",
    text: "来源声明的大小不是有效的字节数。",
    hint: "请给出不小于零的整数。",
  },
  "source/not-bytes": {
    title: "来源给出的不是字节",
    text: "流或读取器返回的内容不是字节。",
    hint: "请提供字节；如果是文本流，请使用解码之前的流。",
  },
  "source/used": {
    title: "内容已经被读过",
    text: "这个响应或流之前已被读取，不能再读一次。",
    hint: "请重新获取。",
  },
  "source/not-yet": {
    title: "这个版本还不能打开它",
    text: "这个版本不支持打开这种来源。",
    hint: "请把镜像保存为文件，然后打开该文件。",
  },

  "network/failed": {
    title: "无法读取这个地址",
    text: "服务器没有响应，或者不允许其他来源的网页读取（CORS）；浏览器不会说明是哪一种。",
    hint: `请重试。${DOWNLOAD}`,
  },
  "network/plain-http": {
    title: "文件的传输未加密",
    text: "服务器转到了一个未加密的地址，途中任何人都可能篡改内容。",
    hint: `请使用 https: 地址。${DOWNLOAD}`,
  },
  "network/status": {
    title: "服务器返回了错误",
    text: "服务器没有给出文件，而是返回了错误状态；具体状态见原始消息。",
    hint: `请检查地址，以及是否需要登录。${DOWNLOAD}`,
  },
  "network/range": {
    title: "服务器给出的不是所请求的部分",
    text: "只请求了文件的一部分，服务器却给出了别的内容。",
    hint: DOWNLOAD,
  },

  "usage/no-such-image": {
    title: "此处没有这个镜像",
    text: "没有镜像的名称、摘要、ID 或序号与之相符。",
    hint: "请从这里列出的镜像中选择。",
  },
  "usage/no-such-layer": {
    title: "镜像中没有这一层",
    text: "没有层的序号或摘要与之相符。",
    hint: "请从这个镜像的层中选择。",
  },
  "usage/no-such-path": {
    title: "此处没有这个路径",
    text: "镜像或所选的层中没有这个路径。",
    hint: "请在所有层中查找它。",
  },
  "usage/not-a-file": {
    title: "这不是文件",
    text: "要读取的是目录、设备等，不是文件。",
    hint: "请指定一个文件，或列出这个目录。",
  },
  "usage/bad-pattern": {
    title: "匹配模式无效",
    text: "这个模式既不是有效的通配符，也不是有效的正则表达式。",
    hint: "请按提示修改模式。",
  },
  "usage/no-such-digest": {
    title: "此处没有这个文档",
    text: "没有文档的摘要或名称与之相符。",
    hint: "请使用这里显示的摘要，或文档的名称。",
  },
  "usage/misuse": {
    title: "layerglass 的调用方式有误",
    text: "使用 layerglass 的程序没有按正确的顺序或方式调用它。",
    hint: "这是该程序的错误，请告知其作者。",
  },
  "usage/closed": {
    title: "已经关闭",
    text: "这个来源已被关闭，无法继续读取。",
    hint: "请重新打开。",
  },
  "usage/source": {
    title: "无法打开这种内容",
    text: "给出的不是可以打开的来源。",
    hint: "请提供 File、Blob、Uint8Array、URL、流、Response、文件夹或 { size, read }。",
  },
  "usage/not-initialised": {
    title: "layerglass 尚未加载",
    text: "调用时核心还没有加载完成。",
    hint: "请先等待 init() 完成。",
  },
  "usage/plain-http": {
    title: "这个地址未加密",
    text: "http: 地址只能用于本机，或网页本身所在的服务器。",
    hint: `请使用 https: 地址。${DOWNLOAD}`,
  },
  "usage/url": {
    title: "这不是有效的地址",
    text: "给出的文字不能解释为地址。",
    hint: "请写成 https://主机/路径，或相对于网页的路径。",
  },
  "init/no-wasm": {
    title: "layerglass 无法启动",
    text: "无法加载 wasm 模块；查找的位置见原始消息。",
    hint: "请把同一版本的 layerglass_bg.wasm 与脚本放在一起，或者用 init 指明它的位置；网页的内容安全策略（CSP）须允许 'wasm-unsafe-eval'。",
  },
  "internal/trap": {
    title: "layerglass 出现故障",
    text: "核心意外停止。其他已打开的来源会自动重新打开。",
    hint: REPORT,
  },
  "internal/worker-died": {
    title: "layerglass 出现故障",
    text: "后台线程在给出结果之前就结束了。",
    hint: "请重试；如果再次发生，请报告这个问题。",
  },
  "internal/page": {
    title: "layerglass 出现故障",
    text: "网页本身出现了错误。",
    hint: "请重新加载网页；如果再次发生，请报告这个问题。",
  },
  "internal/unexpected": {
    title: "发生了意外情况",
    text: "出现了没有预料到的错误；详情见原始消息。",
    hint: REPORT,
  },

  "element/view": {
    title: "无法加载此视图",
    text: "这个视图的代码没有取到。",
    hint: "请重新加载页面。如果仍然如此，请确认元素脚本所在的文件夹已完整部署。",
  },
  "element/attribute": {
    title: "属性的值无法识别",
    text: "这个属性不支持给出的值，因此按默认值显示。",
    hint: "请使用文档中列出的值。",
  },
  "element/no-such-platform": {
    title: "没有适用于这个平台的镜像",
    text: "此处没有为所要求的平台构建的镜像，因此显示了另一个平台的镜像。",
    hint: "请从这里列出的平台中选择。",
  },
} satisfies Record<string, Explanation>;
