// What htmx sends carries Django's token, taken from the cookie at the time of sending: parts that streams bring have none.
document.addEventListener("htmx:config:request", (event) => {
  const { request } = /** @type {CustomEvent} */ (event).detail.ctx;
  const token = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1];
  if (token && request.method !== "GET") request.headers["X-CSRFToken"] = token;
});
