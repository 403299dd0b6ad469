// Puts one widget on the stage in one state, at one instant of the first story.

import { createClient, createSandbox, defineCoordoElements } from '/coordo/index.js';

const STORY = '/stories/1-sortie-hopital/';
const NOW = Date.parse('2026-11-26T08:00:00Z');
const STEPS = ['step-01.json', 'step-02.json', 'step-03.json', 'step-04.json', 'step-05.json'];
const SOURCE = 'essai';
const fetched = async (name) => (await fetch(STORY + name)).text();

defineCoordoElements();

globalThis.looks = {
  /** The whole story up to its fifth step, in a sandbox that never ticks. */
  async story(options = {}) {
    const sandbox = await createSandbox({ bundles: [await fetched('bundle-00.json')], clock: () => NOW });
    for (const step of STEPS) await sandbox.play(await fetched(step));
    return this.client({
      sources: [{ id: SOURCE, kind: 'sandbox', sandbox }],
      subject: { source: SOURCE, reference: 'Patient/marchandeau-odette' },
      actor: { source: SOURCE, reference: 'PractitionerRole/dac-sylla' },
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
