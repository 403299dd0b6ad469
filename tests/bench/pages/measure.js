// What all benches of the browser measure, and how.

const longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)))
  .observe({ type: 'longtask', buffered: true });

/** The time of all benches: 20 November 2026, nine o'clock in the morning (UTC). */
export const NOW = Date.UTC(2026, 10, 20, 9);

export const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** The page's next turn. */
export const turn = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(0);
});

/** After the next paint, so that layout is in the measure and every long task has been told. */
export async function painted() {
  await frame();
  await turn();
}

export async function measured(act) {
  await painted();
  longTasks.length = 0;
  const start = performance.now();
  await act();
  await painted();
  const ms = performance.now() - start;
  await painted();
  return { ms, longestTask: Math.max(0, ...longTasks) };
}

/** Records the time between frames until the returned function is called. */
export function recordFrames() {
  const deltas = [];
  let last = performance.now();
  let going = true;
  longTasks.length = 0;
  const tick = (now) => {
    deltas.push(now - last);
    last = now;
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  return () => {
    going = false;
    return { deltas, longestTask: Math.max(0, ...longTasks) };
  };
}

/** Acts once in each of `n` frames, and tells the time between them. */
export async function eachFrame(n, act) {
  await painted();
  const stop = recordFrames();
  for (let at = 0; at < n; at += 1) {
    await frame();
    act(at);
  }
  await painted();
  await painted();
  return stop();
}

/** Puts an element into the page, shows a client in it, and waits until it says that it is ready. */
export async function shown(tag, client) {
  const element = document.createElement(tag);
  const ready = new Promise((resolve) => element.addEventListener('coordo-ready', resolve, { once: true }));
  element.client = client;
  document.getElementById('place').append(element);
  await ready;
  return element;
}

/** Bytes of the module's memory. */
export const memory = () => globalThis[Symbol.for('@coordo/elements')].glue.describeInstance().memoryBytes;
