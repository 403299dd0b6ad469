//! The searches of a reading.

use coordo_core::Instant;

use crate::capability::Capability;

/// Search parameters by which a person's records are found, by type.
pub(super) const BY_SUBJECT: [(&str, &str); 17] = [
    ("Task", "patient"),
    ("CarePlan", "subject"),
    ("CareTeam", "subject"),
    ("Goal", "subject"),
    ("ServiceRequest", "subject"),
    ("RequestGroup", "subject"),
    ("Appointment", "patient"),
    ("Communication", "subject"),
    ("RelatedPerson", "patient"),
    ("Encounter", "patient"),
    ("Condition", "patient"),
    ("Procedure", "patient"),
    ("MedicationRequest", "patient"),
    ("DocumentReference", "patient"),
    ("Flag", "patient"),
    ("Consent", "patient"),
    // The most numerous come last: what people work with is there before.
    ("Observation", "patient"),
];

/// Without these there is no plan to show.
pub(super) const OF_PLANS: [&str; 2] = ["CarePlan", "Task"];

/// All that the widgets read.
pub(super) const KINDS: [&str; 27] = [
    "Patient",
    "RelatedPerson",
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "CareTeam",
    "CarePlan",
    "Goal",
    "Task",
    "ServiceRequest",
    "RequestGroup",
    "Appointment",
    "Communication",
    "Location",
    "Device",
    "HealthcareService",
    "Schedule",
    "Slot",
    "Encounter",
    "Condition",
    "Procedure",
    "MedicationRequest",
    "DocumentReference",
    "Flag",
    "Consent",
    "PlanDefinition",
    "Observation",
];

/// What people's records refer to by type, sent along where the source offers it: a request less for
/// each.
const INCLUDES: [(&str, &str); 8] = [
    ("Task", "owner"),
    ("Task", "requester"),
    ("ServiceRequest", "requester"),
    ("ServiceRequest", "performer"),
    ("CareTeam", "participant"),
    ("Appointment", "actor"),
    ("PractitionerRole", "practitioner"),
    ("PractitionerRole", "organization"),
];

/// The end of a search of a type that has what it refers to sent along, as far as that is offered.
pub(super) fn includes(capability: &Capability, kind: &str) -> String {
    let mut end = String::new();
    for (of, parameter) in INCLUDES.iter().filter(|(of, _)| *of == kind) {
        let include = format!("{of}:{parameter}");
        if capability.includes(kind, &include) {
            end.push_str("&_include=");
            end.push_str(&include);
        }
    }
    end
}

/// Whether a reference leads to what can be in one place at a time and is nobody.
pub(super) fn is_thing(reference: &str) -> bool {
    reference.starts_with("Device/") || reference.starts_with("Location/")
}

/// Whether a record may come along with others: one that is nobody's plan.
pub(super) fn comes_along(kind: &str) -> Option<&'static str> {
    known(kind).filter(|_| kind != "Patient" && !is_of_somebody(kind))
}

/// Whether records of a type are about a person.
pub(super) fn is_of_somebody(kind: &str) -> bool {
    BY_SUBJECT.iter().any(|(k, _)| *k == kind)
}

#[derive(Clone)]
pub(super) struct Ask {
    /// What comes after the base; where there is a form, the type that is searched.
    pub(super) path: String,
    /// Parameters that must not stand in an address.
    pub(super) form: Option<String>,
    pub(super) kind: &'static str,
    pub(super) subject: Option<String>,
    pub(super) is_first: bool,
    /// Whether the answer tells whose plan it is.
    pub(super) is_whose: bool,
    /// Whether only ids and versions are asked for.
    pub(super) is_listing: bool,
    /// Whether what it refers to is asked for with it.
    pub(super) has_includes: bool,
    /// Whether only what names nobody but the person counts.
    pub(super) is_impersonal: bool,
    /// The vehicle, room or device that it asks the appointments of.
    pub(super) thing: Option<String>,
}

impl Ask {
    pub(super) fn new(path: String, kind: &'static str) -> Self {
        Self {
            path,
            form: None,
            kind,
            subject: None,
            is_first: true,
            is_whose: false,
            is_listing: false,
            has_includes: false,
            is_impersonal: false,
            thing: None,
        }
    }

    /// The same search, with what it refers to.
    pub(super) fn with(mut self, includes: &str) -> Self {
        if !includes.is_empty() && !self.is_listing && self.form.is_none() {
            self.path.push_str(includes);
            self.has_includes = true;
        }
        self
    }

    /// The same search, for what its depth asks of it.
    pub(super) fn to(mut self, depth: &Depth) -> Self {
        let more = match depth {
            Depth::Whole => return self,
            Depth::Compare => {
                self.is_listing = true;
                "_elements=id,meta".to_owned()
            }
            Depth::Since(at) => format!("_lastUpdated=ge{}", at.to_fhir()),
        };
        self.path.push('&');
        self.path.push_str(&more);
        self
    }
}

/// How much is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// All.
    Whole,
    /// Ids and versions, then what is different.
    Compare,
    /// What has changed since an instant of the server's clock.
    Since(Instant),
}

pub(super) fn known(kind: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|k| *k == kind)
}

/// What finds the records of a person.
pub(super) fn of_subject(id: &str) -> impl Iterator<Item = Ask> + '_ {
    BY_SUBJECT.into_iter().map(move |(kind, parameter)| Ask {
        subject: Some(format!("Patient/{id}\"")),
        ..Ask::new(format!("{kind}?{parameter}=Patient/{id}&_count=100"), kind)
    })
}

/// Text as a part of a search (<https://url.spec.whatwg.org/#query-percent-encode-set>), with
/// what separates there.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte) {
            quoted.push(char::from(byte));
        } else {
            quoted.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                quoted.push(digit.to_ascii_uppercase());
            }
        }
    }
    quoted
}
