//! Rules about single lines. Patterns are written in pieces, so that this file does not break them.

use super::Finding;
use crate::repository::SourceFile;

/// A rule looks at one line of one file and gives its complaint.
type Rule = fn(&str, &str) -> Option<&'static str>;

const RULES: [Rule; 9] = [
    machine_path,
    registry_host,
    side_folder,
    sleep,
    skipped_test,
    bare_todo,
    markup_as_text,
    inline_style,
    static_view,
];

pub(super) fn check(sources: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in sources.iter().filter(|file| !is_lock(&file.path)) {
        let lines: Vec<&str> = file.text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            // A macro's first token may stand on the next line.
            let next = lines.get(index + 1).copied().unwrap_or_default().trim();
            let seen = if line.trim_end().ends_with('{') {
                format!("{line} {next}")
            } else {
                (*line).to_owned()
            };
            for rule in RULES {
                if let Some(complaint) = rule(&file.path, &seen) {
                    findings.push(Finding::new(
                        format!("{}:{}", file.path, index + 1),
                        complaint,
                    ));
                }
            }
        }
    }
    findings.dedup();
    findings
}

fn is_lock(path: &str) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json")
}

fn machine_path(_: &str, line: &str) -> Option<&'static str> {
    let roots = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/tm", "p/"),
        concat!("/Us", "ers/"),
    ];
    let is_named = roots.iter().any(|root| {
        line.match_indices(root).any(|(at, _)| {
            let before = line.get(..at).unwrap_or_default();
            // `demo-site/work/` and URLs only look like one.
            !before.ends_with(|letter: char| letter.is_alphanumeric() || "._-$}~".contains(letter))
        })
    });
    is_named.then_some("names a path of one machine")
}

fn registry_host(_: &str, line: &str) -> Option<&'static str> {
    let hosts = [
        concat!("crates", ".io/"),
        concat!("npm", "js."),
        concat!("py", "pi.org"),
        concat!("deb.", "debian"),
    ];
    hosts
        .iter()
        .any(|host| line.contains(host))
        .then_some("names the host of a package registry")
}

/// Only the CI script may know of the folder that lies beside some checkouts.
fn side_folder(path: &str, line: &str) -> Option<&'static str> {
    if path == ".ci/run" {
        return None;
    }
    let folder = concat!("shar", "ed/");
    let is_named = line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).unwrap_or_default();
        before.ends_with("../")
            || !before.ends_with(|letter: char| letter.is_alphanumeric() || "/_-.".contains(letter))
    });
    is_named.then_some("names a folder outside of the repository")
}

fn sleep(path: &str, line: &str) -> Option<&'static str> {
    let words = [
        concat!("thread::", "sleep"),
        concat!("waitFor", "Timeout"),
        concat!("timers/", "promises"),
    ];
    let is_timer = path.ends_with(".mjs")
        && line.contains("new Promise")
        && line.contains(concat!("setTime", "out("));
    (is_timer || words.iter().any(|word| line.contains(word)))
        .then_some("sleeps: wait for what is meant to happen")
}

fn skipped_test(path: &str, line: &str) -> Option<&'static str> {
    let is_rust = path.ends_with(".rs")
        && (line.contains(concat!("#[", "ignore")) || line.contains(concat!("#[should_", "panic")));
    let is_script = path.ends_with(".test.mjs")
        && ["test", "it", "describe", "t"].iter().any(|name| {
            [".skip(", ".todo(", ".only("]
                .iter()
                .any(|mode| line.trim_start().starts_with(&format!("{name}{mode}")))
        });
    (is_rust || is_script).then_some("is a test that does not test")
}

fn bare_todo(path: &str, line: &str) -> Option<&'static str> {
    // FHIR and French both have the word in data and prose.
    if path.ends_with(".json") || path.ends_with(".md") {
        return None;
    }
    let words = [concat!("TO", "DO"), concat!("FIX", "ME")];
    words
        .iter()
        .any(|word| {
            line.match_indices(word).any(|(at, _)| {
                let before = line.get(..at).unwrap_or_default();
                let after = line.get(at + word.len()..).unwrap_or_default();
                let is_word = !before.ends_with(char::is_alphanumeric)
                    && !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
                is_word && !after.starts_with("(#")
            })
        })
        .then_some("leaves work without an issue: write `(#number)` after the word")
}

/// A strict page refuses text that becomes markup.
fn markup_as_text(path: &str, line: &str) -> Option<&'static str> {
    let names = [
        concat!("inner_", "html"),
        concat!("inner", "HTML"),
        concat!("outer", "HTML"),
        concat!("insertAdjacent", "HTML"),
        concat!("set_", "inner"),
    ];
    (reaches_the_page(path) && !is_comment(line) && names.iter().any(|name| line.contains(name)))
        .then_some("turns text into markup, which Trusted Types refuse")
}

