// Ten years of a person's life as a timeline shows it: tasks and their parts, visits, measures, treatments,
// conditions and letters. The same at every run.

import { chance } from './chance.js';

const STATUSES = ['requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold', 'completed'];
const FIRST_DAY = Date.UTC(2017, 0, 1, 8);
const DAYS = 3650;
const reference = (of) => ({ reference: of });

/** A Bundle with one patient, twenty professionals, eight goals, four requests and `count` items. */
export function itemsOf(count, seed = 20261116) {
  const { below, one } = chance(seed);
  const entry = [];
  const add = (resource) => entry.push({ resource });
  add({ resourceType: 'Patient', id: 'p', name: [{ family: 'Exemple', given: ['Odette'] }] });
  for (let n = 0; n < 20; n += 1) add({ resourceType: 'Practitioner', id: `pro-${n}`, name: [{ family: `Marchand ${n}` }] });
  for (let n = 0; n < 8; n += 1) add({ resourceType: 'Goal', id: `g-${n}`, lifecycleStatus: 'active', description: { text: `But ${n}` }, subject: reference('Patient/p') });
  for (let n = 0; n < 4; n += 1) add({ resourceType: 'ServiceRequest', id: `s-${n}`, status: 'active', intent: 'order', subject: reference('Patient/p') });
  for (let n = 0; n < count; n += 1) {
    const start = FIRST_DAY + below(DAYS) * 86_400_000 + below(10) * 3_600_000;
    const period = { start: new Date(start).toISOString(), end: new Date(start + 1_800_000).toISOString() };
    const who = reference(`Practitioner/pro-${below(20)}`);
    const own = { id: `i-${n}`, subject: reference('Patient/p') };
    if (n % 5 === 0) {
      const { subject, ...rest } = own;
      add({
        resourceType: 'Task', ...rest, for: subject, status: one(STATUSES), intent: 'order', description: `Activité ${n}`,
        owner: who, executionPeriod: period,
        ...(n > 0 && n % 10 === 0 ? { partOf: [reference(`Task/i-${Math.floor(n / 10) * 5}`)] } : { reasonReference: reference(`Goal/g-${below(8)}`) }),
      });
    } else if (n % 10 < 3) {
      add({ resourceType: 'Encounter', ...own, status: 'finished', class: { code: 'HH' }, type: [{ text: 'Passage' }], period, participant: [{ individual: who }], basedOn: [reference(`ServiceRequest/s-${below(4)}`)] });
    } else if (n % 10 < 7) {
      add({ resourceType: 'Observation', ...own, status: 'final', code: { text: `Mesure ${below(40)}` }, effectiveDateTime: period.start, performer: [who], valueQuantity: { value: 71.5, unit: 'kg' } });
    } else if (n % 10 === 7) {
      add({ resourceType: 'Condition', ...own, code: { text: `Problème ${below(30)}` }, onsetDateTime: period.start.slice(0, 10), recorder: who });
    } else if (n % 10 === 8) {
      add({ resourceType: 'MedicationRequest', ...own, status: 'active', intent: 'order', medicationCodeableConcept: { text: `Traitement ${below(60)}` }, authoredOn: period.start.slice(0, 10), requester: who });
    } else {
      add({ resourceType: 'DocumentReference', ...own, status: 'current', type: { text: `Lettre ${below(10)}` }, date: period.start, author: [who], content: [{ attachment: {} }] });
    }
  }
  return { resourceType: 'Bundle', type: 'collection', entry };
}
