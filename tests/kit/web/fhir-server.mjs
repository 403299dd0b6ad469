/** A real FHIR R4 server, with an empty database of its own, on a free port of this machine. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

const PROGRAM = process.env.COORDO_FHIR_SERVER;
/** How long it may take to start. */
const PATIENCE = 60_000;

/** Starts the server; `close()` ends it and removes its database. */
export async function startFhirServer() {
  if (PROGRAM === undefined) {
    throw new Error('COORDO_FHIR_SERVER names no program: `cargo xtask test --only servers` installs one and tells its place');
  }
  const folder = await mkdtemp(join(tmpdir(), 'coordo-fhir-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/fhir`;
  await writeFile(join(folder, 'settings.yaml'), settings(base, port, folder));
  const server = spawn(PROGRAM, ['serve', '-c', join(folder, 'settings.yaml')], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const ended = new Promise((resolve) => {
    server.once('exit', resolve);
    server.once('error', resolve);
  });
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await up(base, server);
  } catch (error) {
    await close();
    throw new Error(`the FHIR server did not start: ${error.message}\n${Buffer.concat(said).toString('utf8').slice(-2000)}`);
  }
  return new FhirServer(base, close);
}

/** A server that is up, as a test talks to it directly. */
class FhirServer {
  constructor(base, close) {
    this.base = base;
    this.close = close;
  }

  /** One exchange; the body comes as text. */
  async request(method, path, body, headers = {}) {
    const response = await fetch(path === '' ? this.base : `${this.base}/${path}`, {
      method,
      headers: { 'content-type': 'application/fhir+json', ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  /** Loads a transaction, such as the beginning of a story or one of its steps. */
  async load(transaction) {
    const { status, body } = await this.request('POST', '', transaction);
    if (status >= 300) throw new Error(`the server refused a transaction with ${status}: ${body.slice(0, 400)}`);
  }

  /** A resource as the server holds it now. */
  async read(reference) {
    const { status, body } = await this.request('GET', reference);
    if (status !== 200) throw new Error(`the server answered ${status} for ${reference}`);
    return JSON.parse(body);
  }
}

function settings(base, port, folder) {
  return [
    `base_url: ${base}`,
    'host: 127.0.0.1',
    `port: ${port}`,
    `data_dir: ${join(folder, 'data')}`,
    `own_private_key_path: ${join(folder, 'data/keys/private.pem')}`,
    'log_inbound: false',
    // Else it answers Tasks by itself.
    'simulator: {enabled: false}',
    'validation: {inbound: strict}',
    '',
  ].join('\n');
}

async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Asks at each line that the server writes while it starts, whether it answers. */
function up(base, server) {
  return new Promise((resolve, reject) => {
    const tooLate = AbortSignal.timeout(PATIENCE);
    tooLate.addEventListener('abort', () => reject(new Error(`no answer within ${PATIENCE / 1000} s`)));
    const ask = async () => {
      const answers = await fetch(`${base}/metadata`).then((answer) => answer.ok, () => false);
      if (answers) resolve();
    };
    for (const stream of [server.stdout, server.stderr]) stream.on('data', () => ask());
    server.once('exit', (code) => reject(new Error(`it ended with code ${code}`)));
    server.once('error', reject);
  });
}
