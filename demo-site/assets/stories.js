// The three stories, whose seat a portal takes in each, and from when on each team wants to be told what is missing.

export const STORIES = {
  '1-sortie-hopital': {
    clinic: 'PractitionerRole/idec-corbineau',
    dac: 'PractitionerRole/dac-sylla',
    thresholds: {
      offerWorkingDays: 2, offerHoursIfPressing: 24, handoverWorkingDays: 1, undatedDaysBefore: 7,
      undatedUrgentHoursBefore: 48, missedInARow: 2, measureDays: 3,
    },
  },
  '2-onco-geriatrie': {
    clinic: 'PractitionerRole/ipo-maugars',
    dac: 'PractitionerRole/ide-pollet',
    thresholds: {
      offerWorkingDays: 2, handoverWorkingDays: 1, undatedDaysBefore: 7, undatedUrgentHoursBefore: 48,
      orderUrgentWithinHours: 72, silenceToleranceDays: 2, correctionsFrom: 2,
    },
  },
  '3-enfant-handicap': {
    clinic: 'PractitionerRole/neuro-valladier',
    dac: 'PractitionerRole/dac-nicollin',
    thresholds: { offerWorkingDays: 2, offerDaysIfRelative: 7, handoverWorkingDays: 1, missedInARow: 2 },
  },
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
