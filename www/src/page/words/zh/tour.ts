import type { tour as english } from "../en/tour.js";
import type { Catalogue } from "../../../words/catalogue.js";

export const tour: Catalogue<keyof typeof english> = {
  "tour.offer": "这是一个小示例：两个共享层的镜像。",
  "tour.start": "开始两分钟导览",
  "tour.dismiss": "不用了",
  "tour.label": "示例导览",
  "tour.step": "第 {n} 步，共 {all} 步",
  "tour.back": "上一步",
  "tour.next": "下一步",
  "tour.end": "结束导览",
  "tour.choose": "选择文件…",
  "tour.ended": "导览已结束",

  "tour.layers.title": "镜像由层组成",
  "tour.layers.text":
    "这个镜像不是单一的文件，而是三个层，一层叠一层，基础层在最下面。每一层都是一个归档，装着某一步添加、修改或删除的文件。容器只是在最上面再加一个可写层。",
  "tour.instruction.title": "每一层来自一条指令",
  "tour.instruction.text":
    "最下面的层由一条 COPY 指令生成：它放入了 primes.txt。这一层的大小就是 Containerfile 中这一行的代价；在这里选中一层，处处都会选中它。",
  "tour.empty.title": "有些指令不生成层",
  "tour.empty.text":
    "LABEL、ENV、EXPOSE、USER、WORKDIR 和 ENTRYPOINT 只写入配置，在这里显示为细线。“docker history” 讲的是同样的内容，最新的在最前。",
  "tour.shared.title": "层可以共享",
  "tour.shared.text":
    "1.1 版有五个层，下面三个正是 1.0 的那三个。所以 “docker pull” 会显示 “Already exists”：已经存在的层不再下载，也不再重复存储。",
  "tour.tags.title": "标签是摘要的名字",
  "tour.tags.text":
    "1.0 和 latest 是同一个镜像的两个名字：镜像 ID 相同，它由内容的字节算出。标签明天可能指向另一个镜像，摘要则不会。",
  "tour.still.title": "没有运行任何东西",
  "tour.still.text":
    "配置说明了容器会启动什么。这里只是在本标签页中读取它，没有向任何地方发送数据。现在，拖入或选择您自己的归档吧。",
};
