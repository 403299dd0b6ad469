/** The two engines that every browser test runs in: the distribution's own Chromium and Firefox. */

import { accessSync, constants } from 'node:fs';
import puppeteer from 'puppeteer-core';

const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=fr',
  // Counting what is left after a thousand mounts needs a collection on demand.
  '--js-flags=--expose-gc',
];

const FIREFOX_PREFERENCES = {
  'intl.accept_languages': 'fr',
  // No page of a test may ask the network for anything but the test server.
  'network.dns.disabled': true,
  'app.normandy.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'dom.disable_beforeunload': true,
};

export const CHROMIUM = {
  name: 'chromium',
  executable: process.env.COORDO_CHROMIUM ?? '/usr/bin/chromium',
  install: 'chromium',
  options: { args: CHROMIUM_ARGUMENTS },
};

export const FIREFOX = {
  name: 'firefox',
  executable: process.env.COORDO_FIREFOX ?? '/usr/bin/firefox-esr',
  install: 'firefox-esr',
  options: { browser: 'firefox', extraPrefsFirefox: FIREFOX_PREFERENCES },
};

/** Every engine; a test loops over them. */
export const ENGINES = [CHROMIUM, FIREFOX];

/** Starts an engine. A missing one fails with the name of the package to install. `options` are those of puppeteer. */
export function launch(engine, options = {}) {
  try {
    accessSync(engine.executable, constants.X_OK);
  } catch {
    throw new Error(`${engine.name} is not at ${engine.executable}: install the package ${engine.install}`);
  }
  return puppeteer.launch({
    executablePath: engine.executable,
    headless: true,
    protocolTimeout: 120_000,
    defaultViewport: { width: 1280, height: 900 },
    ...engine.options,
    ...options,
  });
}
