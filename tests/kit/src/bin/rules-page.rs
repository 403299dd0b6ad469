//! Prints the page of the documentation that lists every rule.
#![allow(clippy::print_stdout, reason = "that is what it is for")]

fn main() {
    print!("{}", coordo_testkit::rules_page::page());
}
