/** A WebSocket on which a source says that something has changed. What it says reaches Rust word by word; it holds no record. */

import type { ChannelHooks } from './boundary.js';

/** Whether a channel is opened where a source offers one, or its address where the source tells another. */
export type Subscribe = boolean | string | URL;

/** How long a channel may take to open, in milliseconds. */
const PATIENCE = 10_000;

/** The address as the host gives it, else as the source tells it: then only at the host of its base. */
export function channelAddress(subscribe: Subscribe, told: string, base: URL | undefined): string | null {
  try {
    if (typeof subscribe !== 'boolean') return new URL(subscribe).href;
    const address = new URL(told);
    const isChannel = address.protocol === 'wss:' || (address.protocol === 'ws:' && base?.protocol === 'http:');
    return isChannel && address.hostname === base?.hostname ? address.href : null;
  } catch {
    return null;
  }
}

/** Opens a channel; null where that fails, for whatever reason: the source is then asked now and then, as ever. */
export function openChannel(address: string): Promise<ChannelHooks | null> {
  return new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = new WebSocket(address);
    } catch {
      resolve(null);
      return;
    }
    const channel = new Words(socket);
    const late = setTimeout(() => socket.close(), PATIENCE);
    socket.addEventListener('open', () => {
      clearTimeout(late);
      resolve(channel);
    });
    socket.addEventListener('close', () => {
      clearTimeout(late);
      resolve(null);
    });
  });
}

/** What was heard, in order, until somebody asks for it. */
class Words implements ChannelHooks {
  readonly #socket: WebSocket;
  readonly #heard: (string | null)[] = [];
  #waiting: ((word: string | null) => void) | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') this.#hear(data);
    });
    socket.addEventListener('close', () => this.#hear(null));
  }

  say(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  next(): Promise<string | null> {
    const word = this.#heard.shift();
    if (word !== undefined) return Promise.resolve(word);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  close(): void {
    this.#socket.close();
  }

  #hear(word: string | null): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#heard.push(word);
    else waiting(word);
  }
}
