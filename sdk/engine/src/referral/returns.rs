//! How often who sends somebody on hears of it again, pair by pair (row 28).

use coordo_core::order::Order as _;
use coordo_core::{ListMap, RecordKey, TaskStatus};

use crate::graph::{Plan, TaskFact};
use crate::who::Actor;

/// The referrals from one to another. It tells how their work hangs together, and is no mark of
/// either: pairs are in the order of their names, never of what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returns {
    /// To whom the return is expected (`Task.input` of type `retour-attendu`).
    pub sender: Actor,
    /// Who was asked (`Task.owner`).
    pub receiver: Actor,
    /// Referrals that were sent and not called off.
    pub sent: u32,
    /// Those whose return is there (`Task.output`): a report, or that it was taken over.
    pub returned: u32,
    /// Those that stay open for the sender, also where the task itself is done.
    pub awaited: Vec<RecordKey>,
}

impl Returns {
    /// How many of how many came back: 3 of 4. Never a percentage, which would look like a mark.
    pub fn parts(&self) -> (u32, u32) {
        (self.returned, self.sent)
    }
}

impl Plan {
    /// The referrals of one person, pair by pair.
    pub fn returns(&self) -> Vec<Returns> {
        let each = self.tasks().filter_map(|(slot, task)| {
            let (sender, receiver) = self.pair(task)?;
            let awaited = self.key(slot).filter(|_| !task.has_output).cloned();
            Some(Returns {
                sender,
                receiver,
                sent: 1,
                returned: u32::from(task.has_output),
                awaited: awaited.into_iter().collect(),
            })
        });
        sum(each)
    }

    fn pair(&self, task: &TaskFact) -> Option<(Actor, Actor)> {
        let is_sent = task.status != TaskStatus::Draft && !task.status.is_called_off();
        let to = task.return_to.as_ref().filter(|_| is_sent)?;
        Some((self.person(to)?, self.person(&task.owner)?))
    }
}

/// Pair by pair over several persons.
pub fn sum(returns: impl IntoIterator<Item = Returns>) -> Vec<Returns> {
    let mut pairs: ListMap<(Actor, Actor), Returns> = ListMap::default();
    for one in returns {
        let pair = (one.sender.clone(), one.receiver.clone());
        match pairs.get_mut(&pair) {
            Some(sum) => {
                sum.sent = sum.sent.saturating_add(one.sent);
                sum.returned = sum.returned.saturating_add(one.returned);
                sum.awaited.extend(one.awaited);
            }
            None => {
                pairs.insert(pair, one);
            }
        }
    }
    let mut all: Vec<Returns> = pairs.values().cloned().collect();
    for pair in &mut all {
        pair.awaited.order();
    }
    all
}
