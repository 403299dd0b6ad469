// The host's own banner about the person, from the host's own data: Coordo has no part in it.

import { lang } from './language.js';

const dates = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
const TEST_IDENTITY = 'urn:oid:1.2.250.1.213.1.4.10';

/** Name, birth, age at an instant, sex and whether the identity is a test one, from a bundle as text. */
export function personOf(bundle, now) {
  const patient = JSON.parse(bundle).entry.find(({ resource }) => resource?.resourceType === 'Patient').resource;
  const name = patient.name.find(({ use }) => use === 'usual') ?? patient.name[0];
  const born = new Date(`${patient.birthDate}T00:00:00Z`);
  const today = new Date(now);
  const before = today.getUTCMonth() < born.getUTCMonth()
    || (today.getUTCMonth() === born.getUTCMonth() && today.getUTCDate() < born.getUTCDate());
  return {
    family: name.family,
    given: name.given[0],
    born: dates.format(born),
    age: today.getUTCFullYear() - born.getUTCFullYear() - (before ? 1 : 0),
    sex: { female: 'F', male: 'M' }[patient.gender] ?? '–',
    isTest: (patient.identifier ?? []).some(({ system }) => system === TEST_IDENTITY),
  };
}
