// Whom the directory must show for a FHIR file, counted without any code of the product.
//
//   - every Practitioner, RelatedPerson, Patient, Organization and CareTeam;
//   - a PractitionerRole whose practitioner is not held: otherwise it belongs to that person;
//   - a Location or HealthcareService, unless the Organization that it names is held and it has
//     no name or the same one: then it belongs to that Organization;
//   - the same of those contained in a resource that widgets read, where they have a name: two of
//     one type with the same name, first identifier and role are one, the first by `Type/id#local`;
//     each contained CareTeam counts unless one names the same members;
//   - `Reference/Task/id#owner` and `Reference/CareTeam/id#participant-n`: an owner or a member
//     of whom there is a display and no record; the same display is one, the first of them.
//
// Two records of one type with the same RPPS, site FINESS or qualified INS are one, the first by id.
//
//   node tests/kit/count/directory.mjs FILE...          prints the entries of each file
//   node tests/kit/count/directory.mjs --json FILE...   one line of JSON a file

import { pathToFileURL } from 'node:url';
import { documents, held, listOf, readText, resolve } from './count.mjs';

const OWN = new Set(['Practitioner', 'RelatedPerson', 'Patient', 'Organization', 'CareTeam']);
const PARTS = { Location: 'managingOrganization', HealthcareService: 'providedBy' };
const ACTORS = new Set([...OWN, 'PractitionerRole', 'Location', 'HealthcareService']);
/** Types whose contained resources are read. */
const READ = new Set([
  ...ACTORS, 'Task', 'CarePlan', 'Goal', 'Schedule', 'PlanDefinition', 'ServiceRequest', 'RequestGroup', 'Appointment',
  'Communication', 'Slot', 'Encounter', 'Procedure', 'MedicationRequest', 'Condition', 'Observation', 'DocumentReference', 'Flag', 'Consent',
]);

/** Without accents, case or punctuation, as people would compare two names. */
const bare = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');

const string = (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

function humanName(resource) {
  const names = listOf(resource.name);
  const name = names.find((n) => n?.use === 'usual') ?? names.find((n) => n?.use === 'official') ?? names[0];
  const parts = [...listOf(name?.given).slice(0, 1), name?.family].map(string);
  return string(name?.text) ?? string(parts.filter((part) => part !== undefined).join(' '));
}

function nameOf(resource) {
  switch (resource.resourceType) {
    case 'Practitioner':
    case 'RelatedPerson':
    case 'Patient':
      return humanName(resource);
    case 'PractitionerRole':
      return string(resource.practitioner?.display);
    default:
      return string(resource.name) ?? listOf(resource.alias).map(string).find((alias) => alias !== undefined);
  }
}

/** Numbers that are one a person or structure, by type of resource: system and, where it matters, type. */
const NATIONAL = {
  Practitioner: [['https://rpps.esante.gouv.fr', ['RPPS', undefined]]],
  Organization: [['https://finess.esante.gouv.fr', ['FINEG']]],
  Patient: [['urn:oid:1.2.250.1.213.1.4.8', ['INS-NIR']]],
};

function nationalNumber(resource) {
  for (const [system, types] of NATIONAL[resource.resourceType] ?? []) {
    const found = listOf(resource.identifier).find(
      (one) => one?.system === system && types.includes(listOf(one.type?.coding)[0]?.code) && !['old', 'secondary', 'temp'].includes(one.use),
    );
    if (string(found?.value) !== undefined) return `${resource.resourceType} ${system} ${found.value}`;
  }
  return undefined;
}

/** The entries of a text, by `Type/id`. */
export function countEntries(text) {
  const all = held(documents(text));
  const contained = new Map();
  for (const { name, resource } of all.resources) {
    if (!READ.has(resource.resourceType)) continue;
    for (const inner of listOf(resource.contained)) {
      if (typeof inner?.resourceType === 'string' && typeof inner.id === 'string') {
        contained.set(`${inner.resourceType}/${name}#${inner.id}`, { resource: inner, parent: name });
      }
    }
  }
  const target = (reference, parent) => {
    if (typeof reference !== 'string') return undefined;
    if (!reference.startsWith('#')) return resolve(reference, all);
    return [...contained.keys()].find((key) => key.endsWith(`/${parent}${reference}`));
  };
  const resourceOf = (key) => all.byName.get(key) ?? contained.get(key)?.resource;
  /** Whether it lies in the entry of another. */
  const isPart = (resource, parent) => {
    const type = resource.resourceType;
    if (type === 'PractitionerRole') {
      const person = target(resource.practitioner?.reference, parent);
      return ACTORS.has(resourceOf(person)?.resourceType);
    }
    if (!(type in PARTS)) return false;
    const whole = resourceOf(target(resource[PARTS[type]]?.reference, parent));
    if (!ACTORS.has(whole?.resourceType)) return false;
    const [own, its] = [nameOf(resource), nameOf(whole)];
    return own === undefined || (its !== undefined && bare(own) === bare(its));
  };
  const entries = new Set();
  /** One of those that are the same: the first. */
  const first = new Map();
  const takeFirst = (group, key) => {
    if (!first.has(group) || first.get(group) > key) first.set(group, key);
  };
  for (const { name, resource } of all.resources) {
    if (!ACTORS.has(resource.resourceType) || isPart(resource, name)) continue;
    const number = nationalNumber(resource);
    if (number === undefined) entries.add(name);
    else takeFirst(number, name);
  }
  for (const [key, { resource, parent }] of contained) {
    if (!ACTORS.has(resource.resourceType) || isPart(resource, parent)) continue;
    const name = nameOf(resource);
    if (resource.resourceType === 'CareTeam') {
      const members = listOf(resource.participant).map((p) => [p?.member?.reference, p?.member?.display]);
      takeFirst(JSON.stringify(['CareTeam', resource.name, members]), key);
    } else if (name !== undefined) {
      const identifier = listOf(resource.identifier)[0]?.value;
      const role = JSON.stringify([resource.qualification, resource.code, resource.relationship, resource.type]);
      takeFirst(JSON.stringify([resource.resourceType, bare(name), identifier, role]), key);
    }
  }
  const named = (reference, parent, place) => {
    const display = string(reference?.display);
    const leadsTo = resourceOf(target(reference?.reference, parent))?.resourceType;
    if (display !== undefined && !ACTORS.has(leadsTo)) takeFirst(`named ${bare(display)}`, `Reference/${parent}#${place}`);
  };
  for (const { name, resource } of all.resources) {
    if (resource.resourceType === 'Task') named(resource.owner, name, 'owner');
    if (resource.resourceType === 'CareTeam') {
      listOf(resource.participant).forEach((p, n) => named(p?.member, name, `participant-${n}`));
    }
  }
  for (const key of first.values()) entries.add(key);
  return [...entries].sort();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = process.argv.slice(2).filter((argument) => argument !== '--json');
  for (const path of files) {
    const entries = countEntries(readText(path));
    if (process.argv.includes('--json')) {
      console.log(JSON.stringify(entries));
      continue;
    }
    console.log(`${path}: ${entries.length}`);
    for (const entry of entries) console.log(`  ${entry}`);
  }
}
