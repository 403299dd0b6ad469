//! Reads how many tests passed and failed from the closing lines of test runners.

/// Tests that passed and failed. A test that was skipped counts as failed: nothing is skipped here.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    pub(crate) const ONE_FAILURE: Self = Self {
        passed: 0,
        failed: 1,
    };

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Sums the `test result:` lines of libtest, which the wasm test runner writes too.
pub(crate) fn of_cargo(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines() {
        let Some((_, result)) = line.split_once("test result: ") else {
            continue;
        };
        tally.passed += number_before(result, " passed");
        tally.failed += number_before(result, " failed");
        tally.failed += number_before(result, " ignored");
    }
    tally
}

/// Reads the closing summary of Node's test runner, in its `spec` or `tap` form.
pub(crate) fn of_node(output: &str) -> Tally {
    Tally {
        passed: last_number(output, "pass"),
        failed: ["fail", "cancelled", "skipped", "todo"]
            .iter()
            .map(|word| last_number(output, word))
            .sum(),
    }
}

/// What Node's `spec` reporter says of each failed test at its end: the names and the errors.
pub(crate) fn failures_of_node(output: &str) -> String {
    output
        .split_once("\n✖ failing tests:\n")
        .map(|(_, failures)| failures.trim().to_owned())
        .unwrap_or_default()
}

/// The lines in which libtest names a failed test, and a runner the reason why it ran none.
pub(crate) fn failures_of_cargo(output: &str) -> String {
    let failed: Vec<&str> = output
        .lines()
        .filter(|line| names_a_failed_test(line) || is_an_error(line))
        .collect();
    failed.join("\n")
}

fn names_a_failed_test(line: &str) -> bool {
    line.starts_with("test ") && line.contains("FAIL") && !line.starts_with("test result")
}

fn is_an_error(line: &str) -> bool {
    // The last is the answer of a driver, as WebDriver writes it.
    ["error", "Error", "Caused by", "{\"value\":{\"error\""]
        .iter()
        .any(|word| line.trim_start().starts_with(word))
}

fn number_before(text: &str, word: &str) -> u64 {
    text.find(word)
        .and_then(|end| text.get(..end))
        .and_then(|before| before.split([' ', ';', '.']).next_back())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

fn last_number(output: &str, word: &str) -> u64 {
    output
        .lines()
        .filter_map(|line| {
            let summary = line.strip_prefix("ℹ ").or(line.strip_prefix("# "))?;
            let digits = summary.strip_prefix(word)?.strip_prefix(' ')?;
            digits.trim().parse().ok()
        })
        .next_back()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_several_crates_are_summed() {
        let output = "\
running 2 tests
test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s
test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out
";
        let expected = Tally {
            passed: 15,
            failed: 3,
        };
        assert_eq!(of_cargo(output), expected);
    }

    #[test]
    fn both_forms_of_node_are_read_and_a_skipped_test_counts_as_failed() {
        let spec = "✔ one\nℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n";
        let tap = "# tests 4\n# pass 2\n# fail 2\n# cancelled 0\n# skipped 0\n# todo 0\n";
        let expected = Tally {
            passed: 2,
            failed: 2,
        };
        assert_eq!(of_node(spec), expected);
        assert_eq!(of_node(tap), expected);
    }

    #[test]
    fn the_failed_tests_are_named() {
        let node = "✖ the page stays (3ms)\nℹ fail 1\n\n✖ failing tests:\n\ntest at a.mjs:3:1\n✖ the page stays (3ms)\n  Error: it left\n";
        assert_eq!(
            failures_of_node(node),
            "test at a.mjs:3:1\n✖ the page stays (3ms)\n  Error: it left"
        );
        assert_eq!(failures_of_node("ℹ fail 0\n"), "");
        let cargo = "test a ... ok\ntest b::c ... FAILED\ntest result: FAILED. 1 passed; 1 failed;";
        assert_eq!(failures_of_cargo(cargo), "test b::c ... FAILED");
        let runner = "Running headless tests\nError: non-200 response code: 500\nerror: test failed, to rerun pass `--test board`\n";
        assert_eq!(
            failures_of_cargo(runner),
            "Error: non-200 response code: 500\nerror: test failed, to rerun pass `--test board`"
        );
    }

    #[test]
    fn a_run_that_never_closed_counts_nothing() {
        assert_eq!(of_cargo("error: could not compile"), Tally::default());
        assert_eq!(of_node("SyntaxError"), Tally::default());
    }
}
