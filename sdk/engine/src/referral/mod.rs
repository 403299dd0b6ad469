//! Sending somebody on: whether it fits what a service accepts, why it is refused, and whether
//! the sender heard of it again (rows 27, 28).

mod criteria;
mod refusal;
mod returns;

pub use criteria::{Accepted, Criterion, Missed, Referral, Why, misses, refer};
pub use refusal::{Refusal, RefusalReason};
pub use returns::{Returns, sum};
