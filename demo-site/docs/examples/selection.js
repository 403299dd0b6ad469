import { client, openRecord } from './portal.js';

// What is chosen in one widget is chosen in all of them, and told to you.
client.on('select', (selected) => {
  if (selected !== null) openRecord(selected.source, selected.resource);
});
// And the other way: a link of your portal chooses a task.
client.select({ source: 'essai', resource: 'Task/t-pilulier' });
