//! Rules about crates from elsewhere: who may name the browser, which features stay off.

use anyhow::Result;

use super::Finding;
use super::metadata::{Package, Resolved};
use crate::tools::locked_versions;

/// Only these know that there is a browser.
const BROWSER_CRATES: [&str; 5] = [
    "coordo-widgets",
    "coordo-store-indexeddb",
    "coordo-wasm",
    "coordo-browser-tests",
    "coordo-bench-module",
];
const BROWSER_NAMES: [&str; 8] = [
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "js-sys",
    "web-sys",
    "serde-wasm-bindgen",
    "indexed_db_futures",
    "any_spawner",
    "console_error_panic_hook",
];
const BROWSER_FAMILIES: [&str; 3] = ["gloo", "leptos", "tachys"];

pub(super) fn browser_named_elsewhere(packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        if BROWSER_CRATES.contains(&package.name.as_str()) {
            continue;
        }
        for dependency in &package.dependencies {
            let is_browser = BROWSER_NAMES.contains(&dependency.as_str())
                || BROWSER_FAMILIES
                    .iter()
                    .any(|family| dependency.starts_with(family));
            if is_browser {
                findings.push(Finding::new(
                    &package.name,
                    format!("may not name the browser ({dependency}): take a port"),
                ));
            }
        }
    }
    findings
}

/// Event delegation loses `on:input` values inside a shadow root; `wasmbind` lets chrono read the
/// browser's clock behind the core's back.
const FORBIDDEN_FEATURES: [(&str, &str); 3] = [
    ("leptos", "delegation"),
    ("tachys", "delegation"),
    ("chrono", "wasmbind"),
];

pub(super) fn forbidden_features(resolved: &[Resolved]) -> Vec<Finding> {
    resolved
        .iter()
        .flat_map(|package| {
            FORBIDDEN_FEATURES
                .iter()
                .filter(|(name, feature)| {
                    package.name == *name && package.features.iter().any(|on| on == feature)
                })
                .map(|(name, feature)| {
                    Finding::new("Cargo.toml", format!("{name}/{feature} must stay off"))
                })
        })
        .collect()
}

/// Two versions of the boundary cannot talk to one command-line tool.
pub(super) fn several_boundaries(lock: &str) -> Result<Vec<Finding>> {
    let versions = locked_versions(lock, "wasm-bindgen")?;
    if versions.len() == 1 {
        return Ok(Vec::new());
    }
    Ok(vec![Finding::new(
        "Cargo.lock",
        format!(
            "must hold wasm-bindgen exactly once, not {} times",
            versions.len()
        ),
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_crate_in_the_core_is_found() {
        let packages = [
            Package {
                name: "coordo-core".to_owned(),
                dependencies: vec!["chrono".to_owned(), "gloo-timers".to_owned()],
            },
            Package {
                name: "coordo-widgets".to_owned(),
                dependencies: vec!["leptos".to_owned()],
            },
        ];
        let findings = browser_named_elsewhere(&packages);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "coordo-core");
    }

    #[test]
    fn event_delegation_is_found_wherever_it_is_switched_on() {
        let resolved = [Resolved {
            name: "tachys".to_owned(),
            features: vec!["csr".to_owned(), "delegation".to_owned()],
        }];
        assert_eq!(forbidden_features(&resolved).len(), 1);
    }

    #[test]
    fn a_second_version_of_the_boundary_is_found() {
        let once = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n";
        assert_eq!(several_boundaries(once).unwrap(), []);
        let twice = format!("{once}{}", once.replace("0.2.1", "0.2.2"));
        assert_eq!(several_boundaries(&twice).unwrap().len(), 1);
    }
}
