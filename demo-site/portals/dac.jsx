// "Portail DAC": a React page that embeds the three widgets as plain elements.

import { StrictMode, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { defineCoordoElements } from '../vendor/coordo.js';
import { Desk } from './desk.js';
import { lang, say } from './language.js';
import { personOf } from './person.js';
import { STORIES, storyOfAddress, tellAddress } from './stories.js';

defineCoordoElements();

const PEOPLE = [
  { name: '1-sortie-hopital', person: 'person1', about: 'about1' },
  { name: '2-onco-geriatrie', person: 'person2', about: 'about2' },
  { name: '3-enfant-handicap', person: 'person3', about: 'about3' },
];
const VIEWS = ['plan', 'tasks', 'directory'];
const ACTORS = ['Patient', 'RelatedPerson', 'Practitioner', 'PractitionerRole', 'Organization', 'CareTeam'];

/** One strip a page: StrictMode runs effects twice, and a desk must not listen twice. */
let desk;

/** The open story as React state: the run that is shown, with a count of its steps so that banners follow. */
function useDesk(name) {
  const [shown, setShown] = useState({ run: null, step: 0 });
  const show = useRef(setShown);
  useEffect(() => {
    desk ??= new Desk({
      actors: (story) => [STORIES[story.name].dac],
      open: (run) => show.current({ run, step: run.step }),
      moved: (run) => show.current({ run, step: run.step }),
      closed: () => show.current({ run: null, step: 0 }),
    });
    tellAddress(name);
    desk.show(name).catch((error) => desk.trouble(say('unavailable', { message: error.message })));
  }, [name]);
  return shown.run;
}

function People({ name, choose }) {
  return (
    <nav className="people" aria-labelledby="people">
      <h2 id="people">{say('people')}</h2>
      <ul>
        {PEOPLE.map(({ name: story, person, about }) => (
          <li key={story}>
            <button type="button" aria-current={story === name ? 'true' : undefined} onClick={() => choose(story)}>
              <b>{say(person)}</b><span>{say(about)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Banner({ run }) {
  if (run === null) return <div className="banner" aria-hidden="true" />;
  const person = personOf(run.story.bundles[0], run.told.now);
  return (
    <div className="banner">
      <h1>{`${person.given} ${person.family}`}</h1>
      <p>{say('bornAge', { born: person.born, age: person.age })} · {say(person.isTest ? 'insTest' : 'insNone')}</p>
    </div>
  );
}

function Tabs({ view, choose }) {
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length];
    choose(next);
    document.getElementById(`tab-${next}`).focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={say('views')} onKeyDown={move}>
      {VIEWS.map((one) => (
        <button type="button" key={one} id={`tab-${one}`} role="tab" aria-selected={one === view} aria-controls="view"
          tabIndex={one === view ? 0 : -1} onClick={() => choose(one)}>{say(`view.${one}`)}</button>
      ))}
    </div>
  );
}

function App() {
  const [name, setName] = useState(() => storyOfAddress('2-onco-geriatrie'));
  const [view, setView] = useState('plan');
  const run = useDesk(name);
  const client = run?.clients[0] ?? null;
  const panel = useRef(null);
  useEffect(() => {
    // Whoever is to be called or written to stands in the directory, which may lie behind another tab.
    const follow = ({ target, detail }) => {
      if (detail === null || !ACTORS.includes(detail.resource.split('/')[0]) || target.localName === 'coordo-directory') return;
      setView('directory');
      document.getElementById('tab-directory').focus();
    };
    const element = panel.current;
    element.addEventListener('coordo-select', follow);
    return () => element.removeEventListener('coordo-select', follow);
  }, []);
  // Widgets stay mounted when the tab changes: what is chosen in one shows in the others.
  return (
    <div className="app">
      <header className="top"><b>{say('dacName')}</b><span>{say('dacUser')}</span></header>
      <People name={name} choose={(next) => (next === name || desk.mayLeave()) && setName(next)} />
      <main id="main" tabIndex={-1}>
        <Banner run={run} />
        <Tabs view={view} choose={setView} />
        <div id="view" ref={panel} role="tabpanel" aria-labelledby={`tab-${view}`}>
          <coordo-timeline hidden={view === 'tasks'} client={client} locale={lang} heading-level="2" />
          <coordo-board hidden={view === 'directory'} client={client} locale={lang} heading-level="2" />
          <coordo-directory hidden={view !== 'directory'} client={client} locale={lang} heading-level="2" />
        </div>
      </main>
    </div>
  );
}

createRoot(document.getElementById('app')).render(<StrictMode><App /></StrictMode>);
