// A plan of any size that is the same at every run: names, dates and statuses come from one seed.

import { chance } from './chance.js';

const DAY = 24 * 3600 * 1000;
const START = Date.UTC(2026, 10, 16, 8);
const STATUSES = ['requested', 'received', 'accepted', 'ready', 'in-progress', 'in-progress', 'on-hold', 'completed', 'cancelled'];
const DEEDS = ['Appeler', 'Relire', 'Installer', 'Préparer', 'Accompagner', 'Transmettre', 'Vérifier'];
const THINGS = ['la lettre de liaison', 'le pilulier', 'la balance connectée', 'la prise de sang', 'le transport', 'la visite à domicile'];
const NAMES = ['Benhaddou', 'Vasseur', 'Lescure', 'Roques', 'Estival', 'Fabrègue', 'Nguyen', 'Diallo'];

/** A Bundle with one patient, eight professionals and `count` tasks. */
export function planOf(count, seed = 20261116) {
  const { next, one } = chance(seed);
  const entry = [{ resource: { resourceType: 'Patient', id: 'p', name: [{ family: 'Exemple', given: ['Odette'] }] } }];
  NAMES.forEach((family, n) => entry.push({ resource: { resourceType: 'Practitioner', id: `pro-${n}`, name: [{ family, given: ['Nadia'] }] } }));
  for (let n = 0; n < count; n += 1) {
    const due = START + Math.floor(next() * 60) * DAY;
    entry.push({
      resource: {
        resourceType: 'Task', id: `t-${n}`, status: one(STATUSES), intent: 'plan', priority: one(['routine', 'urgent']),
        description: `${one(DEEDS)} ${one(THINGS)} (${n})`,
        for: { reference: 'Patient/p' },
        owner: { reference: `Practitioner/pro-${Math.floor(next() * NAMES.length)}` },
        restriction: { period: { start: new Date(due).toISOString(), end: new Date(due + DAY).toISOString() } },
      },
    });
  }
  return { resourceType: 'Bundle', type: 'collection', entry };
}
