// Words as a text file of the person's own.

/** @param {string[]} points @param {string} name of the file */
export function saveAsFile(points, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([points.join("\n\n"), "\n"], { type: "text/plain;charset=utf-8" }));
  link.download = `${name}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
