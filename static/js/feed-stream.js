// One stream of server-sent events, which a page in the background gives back after a while.

const HIDDEN_MS = 30_000;
const SILENT_MS = 25_000;
const AGAIN_MS = 3000;

/**
 * @param {string} address
 * @param {{lost: (away: boolean) => void} & Record<string, (told: any) => void>} heard by the events' names
 */
export function follow(address, heard) {
  const { lost, ...named } = heard;
  let source, silence, hiding, away;

  const alive = () => {
    clearTimeout(silence);
    clearTimeout(away);
    away = undefined;
    lost(false);
    silence = setTimeout(open, SILENT_MS);
  };
  // A stream that has gone away is said in words after three seconds; if the browser has given up, we have not.
  const failed = () => {
    away ??= setTimeout(() => lost(true), AGAIN_MS);
    if (source.readyState === EventSource.CLOSED) silence = setTimeout(open, AGAIN_MS);
  };
  function close() {
    clearTimeout(silence);
    source?.close();
    source = undefined;
  }
  function open() {
    close();
    source = new EventSource(address);
    source.addEventListener("open", alive);
    source.addEventListener("beat", alive);
    source.addEventListener("error", failed);
    // The link was revoked: the door says so in a sentence.
    source.addEventListener("refused", () => location.reload());
    for (const [name, hear] of Object.entries(named)) {
      source.addEventListener(name, (event) => {
        alive();
        hear(JSON.parse(event.data));
      });
    }
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, HIDDEN_MS);
    else if (!source) open();
  });
  open();
}
