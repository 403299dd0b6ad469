import { CoordoError, createClient } from '@coordo/elements';
import { report } from './portal.js';

try {
  await createClient({ sources: [] });
} catch (error) {
  if (!(error instanceof CoordoError)) throw error;
  report(error.code, error.option); // 'no-source', 'sources'
}
