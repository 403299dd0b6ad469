//! What the board says besides, and what all widgets say of items, filters and forms.

use coordo_core::TaskStatus;

/// A row of the board's keyboard help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpKey {
    /// Arrows up and down.
    Card,
    /// Arrows to the sides.
    Column,
    /// Home and End.
    Ends,
    /// Page up and down.
    Pages,
    /// Enter.
    Open,
    /// Escape in the details.
    Back,
    /// Space.
    Lift,
    /// Enter on a lifted card.
    PutDown,
    /// Escape on a lifted card.
    PutBack,
    /// The menu of a card.
    Menu,
    /// A new task.
    New,
    /// The filter.
    Filter,
    /// Undo.
    Undo,
    /// This help.
    Help,
}

impl HelpKey {
    /// All rows, in order.
    pub const ALL: [Self; 14] = [
        Self::Card,
        Self::Column,
        Self::Ends,
        Self::Pages,
        Self::Open,
        Self::Back,
        Self::Lift,
        Self::PutDown,
        Self::PutBack,
        Self::Menu,
        Self::New,
        Self::Filter,
        Self::Undo,
        Self::Help,
    ];
}

/// How an item is linked to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its two words")]
pub enum LinkWord {
    PartOf,
    Part,
    BasedOn,
    Leads,
    Focus,
    FulfilledBy,
    After,
    Before,
    Encounter,
    During,
}

/// A sentence, a label or a word. Text of the data is an argument and is never changed.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "each variant is documented by its two sentences"
)]
pub enum BoardMessage<'a> {
    // Swimlanes.
    Lanes,
    LanesNone,
    LanesActor,
    LanesGoal,
    FoldLane {
        title: &'a str,
    },
    Nobody,
    NoGoal,

    // The filter that all widgets share.
    Filter,
    FilterText,
    FilterHint,
    FilterOwner,
    FilterGoal,
    FilterAll,
    FilterMine,
    FilterAllGoals,
    OnlyOpen,
    LeftOut(usize),
    ShowAll,

    // The details of an item.
    DetailsOf {
        title: &'a str,
    },
    Status,
    When,
    Who,
    Need,
    Place,
    Value,
    ReasonWord,
    PlanWord,
    SourceWord,
    Linked,
    Notes,
    Link(LinkWord),
    NotHereAnyMore,

    // Verbs: what a press does, beginning with what it is.
    Open,
    /// What gives a task this status.
    Verb {
        to: &'a TaskStatus,
        from: &'a TaskStatus,
        /// In whose place an offer is answered.
        on_behalf: Option<&'a str>,
    },
    OfferTo,
    Edit,
    OtherStatuses,

    // Making and changing a task.
    NewTask,
    NewTaskHint,
    NewTaskMore,
    Create,
    EditTitle,
    Save,
    Cancel,
    FieldTitle,
    FieldOwner,
    FieldOffered,
    FieldDue,
    FieldGoal,
    FieldPriority,
    FieldNote,
    OfferTitle,
    OfferConfirm,
    OwnerMissing,

    // What is said when it is done.
    Created {
        title: &'a str,
    },
    Edited {
        title: &'a str,
    },
    Offered {
        title: &'a str,
        to: &'a str,
    },
}

#[cfg(test)]
pub(crate) fn everything(locale: crate::Locale) -> Vec<String> {
    use BoardMessage as M;
    let mut all = vec![
        M::Lanes,
        M::LanesNone,
        M::LanesActor,
        M::LanesGoal,
        M::Nobody,
        M::NoGoal,
        M::Filter,
        M::FilterText,
        M::FilterHint,
        M::FilterOwner,
        M::FilterGoal,
        M::FilterAll,
        M::FilterMine,
        M::FilterAllGoals,
        M::OnlyOpen,
        M::ShowAll,
        M::Status,
        M::When,
        M::Who,
        M::Need,
        M::Place,
        M::Value,
        M::ReasonWord,
        M::PlanWord,
        M::SourceWord,
        M::Linked,
        M::Notes,
        M::NotHereAnyMore,
        M::Open,
        M::OfferTo,
        M::Edit,
        M::OtherStatuses,
        M::NewTask,
        M::NewTaskHint,
        M::NewTaskMore,
        M::Create,
        M::EditTitle,
        M::Save,
        M::Cancel,
        M::FieldTitle,
        M::FieldOwner,
        M::FieldOffered,
        M::FieldDue,
        M::FieldGoal,
        M::FieldPriority,
        M::FieldNote,
        M::OfferTitle,
        M::OfferConfirm,
        M::OwnerMissing,
    ];
    let links = [
        LinkWord::PartOf,
        LinkWord::Part,
        LinkWord::BasedOn,
        LinkWord::Leads,
        LinkWord::Focus,
        LinkWord::FulfilledBy,
        LinkWord::After,
        LinkWord::Before,
        LinkWord::Encounter,
        LinkWord::During,
    ];
    all.extend(links.map(M::Link));
    let (title, to) = ("Prise de sang", "N. Benhaddou");
    all.extend([0, 1, 1200].map(M::LeftOut));
    all.extend([
        M::FoldLane { title },
        M::DetailsOf { title },
        M::Created { title },
        M::Edited { title },
        M::Offered { title, to },
    ]);
    let say = |message: &BoardMessage<'_>| locale.say(&crate::Message::Board(*message));
    let mut said: Vec<String> = all.iter().map(say).collect();
    for to in &TaskStatus::ALL {
        for from in [&TaskStatus::OnHold, &TaskStatus::Requested] {
            for on_behalf in [None, Some("Cabinet")] {
                said.push(say(&M::Verb {
                    to,
                    from,
                    on_behalf,
                }));
            }
        }
    }
    said
}
