// Puts one widget on the stage in one state, at one instant of the first story.

import { createClient, createSandbox, defineCoordoElements } from '/coordo/index.js';

const NOW = Date.parse('2026-11-26T08:00:00Z');
const SOURCE = 'essai';
/** The first story up to its fifth step. */
const FIRST = { story: '1-sortie-hopital', last: 5, person: 'Patient/marchandeau-odette', actor: 'PractitionerRole/dac-sylla', now: NOW };

defineCoordoElements();

globalThis.looks = {
  /** A story up to a step, in a sandbox that never ticks. */
  async story(options = {}, { story, last, person, actor, now } = FIRST) {
    const fetched = async (name) => (await fetch(`/stories/${story}/${name}.json`)).text();
    const sandbox = await createSandbox({ bundles: [await fetched('bundle-00')], clock: () => now });
    for (let n = 1; n <= last; n += 1) await sandbox.play(await fetched(`step-${String(n).padStart(2, '0')}`));
    return this.client({
      sources: [{ id: SOURCE, kind: 'sandbox', sandbox }],
      subject: { source: SOURCE, reference: person },
      actor: actor && { source: SOURCE, reference: actor },
      clock: () => now,
      // Nothing leaves while a picture is taken.
      sendAfter: 600_000,
      ...options,
    }, sandbox);
  },
  async bundle(text) {
    return this.client({ sources: [{ id: 'dossier', kind: 'bundle', bundles: [text] }] });
  },
  async client(options, sandbox) {
    const client = await createClient({ locale: 'fr', timeZone: 'Europe/Paris', clock: () => NOW, ...options });
    return { client, sandbox };
  },
  /** Shows a widget for what was opened; `pull` says whether it is read. */
  async show(tag, opened, { pull = true, width } = {}) {
    const widget = document.createElement(tag);
    widget.setAttribute('locale', 'fr');
    document.getElementById('stage').replaceChildren(widget);
    if (width !== undefined) widget.style.setProperty('max-width', `${width}px`);
    if (opened !== null) widget.client = opened.client;
    if (pull && opened !== null) await opened.client.pull();
    this.widget = widget;
    this.opened = opened;
    await document.fonts.ready;
  },
  /** The first element in the widget that answers a selector. */
  find(selector) {
    return this.widget.shadowRoot.querySelector(selector);
  },
};
