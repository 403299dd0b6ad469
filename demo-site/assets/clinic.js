// "Portail clinique": an old intranet that puts the three widgets of one plan into its page.

import { defineCoordoElements } from '../vendor/coordo.js';
import { Desk } from './desk.js';
import { say } from './language.js';
import { personOf } from './person.js';
import { STORIES, storyOfAddress, tellAddress } from './stories.js';

const WIDGETS = ['coordo-timeline', 'coordo-board', 'coordo-directory'].map((tag) => document.querySelector(tag));
const at = (id) => document.getElementById(id);

function showPerson(run) {
  const person = personOf(run.story.bundles[0], run.told.now);
  at('p-name').textContent = `${person.family} ${person.given}`;
  at('p-born').textContent = say('bornAge', { born: person.born, age: person.age });
  at('p-sex').textContent = person.sex;
  at('p-ins').textContent = say(person.isTest ? 'insTest' : 'insNone');
}

const desk = new Desk({
  actors: (story) => [STORIES[story.name].clinic],
  open(run) {
    showPerson(run);
    for (const widget of WIDGETS) widget.client = run.clients[0];
  },
  moved: showPerson,
  closed() {
    for (const widget of WIDGETS) widget.client = null;
  },
});

for (const widget of WIDGETS) {
  widget.addEventListener('coordo-unavailable', ({ detail }) => desk.trouble(say('unavailable', { message: detail.message })));
}
defineCoordoElements();
const choice = at('story');
choice.value = storyOfAddress('1-sortie-hopital');
let shown = choice.value;
choice.addEventListener('change', () => {
  if (!desk.mayLeave()) {
    choice.value = shown;
    return;
  }
  shown = choice.value;
  tellAddress(choice.value);
  void desk.show(choice.value);
});
desk.show(choice.value).catch((error) => {
  if (at('trouble').hidden) desk.trouble(say('unavailable', { message: error.message }));
  throw error;
});
