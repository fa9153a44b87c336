// Windows of one notebook on one laptop share its store; what one writes the others show at once.

/**
 * @param {typeof BroadcastChannel|undefined} Channel @param {string} name
 * @param {{wrote: (edits: any[]) => void, stirred: () => void, left: () => void}} heard
 * @returns {BroadcastChannel|undefined} to tell the others: {edits}, {settled} or {left}
 */
export function openChannel(Channel, name, heard) {
  if (!Channel) return undefined;
  const channel = new Channel(name);
  channel.onmessage = ({ data }) => {
    if (data.edits) heard.wrote(data.edits);
    if (data.settled || data.edits) heard.stirred();
    if (data.left) heard.left();
  };
  return channel;
}
