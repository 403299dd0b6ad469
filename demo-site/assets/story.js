// A story as assets of this site: every step is fetched at the start, so that the page goes on without network.

const base = new URL('../stories/', import.meta.url);

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url.pathname}`);
  return response.text();
}

/** The titles of the tasks in a bundle, to name them in sentences. */
function titlesOf(bundle, into) {
  for (const { resource } of JSON.parse(bundle).entry ?? []) {
    if (resource?.resourceType === 'Task') {
      into.set(`Task/${resource.id}`, resource.description ?? resource.code?.text ?? resource.id);
    }
  }
}

/** The steps of a story with their bundles as text, its patient, and the titles of its tasks. */
export async function loadStory(name) {
  const folder = new URL(`${name}/`, base);
  const steps = JSON.parse(await fetched(new URL('steps.json', folder)));
  const bundles = await Promise.all(steps.map(({ bundle }) => fetched(new URL(bundle, folder))));
  const titles = new Map();
  for (const bundle of bundles) titlesOf(bundle, titles);
  const { resource } = JSON.parse(bundles[0]).entry.find((entry) => entry.resource?.resourceType === 'Patient');
  return { name, steps, bundles, titles, patient: `Patient/${resource.id}` };
}
