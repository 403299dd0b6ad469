// What the timeline must show for a FHIR file, counted without any code of the product.
//
// Each record once, by rules that are read from FHIR R4 alone:
//   - every Task; every CarePlan with a date in its period; every Goal with a target.dueDate;
//   - every CarePlan.activity with a `detail`, or with a contained request, appointment, group or
//     communication (once for each contained resource);
//   - every Encounter, Procedure, Observation, MedicationRequest, Condition, Communication,
//     DocumentReference, Flag and Consent;
//   - every Appointment, ServiceRequest and RequestGroup that no Task stands for. A Task stands for
//     an Appointment in its focus, and for a ServiceRequest or RequestGroup in its focus or basedOn,
//     where both were called off or neither was; and for a RequestGroup whose actions lead to it.
//
// An item is dated where a date that FHIR allows stands in one of the fields listed in `dates`. A Task
// is dated by its executionPeriod, else by the Appointment in its focus (where both were called off or
// neither was), else by the window in which it is due.
//
//   node tests/kit/count/timeline.mjs FILE...          prints the items of each file
//   node tests/kit/count/timeline.mjs --json FILE...   one line of JSON a file

import { pathToFileURL } from 'node:url';
import { documents, held, isOrderOfTasks, listOf, readText, resolve } from './count.mjs';

/** The lane of each type where lanes are kinds. */
const KIND = {
  CarePlan: 'plan',
  Goal: 'plan',
  Task: 'activity',
  Appointment: 'appointment',
  Encounter: 'encounter',
  ServiceRequest: 'request',
  RequestGroup: 'request',
  Procedure: 'procedure',
  MedicationRequest: 'treatment',
  Condition: 'condition',
  Observation: 'measure',
  Communication: 'message',
  DocumentReference: 'document',
  Flag: 'flag',
  Consent: 'consent',
};

const WRITTEN_IN_PLANS = new Set(['ServiceRequest', 'RequestGroup', 'Appointment', 'Communication']);
const REQUESTS = new Set(['ServiceRequest', 'RequestGroup']);
const TASK_CALLED_OFF = new Set(['rejected', 'cancelled', 'failed', 'entered-in-error']);
const EVENT_CALLED_OFF = new Set(['cancelled', 'noshow', 'not-done', 'revoked', 'stopped', 'entered-in-error']);

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d(?::([0-5]\d|60)(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00))?)?)?$/;

/** Whether a value is a FHIR date, dateTime or instant of any precision. */
export function isDate(value) {
  if (typeof value !== 'string') return false;
  const [whole, year, month, day] = DATE.exec(value) ?? [];
  if (whole === undefined) return false;
  if (month === undefined) return true;
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && (day === undefined || (Number(day) >= 1 && Number(day) <= days));
}

const one = (value) => (Array.isArray(value) ? value[0] : value);
const ofPeriod = (period) => [one(period)?.start, one(period)?.end];
const ofTiming = (timing) => {
  const bounds = one(one(timing)?.repeat)?.boundsPeriod;
  return bounds === undefined ? listOf(one(timing)?.event) : ofPeriod(bounds);
};
/** `onset[x]` and the like: a date, a period, or what a timing is bounded by. */
const ofChoice = (resource, name) => {
  for (const type of ['DateTime', 'Instant']) if (resource[`${name}${type}`] !== undefined) return [resource[`${name}${type}`]];
  if (resource[`${name}Period`] !== undefined) return ofPeriod(resource[`${name}Period`]);
  return ofTiming(resource[`${name}Timing`]);
};

