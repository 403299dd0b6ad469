//! Lists and boards at each level (rows 8, 86).

use coordo_core::calendar::Zone;
use coordo_core::task::Priority;
use coordo_core::{RecordKey, Task};

use super::Level;
use super::impersonal::{
    Impersonal, Month, NeedCode, Needs, ProtocolRef, State, StructureRef, WrittenForAll, impersonal,
};

impersonal! {
    /// One item of a list above the person: what can be told of it, and nothing else.
    pub struct Above {
        /// Its level; an item of a person's care is told at that of the list.
        pub level: Level,
        /// The need that it answers, of the host's list.
        pub need: Option<NeedCode>,
        /// Its title, where it was written for this level.
        pub title: Option<WrittenForAll>,
        /// The structure that answers for it.
        pub structure: Option<StructureRef>,
        /// The protocol that it builds.
        pub protocol: Option<ProtocolRef>,
        /// How it stands.
        pub state: State,
        /// Its priority.
        pub priority: Priority,
        /// The month in which it was written.
        pub month: Option<Month>,
    }
}

/// A list at one level.
#[derive(Clone, Debug)]
pub enum Shown<'t> {
    /// The items themselves.
    Person(Vec<&'t Task>),
    /// What can be told of them.
    Above(Vec<Above>),
}

/// The same list at a level: the items themselves at the person's; at the others, those that
/// reach so far, and those of persons as what can be told of them (row 8).
pub fn shown<'t>(
    tasks: &[&'t Task],
    level: Level,
    needs: &Needs,
    zone: Zone,
    structure_of: &dyn Fn(&Task) -> Option<StructureRef>,
) -> Shown<'t> {
    if level == Level::Person {
        return Shown::Person(tasks.to_vec());
    }
    let reaches = |task: &&&Task| {
        let own = Level::of(task);
        own == Level::Person || own >= level
    };
    let above = tasks.iter().filter(reaches).map(|task| Above {
        level: Level::of(task).max(level),
        structure: if level == Level::Structure {
            structure_of(task)
        } else {
            None
        },
        ..told(task, needs, zone)
    });
    Shown::Above(above.collect())
}

fn told(task: &Task, needs: &Needs, zone: Zone) -> Above {
    let more = task.more.as_ref();
    let code = more.and_then(|more| more.code.as_ref());
    let written = task.authored_on.and_then(|date| zone.earliest(date));
    Above {
        level: Level::of(task),
        need: code.and_then(|code| needs.find(code)),
        title: WrittenForAll::title_of(task),
        structure: None,
        protocol: None,
        state: State::of(&task.status),
        priority: task.priority,
        month: written.and_then(|at| Month::of(at, zone)),
    }
}

/// Which board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Board {
    /// A person's.
    Person(RecordKey),
    /// A project's: the building of one protocol.
    Project(ProtocolRef),
    /// A structure's or a territory's.
    Territory,
}

/// An item of a board.
#[derive(Clone, Debug)]
pub enum BoardItem<'t> {
    /// The task itself, on a person's board.
    Task(&'t Task),
    /// What was made at the level of the board.
    Above(Above),
}

/// The items of a board (row 86): a person's has theirs; that of a project and that of a
/// territory have what was made there, never anything of a person.
///
/// `focus_of` resolves what a task is about: the person, or the protocol that it builds.
pub fn board<'t>(
    board: &Board,
    tasks: &[&'t Task],
    needs: &Needs,
    zone: Zone,
    about: &dyn Fn(&Task) -> Option<RecordKey>,
) -> Vec<BoardItem<'t>> {
    let mut items = Vec::new();
    for task in tasks {
        let found = about(task);
        match board {
            Board::Person(person) => {
                if found.as_ref() == Some(person) {
                    items.push(BoardItem::Task(task));
                }
            }
            Board::Project(protocol) => {
                let builds = found.as_ref().and_then(ProtocolRef::of);
                if Level::of(task) != Level::Person && builds.as_ref() == Some(protocol) {
                    items.push(BoardItem::Above(Above {
                        protocol: builds,
                        ..told(task, needs, zone)
                    }));
                }
            }
            Board::Territory => {
                if Level::of(task) != Level::Person && found.is_none() {
                    items.push(BoardItem::Above(told(task, needs, zone)));
                }
            }
        }
    }
    items
}
