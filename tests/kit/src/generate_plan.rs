//! Plans with everything that rules look at, from a seed.

use std::fmt::Write as _;

use crate::generate::Numbers;

/// A collection Bundle of one person's plan: `tasks` activities of `actors` people, with what
/// depends on what, teams, appointments with shared devices, groups, rhythms with their contacts
/// and messages. Dates lie around 16 November 2026.
pub fn coordinated(seed: u64, tasks: u64, actors: u64) -> String {
    let mut plan = Writer {
        out: String::from(
            r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","address":[{"postalCode":"49990"}]}}"#,
        ),
        numbers: Numbers::new(seed),
    };
    plan.people(actors);
    plan.add(r#"{"resourceType":"CarePlan","id":"c","status":"active","subject":{"reference":"Patient/p"},"careTeam":[{"reference":"CareTeam/t"}]}"#);
    for task in 0..tasks {
        plan.task(task, actors);
    }
    for n in 0..tasks / 8 {
        plan.appointment(n);
        plan.group(n, tasks);
        plan.rhythm(n);
        plan.message(n, actors);
    }
    plan.out.push_str("]}");
    plan.out
}

struct Writer {
    out: String,
    numbers: Numbers,
}

impl Writer {
    fn add(&mut self, resource: &str) {
        self.out.push_str(r#",{"resource":"#);
        self.out.push_str(resource);
        self.out.push('}');
    }

    fn day(&mut self) -> String {
        let n = self.numbers.below(60);
        let (month, day) = if n < 30 { (11, n + 1) } else { (12, n - 29) };
        let hour = 8 + self.numbers.below(9);
        format!("2026-{month}-{day:02}T{hour:02}:00:00+01:00")
    }

    fn people(&mut self, actors: u64) {
        let mut members = String::new();
        for n in 0..actors {
            self.add(&format!(
                r#"{{"resourceType":"PractitionerRole","id":"r{n}","practitioner":{{"reference":"Practitioner/d{n}"}},"organization":{{"reference":"Organization/o{}"}}}}"#,
                n / 4
            ));
            let comma = if n == 0 { "" } else { "," };
            let role = if n == 0 {
                r#","role":[{"coding":[{"code":"768820003"}]}]"#
            } else {
                ""
            };
            let _ = write!(
                members,
                r#"{comma}{{"member":{{"reference":"PractitionerRole/r{n}"}},"period":{{"start":"2026-01-05"}}{role}}}"#
            );
        }
        self.add(&format!(
            r#"{{"resourceType":"CareTeam","id":"t","status":"active","subject":{{"reference":"Patient/p"}},"participant":[{members}]}}"#
        ));
    }

    fn task(&mut self, n: u64, actors: u64) {
        let statuses = ["accepted", "ready", "in-progress", "completed", "requested"];
        let pick = usize::try_from(self.numbers.below(5)).unwrap_or(0);
        let status = statuses.get(pick).copied().unwrap_or("ready");
        let (owner, start) = (self.numbers.below(actors), self.day());
        let mut more = String::new();
        if n > 0 && self.numbers.below(3) == 0 {
            let earlier = self.numbers.below(n);
            let _ = write!(
                more,
                r#","input":[{{"type":{{"coding":[{{"code":"apres"}}]}},"valueReference":{{"reference":"Task/a{earlier}"}}}}]"#
            );
        }
        if n > 0 && self.numbers.below(4) == 0 {
            let whole = self.numbers.below(n);
            let _ = write!(more, r#","partOf":[{{"reference":"Task/a{whole}"}}]"#);
        }
        if self.numbers.below(8) == 0 {
            let appointment = self.numbers.below(n / 8 + 1);
            let _ = write!(
                more,
                r#","focus":{{"reference":"Appointment/m{appointment}"}}"#
            );
        }
        let act = self.numbers.below(50);
        self.add(&format!(
            r#"{{"resourceType":"Task","id":"a{n}","status":"{status}","intent":"order","code":{{"coding":[{{"system":"s","code":"c{act}"}}]}},"for":{{"reference":"Patient/p"}},"basedOn":[{{"reference":"CarePlan/c"}}],"owner":{{"reference":"PractitionerRole/r{owner}"}},"authoredOn":"2026-11-10T08:00:00+01:00","lastModified":"2026-11-12T08:00:00+01:00","executionPeriod":{{"start":"{start}"}}{more}}}"#
        ));
    }

    fn appointment(&mut self, n: u64) {
        let day = 1 + self.numbers.below(28);
        let device = self.numbers.below(40);
        self.add(&format!(
            r#"{{"resourceType":"Appointment","id":"m{n}","status":"booked","start":"2026-12-{day:02}T09:00:00+01:00","end":"2026-12-{day:02}T09:20:00+01:00","participant":[{{"actor":{{"reference":"Device/v{device}"}}}}]}}"#
        ));
    }

    fn group(&mut self, n: u64, tasks: u64) {
        let (a, b) = (self.numbers.below(tasks), self.numbers.below(tasks));
        self.add(&format!(
            r#"{{"resourceType":"RequestGroup","id":"g{n}","status":"active","intent":"plan","action":[{{"id":"a","resource":{{"reference":"Task/a{a}"}}}},{{"id":"b","relatedAction":[{{"actionId":"a","relationship":"after-start"}}],"resource":{{"reference":"Task/a{b}"}}}}]}}"#
        ));
    }

    fn rhythm(&mut self, n: u64) {
        if n.is_multiple_of(10) {
            self.add(&format!(
                r#"{{"resourceType":"ServiceRequest","id":"s{n}","status":"active","intent":"order","subject":{{"reference":"Patient/p"}},"occurrenceTiming":{{"repeat":{{"dayOfWeek":["tue","fri"]}}}}}}"#
            ));
        }
        let (request, day) = (n - n % 10, 1 + self.numbers.below(15));
        self.add(&format!(
            r#"{{"resourceType":"Encounter","id":"e{n}","status":"finished","class":{{"code":"HH"}},"subject":{{"reference":"Patient/p"}},"basedOn":[{{"reference":"ServiceRequest/s{request}"}}],"period":{{"start":"2026-11-{day:02}T09:00:00+01:00"}}}}"#
        ));
    }

    fn message(&mut self, n: u64, actors: u64) {
        let (to, sent) = (self.numbers.below(actors), self.day());
        self.add(&format!(
            r#"{{"resourceType":"Communication","id":"k{n}","status":"completed","category":[{{"coding":[{{"code":"transmission"}}]}}],"subject":{{"reference":"Patient/p"}},"sent":"{sent}","received":"{sent}","recipient":[{{"reference":"PractitionerRole/r{to}"}}]}}"#
        ));
    }
}