/** The fields that date a resource; any of them does. */
function dates(resource) {
  switch (resource.resourceType) {
    case 'Task':
      return ofPeriod(resource.executionPeriod);
    case 'CarePlan':
    case 'Encounter':
    case 'Flag':
      return ofPeriod(resource.period);
    case 'Goal':
      return listOf(resource.target).map((target) => target?.dueDate);
    case 'Appointment':
      return [resource.start, resource.end, ...ofPeriod(resource.requestedPeriod)];
    case 'ServiceRequest':
      return ofChoice(resource, 'occurrence');
    case 'RequestGroup':
      return [resource.authoredOn];
    case 'Communication':
      return [resource.sent];
    case 'Procedure':
      return ofChoice(resource, 'performed');
    case 'Observation':
      return [...ofChoice(resource, 'effective'), resource.issued];
    case 'MedicationRequest':
      return [
        ...listOf(resource.dosageInstruction).flatMap((dosage) => ofTiming(dosage?.timing)),
        ...ofPeriod(one(resource.dispenseRequest)?.validityPeriod),
        resource.authoredOn,
      ];
    case 'Condition':
      return [...ofChoice(resource, 'onset'), ...ofChoice(resource, 'abatement'), resource.recordedDate];
    case 'DocumentReference':
      return [...ofPeriod(one(resource.context)?.period), resource.date];
    case 'Consent':
      return [...ofPeriod(one(resource.provision)?.period), resource.dateTime];
    default:
      return [];
  }
}

const isDated = (resource) => dates(resource).some(isDate);

const isCalledOff = ({ resourceType, status }) => (resourceType === 'Task' ? TASK_CALLED_OFF : EVENT_CALLED_OFF).has(status);

/** The items of a text, in order of key: `{ key, kind, dated }`; a key is `Type/id` or `CarePlan/id#2`. */
export function countItems(text) {
  const all = held(documents(text));
  const stoodFor = new Set();
  const datedByAppointment = new Set();
  for (const { name, resource: task } of all.resources) {
    if (task.resourceType === 'RequestGroup' && isOrderOfTasks(task, all)) stoodFor.add(name);
    if (task.resourceType !== 'Task') continue;
    const links = [task.focus, ...listOf(task.basedOn)].map((link) => resolve(link?.reference, all));
    links.forEach((target, n) => {
      const other = all.byName.get(target);
      const fits = REQUESTS.has(other?.resourceType) || (n === 0 && other?.resourceType === 'Appointment');
      if (!fits || isCalledOff(task) !== isCalledOff(other)) return;
      stoodFor.add(target);
      if (other.resourceType === 'Appointment' && isDated(other)) datedByAppointment.add(name);
    });
  }
  const items = [];
  for (const { name, resource } of all.resources) {
    const kind = KIND[resource.resourceType];
    if (kind === undefined) continue;
    const dated = isDated(resource);
    if (resource.resourceType === 'Task') {
      const inWindow = ofPeriod(one(resource.restriction)?.period).some(isDate);
      items.push({ key: name, kind, dated: dated || inWindow || datedByAppointment.has(name) });
    } else if (kind === 'plan') {
      if (dated) items.push({ key: name, kind, dated });
    } else if (!stoodFor.has(name)) {
      items.push({ key: name, kind, dated });
    }
    if (resource.resourceType === 'CarePlan') items.push(...written(name, resource));
  }
  return items.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** The activities that a plan holds itself. */
function written(name, plan) {
  const inside = new Map(listOf(plan.contained).map((resource) => [`#${resource?.id}`, resource]));
  return listOf(plan.activity).flatMap((activity, index) => {
    const key = `${name}#${index}`;
    const detail = one(activity?.detail);
    if (detail !== undefined && detail !== null) {
      const scheduled = [...ofPeriod(detail.scheduledPeriod), ...ofTiming(detail.scheduledTiming)];
      return [{ key, kind: 'activity', dated: scheduled.some(isDate) }];
    }
    const reference = activity?.reference?.reference;
    const local = inside.get(reference);
    inside.delete(reference);
    return WRITTEN_IN_PLANS.has(local?.resourceType) ? [{ key, kind: KIND[local.resourceType], dated: isDated(local) }] : [];
  });
}

/** True where a text holds anything that the timeline shows. */
export function concernsTimeline(text) {
  return countItems(text).length > 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const asJson = process.argv[2] === '--json';
  for (const path of process.argv.slice(asJson ? 3 : 2)) {
    const items = countItems(readText(path));
    if (asJson) {
      console.log(JSON.stringify({ path, items: items.map(({ key, kind, dated }) => [key, kind, dated]) }));
      continue;
    }
    console.log(`${path}: ${items.length}, of which ${items.filter((item) => item.dated).length} dated`);
    for (const { key, kind, dated } of items) console.log(`  ${key} ${kind} ${dated ? 'dated' : 'undated'}`);
  }
}
