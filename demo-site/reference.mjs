// What a portal developer may say to the package and ask of it, from the types and words of its own source.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Options in the order in which one meets them; then what is given back. */
const OPTIONS = [
  ['options.ts', ['ClientOptions']],
  ['options.ts', ['FhirSource', 'HostSource', 'BundleSource', 'SandboxSource']],
  ['fhir-source.ts', ['FhirServer']],
  ['options.ts', ['SourceReference', 'SubjectIdentifier', 'EncryptedCache', 'Thresholds']],
  ['idle.ts', ['Idle']],
  ['options.ts', ['SandboxOptions']],
  ['boundary.ts', ['SandboxFaults']],
];
const GIVEN = [
  ['boundary.ts', ['ClientStatus', 'Finding', 'Notice']],
  ['choice.ts', ['Selected', 'Filter']],
];
const EVENTS = ['events.ts', ['ClientEvents']];
const CLASSES = [['client.ts', 'Client'], ['sandbox.ts', 'Sandbox']];

const cell = (text) => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();
const code = (text) => (text === '' ? '' : `\`${cell(text)}\``);

/** The words of a comment; what it links to is named. */
const words = (doc = '') => cell(doc.replace(/\{@link (\w+)\}/g, '$1').replace(/^[ \t]*\*/gm, ''));

const withoutComments = (text) => text.replace(/\/\*\*[\s\S]*?\*\//g, '');

/** A declaration: its comment, and what stands between its braces, which are alone on their lines. */
function declared(folder, file, name) {
  const text = readFileSync(join(folder, file), 'utf8');
  const found = new RegExp(`(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n)?export (?:interface|class) ${name}\\b[^\\n]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(text);
  if (found === null) throw new Error(`${file} declares no ${name}`);
  return { doc: words(found[1]), body: found[2] };
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const COMMENT = '(?: {2}/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n)?';
const OPTION = new RegExp(`${COMMENT} {2}(?:readonly )?'?([\\w-]+)'?(\\?)?: ([^\\n]*(?:\\n {4}[^\\n]*)*(?:\\n {2}\\})?);$`, 'gm');
const MEMBER = new RegExp(`${COMMENT} {2}(?:async |get )?(\\w+)(?:<[^\\n(]*>)?(\\([^\\n]*\\)): ([^\\n]+) \\{$`, 'gm');
const PROPERTY = new RegExp(`${COMMENT} {2}readonly (\\w+)(): ([^\\n]+);$`, 'gm');

function options(folder, [file, names], heads = ['Option', 'Type', 'Needed', 'What']) {
  return names.map((name) => {
    const { doc, body } = declared(folder, file, name);
    const rows = [...body.matchAll(OPTION)].map(([, said, option, optional, type]) =>
      [code(option), code(withoutComments(type)), optional === undefined ? 'yes' : '', words(said)].filter((_, at) => heads.length === 4 || at !== 2));
    if (rows.length === 0) throw new Error(`${name} has no members`);
    return `## \`${name}\`\n\n${doc}\n\n${table(heads, rows)}`;
  });
}

function members(folder, [file, name]) {
  const { doc, body } = declared(folder, file, name);
  const found = [...body.matchAll(PROPERTY), ...body.matchAll(MEMBER)];
  const shown = found.filter(([, said]) => said !== undefined && !said.includes('@internal'));
  const rows = shown.map(([whole, said, member, given, type]) => {
    const isRead = given === '' || new RegExp(`get ${member}\\(`).test(whole);
    return [code(isRead ? member : member + given), code(type), words(said)];
  });
  if (rows.length === 0) throw new Error(`${name} has no members`);
  return `## \`${name}\`\n\n${doc}\n\n${table(['Member', 'Type', 'What'], rows)}`;
}

/** Every code of a finding with its names, from the generated page of all rules. */
function findings(page) {
  const found = [...page.matchAll(/^## (`[\w-]+`)\n\n[\s\S]*?^\| Name \| (.*) \| (.*) \|$/gm)].map(([, code, fr, en]) => [code, fr, en]);
  if (found.length === 0) throw new Error('the page of findings has no codes');
  return table(['Code', 'Français', 'English'], found);
}

/** The reference as Markdown; `folder` holds the package's TypeScript, `rules` is the page of all findings. */
export function reference(folder, rules) {
  return [
    '# Options', ...OPTIONS.flatMap((one) => options(folder, one)),
    '# Methods', ...CLASSES.map((one) => members(folder, one)),
    '# What they give', ...GIVEN.flatMap((one) => options(folder, one, ['Member', 'Type', 'What'])),
    '# Events of a client', ...options(folder, EVENTS, ['Event', 'Detail', 'When']),
    '# Codes of findings', findings(rules),
  ].join('\n\n');
}
