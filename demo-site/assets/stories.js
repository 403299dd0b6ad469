// The three stories, and whose seat a portal takes in each.

export const STORIES = {
  '1-sortie-hopital': { clinic: 'PractitionerRole/idec-corbineau', dac: 'PractitionerRole/dac-sylla' },
  '2-onco-geriatrie': { clinic: 'PractitionerRole/ipo-maugars', dac: 'PractitionerRole/ide-pollet' },
  '3-enfant-handicap': { clinic: 'PractitionerRole/neuro-valladier', dac: 'PractitionerRole/dac-nicollin' },
};

const PARAMETER = 'histoire';

/** The story that the address asks for, otherwise the one given. */
export function storyOfAddress(fallback) {
  const asked = new URLSearchParams(location.search).get(PARAMETER);
  return asked !== null && Object.hasOwn(STORIES, asked) ? asked : fallback;
}

/** Says in the address which story is open, so that it can be kept and sent. */
export function tellAddress(name) {
  const address = new URL(location.href);
  address.searchParams.set(PARAMETER, name);
  history.replaceState(null, '', address);
}
