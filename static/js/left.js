// Somebody leaves this browser: the other pages that it shows look again whether they still may.
const NAME = "pga-left";

export const sayLeft = () => new BroadcastChannel(NAME).postMessage({});

export const reloadWhenLeft = () => new BroadcastChannel(NAME).addEventListener("message", () => location.reload());
