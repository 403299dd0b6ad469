import { createClient, defineCoordoElements } from '@coordo/elements';
import { useEffect, useState } from 'react';

defineCoordoElements();

export function Plan({ bundle }) {
  const [client, setClient] = useState(null);
  useEffect(() => {
    const opening = createClient({ sources: [{ id: 'clinique', kind: 'bundle', bundles: [bundle] }] });
    opening.then((opened) => {
      setClient(opened);
      return opened.pull();
    });
    return () => void opening.then((opened) => opened.close());
  }, [bundle]);
  return (
    <>
      <coordo-timeline client={client} />
      <coordo-board client={client} />
    </>
  );
}
