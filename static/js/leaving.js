// Going away from this page or this laptop: with nothing unsent lost, and nothing left that should not stay.

/** @param {import("./notes.js").TableNotes} notes @param {import("./status.js").Status} status */
export function installLeaving(notes, status) {
  addEventListener("pagehide", () => notes.lastWords());
  addEventListener("beforeunload", (event) => {
    if (notes.noStore && notes.pending.size) event.preventDefault();
  });
  document.getElementById("unsent").addEventListener("click", () => saveAsFile(notes));
}

/** The unsent words as a text file of the person's own. */
function saveAsFile(notes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([notes.unsentWords().join("\n\n"), "\n"], { type: "text/plain;charset=utf-8" }));
  link.download = `table-${notes.given.table}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
