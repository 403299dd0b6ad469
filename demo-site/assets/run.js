// A story being played: one sandbox, its clock, and a client for each seat. Pages draw; this moves.

import { CoordoError, createClient, createSandbox } from '../vendor/coordo.js';
import { lang } from './language.js';
import { STORIES } from './stories.js';

/** How the clients of this site name the one server they share. */
export const SOURCE = 'essai';

/** Time of the story: the instant of its step, and then it flows like any time. */
function storyClock() {
  let told = 0;
  let since = Date.now();
  return {
    now: () => told + (Date.now() - since),
    set(instant) {
      told = Date.parse(instant);
      since = Date.now();
    },
  };
}

/** Asks the server again; without network what was read before stays on screen. */
async function pull(client) {
  try {
    await client.pull();
  } catch (error) {
    if (!(error instanceof CoordoError && error.code === 'network')) throw error;
  }
}

export class Run {
  #clock;

  constructor(story, sandbox, clock) {
    this.story = story;
    this.sandbox = sandbox;
    this.#clock = clock;
    this.step = 0;
    this.clients = [];
    this.over = new AbortController();
  }

  /** Opens the story at its first step, with one client an actor; nothing is read before `pull`. */
  static async open(story, actors) {
    const clock = storyClock();
    clock.set(story.steps[0].now);
    const sandbox = await createSandbox({ bundles: [story.bundles[0]], clock: clock.now });
    const run = new Run(story, sandbox, clock);
    for (const actor of actors) {
      run.clients.push(await createClient({
        sources: [{ id: SOURCE, kind: 'sandbox', sandbox }],
        subject: { source: SOURCE, reference: story.patient },
        actor: { source: SOURCE, reference: actor },
        locale: lang, timeZone: 'Europe/Paris', clock: clock.now,
        thresholds: STORIES[story.name].thresholds,
      }));
    }
    return run;
  }

  /** The step that is told now: `{ step, now, fr, en }`. */
  get told() {
    return this.story.steps[this.step];
  }

  get isLast() {
    return this.step === this.story.steps.length - 1;
  }

  /** What colleagues do next happens on the server, and every seat reads it. */
  async next() {
    if (this.isLast) return;
    this.step += 1;
    this.#clock.set(this.told.now);
    await this.sandbox.play(this.story.bundles[this.step]);
  }

  pull() {
    return Promise.all(this.clients.map(pull));
  }

  /** Once one seat's change has reached the server, the others read it. */
  readElsewhere(sender) {
    for (const client of this.clients) if (client !== sender) void pull(client);
  }

  faults({ latencyMs, offline }) {
    this.sandbox.faults({ latencyMs, offline });
  }

  /** The network is back: what was kept goes out, seat by seat, and all read what the server holds. */
  async sendAndRead() {
    for (const client of this.clients) await client.sync();
    await this.pull();
  }

  /** How many changes of all seats are not sent. */
  get unsent() {
    return this.clients.reduce((sum, client) => sum + client.status().pending, 0);
  }

  /** Lets go of everything. */
  async end() {
    this.over.abort();
    for (const client of this.clients) {
      await client.purge({ discardUnsent: true });
      await client.close();
    }
    await this.sandbox.close();
  }
}
