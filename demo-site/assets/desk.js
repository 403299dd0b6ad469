// The strip that plays a story: where it stands, what happens next, start again, cut the network.

import { lang, say, sayInstant } from './language.js';
import { Run } from './run.js';
import { loadStory } from './story.js';

const at = (id) => document.getElementById(id);

/**
 * Plays stories in a page that has the strip (`portals/strip.html`).
 * `open` is given each run as it begins, `closed` each as it ends, `moved` after each step.
 */
export class Desk {
  #run = null;
  #hooks;
  #turn = Promise.resolve();

  constructor(hooks) {
    this.#hooks = hooks;
    at('next').addEventListener('click', () => this.#queue(() => this.#next()));
    at('again').addEventListener('click', () => {
      if (this.mayLeave()) this.#queue(() => this.#begin(this.#run.story));
    });
    at('network').addEventListener('change', () => this.#queue(() => this.#network()));
  }

  /** Opens a story by its name, in place of the one that is open. */
  show(name) {
    return this.#queue(async () => {
      at('story-told').textContent = say('loading');
      const story = await loadStory(name).catch((error) => {
        this.trouble(say('assets'));
        throw error;
      });
      await this.#begin(story);
    });
  }

  /** Whether the open story may end: what is unsent is lost with it, and only a person says that it may be. */
  mayLeave() {
    const count = this.#run?.unsent ?? 0;
    return count === 0 || confirm(say('leaveUnsent', { count }));
  }

  trouble(message) {
    at('trouble').textContent = message;
    at('trouble').hidden = message === '';
  }

  /** One thing after the other: a second press waits for the first. */
  #queue(work) {
    this.#turn = this.#turn.then(work, work);
    return this.#turn;
  }

  async #begin(story) {
    this.#busy(true);
    if (this.#run !== null) {
      await this.#hooks.closed(this.#run);
      const before = this.#run;
      this.#run = null;
      await before.end();
    }
    at('network').checked = true;
    this.#run = await Run.open(story, this.#hooks.actors(story));
    this.#hooks.open(this.#run);
    this.#tell();
    await this.#run.pull();
    this.#busy(false);
  }

  async #next() {
    this.#busy(true);
    await this.#run.next();
    this.#tell();
    await this.#run.pull();
    this.#hooks.moved?.(this.#run);
    this.#busy(false);
  }

  async #network() {
    const isOpen = at('network').checked;
    at('network-state').textContent = say(isOpen ? 'open' : 'cut');
    this.#run.faults({ latencyMs: 0, offline: !isOpen });
    if (isOpen) await this.#run.sendAndRead();
  }

  #tell() {
    const { told, story } = this.#run;
    at('story-step').textContent = say('step', { step: this.#run.step, last: story.steps.length - 1 });
    at('story-now').textContent = sayInstant(told.now);
    at('story-now').dateTime = told.now;
    at('story-told').textContent = told[lang];
    at('network-state').textContent = say(at('network').checked ? 'open' : 'cut');
  }

  #busy(isBusy) {
    at('next').disabled = isBusy || (this.#run?.isLast ?? true);
    at('again').disabled = isBusy;
  }
}
