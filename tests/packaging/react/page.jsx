// React in StrictMode: every effect runs, is undone, and runs again.

import { createClient, defineCoordoElements } from '@coordo/elements';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

defineCoordoElements();

function Plan() {
  const [client, setClient] = useState(null);
  const [cards, setCards] = useState(null);
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

createRoot(document.getElementById('app')).render(<StrictMode><Plan /></StrictMode>);
