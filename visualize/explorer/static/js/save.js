// Files made in the browser: CSV that Excel opens, and anything else by its type.
function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function field(value) {
  let text = String(value ?? "");
  // A cell that starts like a formula would run as one in a spreadsheet.
  if (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text))) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const save = {
  csv: (name, rows) => download(name, new Blob(["\ufeff", rows.map((row) => row.map(field).join(",")).join("\r\n")], { type: "text/csv;charset=utf-8" })),
  text: (name, text, type) => download(name, new Blob([text], { type })),
  blob: download,
};
