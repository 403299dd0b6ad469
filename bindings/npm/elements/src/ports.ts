/** What Rust asks of the browser: time, zone, ids, patience. Rust itself holds no clock and no chance. */

const QUARTER_HOUR = 15 * 60 * 1000;
/** Offsets are asked for every date on screen; a year holds 35,040 quarters, a screen a few hundred. */
const OFFSETS_KEPT = 4096;

/** A function from an instant to its offset from UTC, in minutes, in one zone. */
export function zoneOffsets(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  const known = new Map<number, number>();
  return (atMs) => {
    // Offsets change at quarters of an hour only, so one answer serves the whole quarter.
    const quarter = Math.floor(atMs / QUARTER_HOUR);
    let offset = known.get(quarter);
    if (offset === undefined) {
      if (known.size >= OFFSETS_KEPT) known.clear();
      offset = offsetAt(format, quarter * QUARTER_HOUR);
      known.set(quarter, offset);
    }
    return offset;
  };
}

function offsetAt(format: Intl.DateTimeFormat, atMs: number): number {
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(atMs)) part[type] = value;
  const number = (name: string): number => Number(part[name] ?? 0);
  const year = part['era'] === 'BC' ? 1 - number('year') : number('year');
  const wall = new Date(0);
  // Date.UTC reads years below 100 as of the twentieth century; setUTCFullYear does not.
  wall.setUTCFullYear(year, number('month') - 1, number('day'));
  wall.setUTCHours(number('hour'), number('minute'), number('second'));
  return Math.round((wall.getTime() - atMs) / 60_000);
}

/** A time zone that this browser knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** Lets the page paint and answer before long work goes on. A timer of zero would cost four milliseconds a turn. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/** Waits on the real clock: for latency and back-off, never for the story's time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** An id for a record made here. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  // Pages served over plain http have no randomUUID; intranets still do that.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
