// What the notes need of where they run: a browser, or for the tests a simulated laptop in Node.

/**
 * @typedef {object} World what the notes need of where they run
 * @property {typeof fetch} fetch
 * @property {typeof EventSource} EventSource
 * @property {IDBFactory} [indexedDB]
 * @property {typeof BroadcastChannel} [BroadcastChannel]
 * @property {Storage} [localStorage]
 */

/** @returns {World} */
export const browser = () => ({
  fetch: (...args) => fetch(...args),
  EventSource,
  indexedDB: globalThis.indexedDB,
  BroadcastChannel: globalThis.BroadcastChannel,
  get localStorage() {
    return globalThis.localStorage;
  },
});
