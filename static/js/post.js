// A short word to the server that is no note: delivered or not, and said so.
const PATIENCE = 10_000;

const tokenOf = () => /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";

/** @param {typeof fetch} fetch @param {string} address @param {Record<string, string>} [fields] @returns {Promise<Response>} */
export function post(fetch, address, fields = {}) {
  return fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": tokenOf(), Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
}
