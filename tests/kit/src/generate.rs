//! Plans of any size from a seed: the same seed, the same bytes.

/// A small generator of numbers (SplitMix64), so that a seed means the same everywhere.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }
}

const STATUSES: [&str; 7] = [
    "requested",
    "received",
    "accepted",
    "ready",
    "in-progress",
    "on-hold",
    "completed",
];

/// A collection Bundle of `n` tasks for one person, about 600 bytes each.
pub fn tasks(seed: u64, n: usize) -> String {
    let mut numbers = Numbers::new(seed);
    let mut out = String::from(
        r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Marchand","given":["Odile"]}]}}"#,
    );
    for task in 0..n {
        let pick = usize::try_from(numbers.below(7)).unwrap_or(0);
        let status = STATUSES.get(pick).copied().unwrap_or("ready");
        let day = 1 + numbers.below(28);
        let month = 1 + numbers.below(12);
        out.push_str(&format!(
            r#",{{"resource":{{"resourceType":"Task","id":"t{task}","meta":{{"versionId":"1"}},"status":"{status}","intent":"order","priority":"routine","description":"Passage {task} au domicile","for":{{"reference":"Patient/p"}},"owner":{{"display":"Cabinet {}"}},"authoredOn":"2026-11-01T08:00:00+01:00","lastModified":"2026-11-01T08:00:00+01:00","restriction":{{"period":{{"end":"2026-{month:02}-{day:02}T18:00:00+01:00"}}}},"input":[{{"type":{{"text":"Résultat attendu"}},"valueString":"Noté dans le dossier"}}]}}}}"#,
            numbers.below(40)
        ));
    }
    out.push_str("]}");
    out
}

