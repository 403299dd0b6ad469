//! Whose a resource of a document is. A server is asked for one person's plan; a document may hold
//! several people's, and only what is that person's, or nobody's, is shown.

use coordo_core::id::literal;
use coordo_core::identity::names;
use coordo_core::{Notice, NoticeCode, RecordKey, SourceId};
use coordo_fhir::read::read;
use coordo_fhir::{Document, Item};
use coordo_sync::{Scope, references};

use crate::client::Client;
use crate::load::READ_SLICE;

/// Whose documents are read.
pub(crate) enum Whose {
    /// No person was named: everybody's.
    Everybodys,
    /// One person's: what they are called in these documents, and who else is there.
    Of {
        /// The first record of them that was found.
        found: Option<RecordKey>,
        /// Ids and full URLs of the person.
        own: Vec<String>,
        /// Full URLs of others.
        others: Vec<String>,
        /// Whether the documents tell of anybody at all.
        has_people: bool,
        /// Whether somebody could say whom to look for.
        is_known: bool,
    },
}

impl Client {
    /// Looks for the person in documents, by the same scope as a server is asked with. The page gets its
    /// turns meanwhile.
    pub(crate) async fn whose(&self, source: &SourceId, documents: &[Document]) -> Whose {
        let has_subject = {
            let options = &self.inner.state.borrow().options;
            options.subject.is_some() || options.subject_identifier.is_some()
        };
        if !has_subject {
            return Whose::Everybodys;
        }
        let scope = self.scope(source);
        let (mut own, mut others) = (Vec::new(), Vec::new());
        let (mut found, mut has_people) = (None, false);
        let mut bytes = 0;
        for document in documents {
            for item in &document.items {
                let text = document.resource(item);
                bytes += text.len();
                if bytes > READ_SLICE {
                    bytes = 0;
                    self.inner.ports.timer.pause().await;
                }
                let Some(id) = patient(item, text) else {
                    continue;
                };
                has_people = true;
                let key = RecordKey::new(source.clone(), "Patient", &id);
                let is_own = match &scope {
                    Some(Scope::Subject(wanted)) => literal(wanted) == Some(("Patient", &id)),
                    Some(Scope::Named(named)) => {
                        let reading = read(&key, text);
                        let borne = reading.projection.actor().map(|a| &a.identifiers);
                        borne.is_some_and(|borne| names("Patient", named, borne))
                    }
                    Some(Scope::All) => true,
                    None => false,
                };
                let names = if is_own { &mut own } else { &mut others };
                names.extend(item.full_url.clone());
                if is_own {
                    own.push(key.reference());
                    found = found.or(Some(key));
                }
            }
        }
        Whose::Of {
            found,
            own,
            others,
            has_people,
            is_known: scope.is_some(),
        }
    }
}

impl Whose {
    /// Whether another source has to say first what the person is called.
    pub(crate) fn waits(&self) -> bool {
        matches!(
            self,
            Self::Of {
                is_known: false,
                ..
            }
        )
    }

    /// Whether a resource is somebody else's alone.
    pub(crate) fn is_anothers(&self, item: &Item, text: &str) -> bool {
        let Self::Of { own, others, .. } = self else {
            return false;
        };
        if let Some(id) = patient(item, text) {
            return !own.contains(&format!("Patient/{id}"));
        }
        let mut names_another = false;
        for target in references(text) {
            let is_own = own.contains(&target)
                || literal(&target).is_some_and(|(kind, id)| own.contains(&format!("{kind}/{id}")));
            if is_own {
                return false;
            }
            names_another |= others.contains(&target)
                || literal(&target).is_some_and(|(kind, _)| kind == "Patient");
        }
        names_another
    }

    /// That the person who was asked for is not among those whom the documents tell of.
    pub(crate) fn unknown(&self) -> Option<Notice> {
        let Self::Of {
            found,
            has_people,
            is_known: true,
            ..
        } = self
        else {
            return None;
        };
        (found.is_none() && *has_people).then(|| Notice::at(NoticeCode::UnknownPerson, "Patient"))
    }
}

/// The id of a person, where a resource is one.
fn patient(item: &Item, text: &str) -> Option<String> {
    if !text.contains("\"Patient\"") {
        return None;
    }
    let fields = coordo_fhir::fields::Fields::parse(text).ok()?;
    if fields.string("resourceType")? != "Patient" {
        return None;
    }
    let local = || {
        item.full_url
            .as_ref()?
            .rsplit([':', '/'])
            .next()
            .map(str::to_owned)
    };
    fields.string("id").or_else(local)
}
