import { createClient, defineCoordoElements } from '@coordo/elements';
import { useEffect, useState } from 'react';

defineCoordoElements();

export function Plan({ bundle }) {
  const [client, setClient] = useState(null);
  useEffect(() => {
    let isOver = false;
    const opening = createClient({ sources: [{ id: 'clinique', kind: 'bundle', bundles: [bundle] }] });
    opening.then((opened) => {
      if (!isOver) setClient(opened);
    });
    return () => {
      isOver = true;
      void opening.then((opened) => opened.close());
    };
  }, [bundle]);
  return (
    <>
      <coordo-timeline client={client} />
      <coordo-board client={client} />
    </>
  );
}