/// A collection Bundle of `n` items of a timeline for one person over ten years: tasks and their
/// parts, visits of four requests, measures of forty names, treatments, conditions, documents.
pub fn timeline(seed: u64, n: usize) -> String {
    let mut numbers = Numbers::new(seed);
    let mut out = String::from(r#"{"resourceType":"Bundle","type":"collection","entry":["#);
    out.push_str(r#"{"resource":{"resourceType":"Patient","id":"p"}}"#);
    let mut add = |resource: String| {
        out.push_str(r#",{"resource":"#);
        out.push_str(&resource);
        out.push('}');
    };
    for role in 0..20 {
        let person = role / 2;
        add(format!(
            r#"{{"resourceType":"PractitionerRole","id":"r{role}","practitioner":{{"reference":"Practitioner/d{person}"}},"code":[{{"text":"Infirmière"}}]}}"#
        ));
        add(format!(
            r#"{{"resourceType":"Practitioner","id":"d{role}","name":[{{"family":"Marchand {role}"}}]}}"#
        ));
    }
    for goal in 0..8 {
        add(format!(
            r#"{{"resourceType":"Goal","id":"g{goal}","lifecycleStatus":"active","description":{{"text":"But {goal}"}}}}"#
        ));
    }
    for request in 0..4 {
        add(format!(
            r#"{{"resourceType":"ServiceRequest","id":"s{request}","status":"active","intent":"order"}}"#
        ));
    }
    for item in 0..n {
        let item = numbers.item(item);
        add(item);
    }
    out.push_str("]}");
    out
}

impl Numbers {
    fn day(&mut self) -> String {
        let (year, month, day) = (self.below(10), self.below(12), self.below(28));
        format!("{}-{:02}-{:02}", 2017 + year, 1 + month, 1 + day)
    }

    /// One item; the first tasks are those that the requests belong to.
    fn item(&mut self, n: usize) -> String {
        let (day, role) = (self.day(), self.below(20));
        let who = format!(r#"{{"reference":"PractitionerRole/r{role}"}}"#);
        let times = format!(r#""start":"{day}T09:00:00+01:00","end":"{day}T09:30:00+01:00""#);
        if n < 4 || n.is_multiple_of(5) {
            let link = match n {
                0..4 => format!(r#""basedOn":[{{"reference":"ServiceRequest/s{n}"}}]"#),
                _ if n.is_multiple_of(10) => {
                    format!(r#""partOf":[{{"reference":"Task/i{}"}}]"#, n / 10 * 5)
                }
                _ => format!(
                    r#""reasonReference":{{"reference":"Goal/g{}"}}"#,
                    self.below(8)
                ),
            };
            let status = STATUSES.get(n % 7).copied().unwrap_or("ready");
            return format!(
                r#"{{"resourceType":"Task","id":"i{n}","status":"{status}","intent":"order","description":"Activité {n}","owner":{who},"executionPeriod":{{{times}}},{link}}}"#
            );
        }
        match n % 10 {
            1 | 2 => format!(
                r#"{{"resourceType":"Encounter","id":"i{n}","status":"finished","type":[{{"text":"Passage"}}],"period":{{{times}}},"participant":[{{"individual":{who}}}],"basedOn":[{{"reference":"ServiceRequest/s{}"}}]}}"#,
                self.below(4)
            ),
            3 | 4 | 6 => format!(
                r#"{{"resourceType":"Observation","id":"i{n}","status":"final","code":{{"text":"Mesure {}"}},"effectiveDateTime":"{day}T08:00:00+01:00","performer":[{who}],"valueQuantity":{{"value":71.5,"unit":"kg"}}}}"#,
                self.below(40)
            ),
            7 => format!(
                r#"{{"resourceType":"Condition","id":"i{n}","code":{{"text":"Problème {}"}},"onsetDateTime":"{day}","recorder":{who}}}"#,
                self.below(30)
            ),
            8 => format!(
                r#"{{"resourceType":"MedicationRequest","id":"i{n}","status":"active","intent":"order","medicationCodeableConcept":{{"text":"Traitement {}"}},"authoredOn":"{day}","requester":{who}}}"#,
                self.below(60)
            ),
            _ => format!(
                r#"{{"resourceType":"DocumentReference","id":"i{n}","status":"current","type":{{"text":"Lettre {}"}},"date":"{day}T12:00:00Z","author":[{who}]}}"#,
                self.below(10)
            ),
        }
    }
}

/// `n` resources of every type of the timeline that refer to each other at random: in rings,
/// to themselves, to what is not there. Their ids depend on `n` alone.
pub fn tangle(seed: u64, n: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    (0..n).map(|at| tangled(&mut numbers, at, n)).collect()
}

const TANGLED: [&str; 18] = [
    "Task",
    "Goal",
    "CarePlan",
    "Task",
    "ServiceRequest",
    "Appointment",
    "Encounter",
    "Condition",
    "PractitionerRole",
    "Observation",
    "Task",
    "RequestGroup",
    "Communication",
    "Procedure",
    "MedicationRequest",
    "DocumentReference",
    "Flag",
    "Consent",
];

fn tangled(numbers: &mut Numbers, at: usize, n: usize) -> String {
    let kind_of = |at: usize| TANGLED.get(at % TANGLED.len()).copied().unwrap_or("Task");
    // One in seven leads nowhere.
    let target = |numbers: &mut Numbers| {
        let other = numbers.below(n as u64 + n as u64 / 6 + 1);
        let other = usize::try_from(other).unwrap_or(0);
        format!(r#"{{"reference":"{}/x{other}"}}"#, kind_of(other))
    };
    let mut out = format!(r#"{{"resourceType":"{}","id":"x{at}""#, kind_of(at));
    for name in [
        "focus",
        "owner",
        "reasonReference",
        "encounter",
        "practitioner",
    ] {
        if numbers.below(3) == 0 {
            out.push_str(&format!(r#","{name}":{}"#, target(numbers)));
        }
    }
    for name in [
        "basedOn",
        "partOf",
        "addresses",
        "performer",
        "about",
        "goal",
        "appointment",
    ] {
        if numbers.below(3) == 0 {
            out.push_str(&format!(
                r#","{name}":[{},{}]"#,
                target(numbers),
                target(numbers)
            ));
        }
    }
    let statuses = [
        "active",
        "completed",
        "cancelled",
        "booked",
        "in-progress",
        "revoked",
    ];
    let pick = usize::try_from(numbers.below(6)).unwrap_or(0);
    let status = statuses.get(pick).copied().unwrap_or("active");
    let day = numbers.day();
    let title = numbers.below(5);
    out.push_str(&format!(
        r#","status":"{status}","description":"T{title}","code":{{"text":"T{title}"}}"#
    ));
    for (name, value) in [
        ("executionPeriod", format!(r#"{{"start":"{day}"}}"#)),
        ("period", format!(r#"{{"end":"{day}"}}"#)),
        ("start", format!(r#""{day}T08:00:00Z""#)),
        ("effectiveDateTime", format!(r#""{day}""#)),
        (
            "performedPeriod",
            format!(r#"{{"start":"{day}","end":"2020"}}"#),
        ),
        ("target", format!(r#"[{{"dueDate":"{day}"}}]"#)),
    ] {
        if numbers.below(2) == 0 {
            out.push_str(&format!(r#","{name}":{value}"#));
        }
    }
    out.push_str(&format!(
        r#","activity":[{{"reference":{}}},{{"detail":{{"status":"scheduled","goal":[{}]}}}},{{}}]}}"#,
        target(numbers),
        target(numbers)
    ));
    out
}
