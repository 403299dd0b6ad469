// React in StrictMode: every effect runs, is undone, and runs again. In TypeScript, so that wrong props do not compile.

import { type Client, createClient, defineCoordoElements } from '@coordo/elements';
import type {} from '@coordo/elements/react';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

defineCoordoElements();

function Plan() {
  const [client, setClient] = useState<Client | null>(null);
  const [cards, setCards] = useState<number | null>(null);
  const [shown, setShown] = useState(true);

  useEffect(() => {
    let left = false;
    const opening = fetch('small.json')
      .then((response) => response.text())
      .then((bundle) => createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles: [bundle] }] }));
    opening.then((opened) => left || setClient(opened));
    return () => {
      left = true;
      opening.then((opened) => opened.close());
    };
  }, []);

  return (
    <>
      <button type="button" onClick={() => setShown(!shown)}>Show or hide</button>
      <output>{cards}</output>
      {shown && (
        <>
          <coordo-timeline client={client} group-by="actor" />
          <coordo-board client={client} heading-level="3" oncoordo-ready={({ detail }) => setCards(detail.cards)} />
          <coordo-directory client={client} locale="en" />
        </>
      )}
    </>
  );
}

export const wrong = [
  // @ts-expect-error: lanes are of three kinds
  <coordo-timeline key="a" group-by="colour" />,
  // @ts-expect-error: a client is not its address
  <coordo-board key="b" client="https://exemple.test/fhir" />,
  // @ts-expect-error: a directory has entries
  <coordo-directory key="c" oncoordo-ready={({ detail }) => detail.cards} />,
];

createRoot(document.querySelector('#app') as HTMLElement).render(<StrictMode><Plan /></StrictMode>);
