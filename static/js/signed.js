// What holds of every page that is shown to somebody who came by a link or signed in.

// Somebody left this browser in another window: what opened this page may open it no more.
new BroadcastChannel("pga-left").addEventListener("message", () => location.reload());

// What htmx sends carries Django's token, taken from the cookie at the time of sending: parts that streams bring have none.
document.addEventListener("htmx:config:request", (event) => {
  const { request } = /** @type {CustomEvent} */ (event).detail.ctx;
  const token = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1];
  if (token && request.method !== "GET") request.headers["X-CSRFToken"] = token;
});
