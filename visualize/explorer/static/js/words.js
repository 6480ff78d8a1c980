// Sentences that scripts say, in the page's language. Chinese is the key, as in the templates.
export const english = {
  "已复制": "Copied",
  "没有能复制，请手动选取": "Could not copy; please select by hand",
  "我的单位：{name}": "My body: {name}",
  "已设为我的单位：{name}": "My body is now {name}",
  "上次查看以来：无新增文件": "Since your last visit: no new documents",
  "上次查看以来：新增 {n} 份文件": "Since your last visit: {n} new documents",
  "新": "new",
  "正在读取……": "Reading…",
  "正在读取图谱……": "Reading the map…",
  "正在载入大图所用的画布……": "Loading the canvas for large maps…",
  "没有能读取：{why}": "Could not read: {why}",
  "显示 {nodes} 项、{edges} 条联系": "{nodes} items, {edges} links shown",
  "“{chip}”为尚未展开的数目": "“{chip}” counts what is not expanded yet",
  "已超过上限，只显示一部分": "More than the limit; only part is shown",
  "已按成组合并显示": "Shown as groups",
  "（{n}）": " ({n})",
  "尚未展开": "Not expanded yet",
  "展开{word}": "Expand {word}",
  "没有符合的内容": "Nothing fits",
  "没有找到从 {a} 到 {b} 的路径": "No path from {a} to {b}",
  "单位": "Units", "任务": "Tasks", "平台": "Platforms", "基金": "Funds", "产业": "Industries", "指标": "Indicators", "地点": "Places", "事项": "Matters", "文件": "Documents",
  "牵头": "lead", "责任单位": "responsible", "配合": "support", "指导": "guidance", "正文提及": "mentioned", "其他关系": "related", "同列{n}项": "{n} shared",
  "展开": "Expand", "收起": "Collapse", "固定": "Pin", "取消固定": "Unpin",
  "第 {n} 格：{a}、{b}，{value}": "{a}, {b}: {value}",
  "运行中……": "Running…",
  "{n} 行，{ms} 毫秒": "{n} rows, {ms} ms",
  "结果：是": "Result: yes", "结果：否": "Result: no",
  "没有结果": "No results",
  "正在读取 {name}……": "Reading {name}…",
  "正在保存……": "Storing…",
  "已保存。": "Stored.",
  "查看": "Open",
  "没有保存：{why}": "Not stored: {why}",
  "需要写入钥匙：请用 serve 打印的带 key 的地址打开一次": "A key is needed: open once the address with a key that serve printed",
  "没有记下：{why}": "Not kept: {why}",
  "已记下": "Kept",
  "从": "From", "联系": "Link", "到": "To", "种类": "Kind", "权重": "Weight", "名称": "Name", "编号": "Id",
  "有 {n} 个相近名称": "{n} suggestions",
};

export const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

export function say(sentence, values = {}) {
  const text = lang === "en" ? english[sentence] ?? sentence : sentence;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
