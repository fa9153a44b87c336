// Words as a text file of the person's own.

/** @param {string[]} points @param {number} table */
export function saveAsFile(points, table) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([points.join("\n\n"), "\n"], { type: "text/plain;charset=utf-8" }));
  link.download = `table-${table}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
