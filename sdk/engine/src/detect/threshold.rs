//! From when on a rule speaks of a record: by its request, by its plan, else by the host.

use coordo_core::threshold::{Threshold, ThresholdCode};

use super::View;
use crate::finding::{Evidence, Value};
use crate::graph::{Fact, Link, Slot};

/// Written where a number of a plan or a request stands.
const PATH: &str = "extension(seuil)";

impl View<'_> {
    /// The number for a record: that of the request which it is or is based on, else that of the
    /// plans which hold it, else the host's. Where several say it, the smallest: nobody is told
    /// later than one of them wants.
    pub(crate) fn threshold(&self, slot: Slot, code: ThresholdCode) -> Option<u32> {
        let said = self.said(slot, code).map(|(value, _)| value);
        said.or_else(|| self.thresholds.get(code))
    }

    /// Where the number stands, unless it is the host's.
    pub(crate) fn threshold_evidence(&self, slot: Slot, code: ThresholdCode) -> Option<Evidence> {
        let (value, record) = self.said(slot, code)?;
        self.evidence(record, PATH, Value::Count(value))
    }

    fn said(&self, slot: Slot, code: ThresholdCode) -> Option<(u32, Slot)> {
        let mut requests = vec![slot];
        requests.extend(self.based_on(slot));
        let by_request = requests
            .iter()
            .filter_map(|request| self.number(*request, code, of_request))
            .min_by_key(|(value, record)| (*value, self.key(*record)));
        by_request.or_else(|| {
            // A request is held by the plans of the tasks that carry it out as well.
            let tasks = self
                .crowd(slot, Link::BasedOn)
                .filter(|other| self.kind(*other) == "Task");
            let tasks: Vec<Slot> = tasks.collect();
            let held = requests.iter().chain(&tasks);
            held.flat_map(|held| self.plans_of(*held))
                .filter_map(|plan| self.number(plan, code, of_plan))
                .min_by_key(|(value, record)| (*value, self.key(*record)))
        })
    }

    /// Plans in which a record stands, by either end of the reference.
    fn plans_of(&self, slot: Slot) -> Vec<Slot> {
        let mut plans = self.based_on(slot).to_vec();
        plans.extend(self.crowd(slot, Link::Activity));
        plans
    }

    fn based_on(&self, slot: Slot) -> &[Slot] {
        match self.fact(slot) {
            Some(Fact::Task(task)) => &task.based_on,
            Some(Fact::Event(event)) => &event.based_on,
            _ => &[],
        }
    }

    fn number(
        &self,
        slot: Slot,
        code: ThresholdCode,
        of: fn(&Fact) -> Option<&[Threshold]>,
    ) -> Option<(u32, Slot)> {
        let numbers = of(self.fact(slot)?)?.iter();
        let these = numbers.filter(|number| number.code == code);
        these.map(|number| (number.value, slot)).min()
    }
}

fn of_request(fact: &Fact) -> Option<&[Threshold]> {
    if let Fact::Event(event) = fact
        && !event.status.is_ended()
    {
        return Some(&event.thresholds);
    }
    None
}

fn of_plan(fact: &Fact) -> Option<&[Threshold]> {
    if let Fact::Plan(plan) = fact
        && !plan.is_ended()
    {
        return Some(&plan.thresholds);
    }
    None
}
