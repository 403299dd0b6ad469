/** A WebSocket server of FHIR R4 Subscriptions: pages bind ids, a test says which of them are to be told. */

import { WebSocketServer } from 'ws';

/** Opens one on a free port of this machine. */
export async function openChannels() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const bound = new Map();
  const waiting = [];
  const heard = [];
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = String(data);
      heard.push(text);
      const [word, id] = text.split(' ');
      if (word !== 'bind') return;
      bound.set(id, socket);
      socket.send(`bound ${id}`);
      for (const look of waiting.splice(0)) look();
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `ws://127.0.0.1:${server.address().port}`;
  return {
    address: `${origin}/ws`,
    origin,
    /** Every word that pages said. */
    heard,
    /** Resolves when so many ids are bound. */
    async bound(count) {
      while (bound.size < count) await new Promise((resolve) => waiting.push(resolve));
      return [...bound.keys()];
    },
    /** Tells whoever is bound to an id that something has changed. */
    ping(id) {
      bound.get(id).send(`ping ${id}`);
    },
    /** Closes every channel; pages may come again. */
    cut() {
      bound.clear();
      for (const socket of server.clients) socket.terminate();
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
