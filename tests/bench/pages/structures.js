// Structures as FINESS tells of them, as many as are asked for. The same at every run.

import { chance } from './chance.js';

const KINDS = [
  "Pharmacie d'officine", 'EHPAD', 'Centre hospitalier', 'SSIAD', 'Laboratoire de biologie médicale', 'Centre de santé',
  'Maison de santé', 'Foyer de vie', 'Centre médico-psychologique', "Service d'aide à domicile",
];
const NAMES = [
  'Martin', 'Bernard', 'Saint-Jean', 'Petit', 'de la Gare', 'Richard', 'du Marché', 'Les Tilleuls', 'Moreau', 'Laurent', 'Simon',
  'Jeanne-d’Arc', 'Lefèvre', 'Leroy', 'Les Mimosas', 'David', 'Bel-Air', 'Morel', 'Fournier', 'Girard', 'Bonnet', 'Les Cèdres',
  'Lambert', 'Fontaine', 'Rousseau', 'Vincent', 'Sainte-Anne', 'du Château', 'Faure', 'André', 'Mercier', 'Résidence du Parc',
];
const STREETS = ['rue de la République', 'avenue Jean-Jaurès', 'place du Marché', 'chemin des Écoles', 'boulevard Gambetta', 'route de Toulouse'];
const TOWNS = [
  'Castres', 'Mazamet', 'Labruguière', 'Albi', 'Saint-Étienne', 'Évry', "L'Haÿ-les-Roses", 'Toulouse', 'Sainte-Foy', 'Lyon', 'Nantes',
  'Orléans', 'Besançon', 'Nîmes', 'Sète', 'Béziers', 'Mâcon', 'Cholet', 'Angoulême', 'Pointe-à-Pitre', 'Saint-Denis', 'Bastia',
];

/** The bytes of a Bundle of `count` Organizations. */
export function structuresOf(count, seed = 57042) {
  const { below, one } = chance(seed);
  const digits = (n) => Array.from({ length: n }, () => below(10)).join('');
  const parts = [];
  for (let n = 0; n < count; n += 1) {
    const kind = one(KINDS);
    const town = one(TOWNS);
    parts.push(JSON.stringify({
      resource: {
        resourceType: 'Organization', id: `o${n}`, active: true, name: `${kind} ${one(NAMES)} de ${town}`.toUpperCase(),
        type: [{ coding: [{ display: kind }] }],
        identifier: [
          { type: { coding: [{ code: 'FINEG' }] }, system: 'https://finess.esante.gouv.fr', value: digits(9) },
          { system: 'https://sirene.fr', value: digits(14) },
        ],
        telecom: [{ system: 'phone', value: `05${digits(8)}` }],
        address: [{ line: [`${1 + below(200)} ${one(STREETS)}`], postalCode: digits(5), city: town.toUpperCase() }],
      },
    }));
  }
  return new TextEncoder().encode(`{"resourceType":"Bundle","type":"collection","entry":[${parts.join(',')}]}`);
}