/// A strict style policy blocks these in silence; `style:name=` is fine.
fn inline_style(path: &str, line: &str) -> Option<&'static str> {
    let forms = [
        concat!(" style", "=\""),
        concat!(" style", "=move"),
        concat!("Attribute('sty", "le'"),
        concat!("attribute(\"sty", "le\""),
    ];
    (reaches_the_page(path) && !is_comment(line) && forms.iter().any(|form| line.contains(form)))
        .then_some("writes a style attribute, which a strict policy blocks in silence")
}

/// Nested static markup is written as text unless the macro starts with a global class.
fn static_view(path: &str, line: &str) -> Option<&'static str> {
    if !path.ends_with(".rs") || !reaches_the_page(path) || is_comment(line) {
        return None;
    }
    let (_, after) = line.split_once(concat!("view", "!"))?;
    let inside = after.trim_start().strip_prefix(['{', '(', '['])?;
    let start: String = inside
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .take(9)
        .collect();
    (start != "class=\"\",").then_some("must start its view with `class=\"\",` (Trusted Types)")
}

fn reaches_the_page(path: &str) -> bool {
    let is_code = [".rs", ".ts", ".mjs", ".js"]
        .iter()
        .any(|ending| path.ends_with(ending));
    let is_shipped = ["widgets/", "bindings/", "demo-site/"]
        .iter()
        .any(|folder| path.starts_with(folder));
    is_code && is_shipped
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with('*') || line.starts_with("/*")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDGET: &str = "widgets/src/board/view.rs";

    fn complaints(rule: Rule, path: &str, lines: &[&str]) -> Vec<bool> {
        lines
            .iter()
            .map(|line| rule(path, line).is_some())
            .collect()
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let lines = [
            concat!("read '/wo", "rk/main/x'"),
            concat!("let a = \"/ho", "me/ada/x\";"),
            "https://example.org/home/ada",
            "demo-site/work/x",
        ];
        assert_eq!(
            complaints(machine_path, "a.md", &lines),
            [true, true, false, false]
        );
    }

    #[test]
    fn a_registry_host_is_found() {
        let lines = [concat!("https://registry.npm", "js.org/x"), "npm ci"];
        assert_eq!(complaints(registry_host, "a.md", &lines), [true, false]);
    }

    #[test]
    fn the_folder_beside_the_repository_is_found_everywhere_but_in_the_ci_script() {
        let lines = [
            concat!("see ../shar", "ed/DESIGN.md"),
            concat!("`shar", "ed/data`"),
            concat!("tests/kit/shar", "ed/server.mjs"),
        ];
        assert_eq!(complaints(side_folder, "a.md", &lines), [true, true, false]);
        assert_eq!(side_folder(".ci/run", lines[0]), None);
    }

    #[test]
    fn a_sleep_is_found() {
        let lines = [
            concat!("std::thread::", "sleep(pause);"),
            concat!("await page.waitFor", "Timeout(50);"),
            concat!("await new Promise((go) => setTime", "out(go, 50));"),
            "await page.waitForSelector('coordo-board');",
        ];
        assert_eq!(
            complaints(sleep, "a.test.mjs", &lines),
            [true, true, true, false]
        );
    }

    #[test]
    fn a_test_that_does_not_test_is_found() {
        assert!(skipped_test("a.rs", concat!("#[", "ignore]")).is_some());
        assert!(skipped_test("a.test.mjs", "  test.skip('x', () => {});").is_some());
        assert!(skipped_test("a.test.mjs", "test('x', () => {});").is_none());
    }

    #[test]
    fn work_left_without_an_issue_is_found() {
        let lines = [
            concat!("// TO", "DO later"),
            concat!("// TO", "DO(#12) later"),
            concat!("TO", "DOS"),
        ];
        assert_eq!(complaints(bare_todo, "a.rs", &lines), [true, false, false]);
    }

    #[test]
    fn text_that_becomes_markup_is_found() {
        let line = concat!("  element.inner", "HTML = text;");
        let path = "bindings/npm/elements/src/a.ts";
        assert!(markup_as_text(path, line).is_some());
        assert!(markup_as_text(path, &format!("// {line}")).is_none());
        assert!(markup_as_text("tests/e2e/a.test.mjs", line).is_none());
    }

    #[test]
    fn a_style_attribute_is_found_and_a_style_property_is_not() {
        let lines = [
            concat!("<div style", "=\"color:red\">"),
            "<div style:color=\"red\">",
        ];
        assert_eq!(complaints(inline_style, WIDGET, &lines), [true, false]);
    }

    #[test]
    fn a_view_without_its_global_class_is_found_over_two_lines_too() {
        let bad = concat!("    view", "! { <p>\"a\"</p> }");
        let good = concat!("    view", "! { class=\"\", <p>\"a\"</p> }");
        assert!(static_view(WIDGET, bad).is_some());
        assert!(static_view(WIDGET, good).is_none());

        let over_lines = |inside: &str| SourceFile {
            path: WIDGET.to_owned(),
            text: format!(
                "    view{} {{\n        {inside}\n        <p/>\n    }}\n",
                '!'
            ),
        };
        assert_eq!(check(&[over_lines("<p/>")]).len(), 1);
        assert_eq!(check(&[over_lines("class=\"\",")]), []);
    }
}
