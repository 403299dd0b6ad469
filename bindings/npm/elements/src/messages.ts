/** The few sentences that the shell says itself, because they are needed when Rust is not there. */

import type { Locale } from './options.js';
import type { UnavailableReason } from './runtime.js';

/** One state without Rust: what happened, and what one can do. */
interface UnavailableWords {
  readonly title: string;
  readonly text: string;
}

/** The shell's words in one language. */
export interface Words {
  readonly timeline: string;
  readonly board: string;
  readonly directory: string;
  readonly loading: string;
  readonly copy: string;
  readonly copied: string;
  readonly restart: string;
  readonly unsentKept: (count: number) => string;
  readonly covered: UnavailableWords;
  readonly closed: UnavailableWords;
  readonly unavailable: Readonly<Record<UnavailableReason, UnavailableWords>>;
}

// French typography: U+00A0 before a colon, U+2019 as apostrophe.
const FR: Words = {
  timeline: 'Plan partagé',
  board: 'Tâches',
  directory: 'Annuaire',
  loading: 'Chargement',
  copy: 'Copier la ligne',
  copied: 'Ligne copiée',
  restart: 'Reprendre',
  unsentKept: (count) =>
    count === 1
      ? 'Votre modification non envoyée est gardée tant que cette page reste ouverte.'
      : `Vos ${count}\u00a0modifications non envoyées sont gardées tant que cette page reste ouverte.`,
  covered: {
    title: 'Ce plan est masqué',
    text: 'Personne n’a touché cette page depuis un moment. Laissez-la ouverte\u00a0: sa fermeture perdrait ces modifications. Le portail peut la déverrouiller.',
  },
  closed: {
    title: 'Ce plan est fermé',
    text: 'Il a été fermé, ou verrouillé après un moment sans activité. Rouvrez-le depuis le portail.',
  },
  unavailable: {
    'webassembly-refused': {
      title: 'Ce module ne peut pas s’ouvrir dans ce navigateur',
      text: 'La politique de sécurité de la page refuse WebAssembly. Vos données ne sont pas touchées. Transmettez cette ligne à l’équipe du portail\u00a0:',
    },
    'module-not-found': {
      title: 'Ce module n’a pas été trouvé',
      text: 'Un fichier manque à l’adresse prévue. Vos données ne sont pas touchées. Transmettez cette ligne à l’équipe du portail\u00a0:',
    },
    panicked: {
      title: 'Ce module s’est arrêté',
      text: 'Une erreur interne l’a interrompu. Le reste de la page n’est pas touché.',
    },
  },
};

const EN: Words = {
  timeline: 'Shared plan',
  board: 'Tasks',
  directory: 'Directory',
  loading: 'Loading',
  copy: 'Copy the line',
  copied: 'Line copied',
  restart: 'Restart',
  unsentKept: (count) =>
    count === 1
      ? 'Your unsent change is kept as long as this page stays open.'
      : `Your ${count} unsent changes are kept as long as this page stays open.`,
  covered: {
    title: 'This plan is hidden',
    text: 'Nobody has touched this page for a while. Keep it open: closing it would lose these changes. The portal can unlock it.',
  },
  closed: {
    title: 'This plan is closed',
    text: 'It was closed, or locked after some time without activity. Open it again from the portal.',
  },
  unavailable: {
    'webassembly-refused': {
      title: 'This module cannot open in this browser',
      text: 'The security policy of the page refuses WebAssembly. Your data are not touched. Pass this line on to the portal’s team:',
    },
    'module-not-found': {
      title: 'This module was not found',
      text: 'A file is missing at the expected address. Your data are not touched. Pass this line on to the portal’s team:',
    },
    panicked: {
      title: 'This module has stopped',
      text: 'An internal error interrupted it. The rest of the page is not touched.',
    },
  },
};

/** The shell's words in a language. */
export function words(locale: Locale): Words {
  return locale === 'en' ? EN : FR;
}
