//! Which crate may depend on which: the layers of ARCHITECTURE.md.

use super::Finding;
use super::metadata::Package;

/// Each product crate and the product crates it may depend on. All else is forbidden.
const ARROWS: [(&str, &[&str]); 13] = [
    ("coordo-core", &[]),
    ("coordo-engine", &["coordo-core"]),
    ("coordo-directory", &["coordo-core"]),
    ("coordo-fhir", &["coordo-core"]),
    ("coordo-store", &["coordo-core"]),
    ("coordo-store-indexeddb", &["coordo-core", "coordo-store"]),
    (
        "coordo-sync",
        &["coordo-core", "coordo-fhir", "coordo-store"],
    ),
    ("coordo-sandbox", &["coordo-core", "coordo-fhir"]),
    (
        "coordo-client",
        &[
            "coordo-core",
            "coordo-engine",
            "coordo-directory",
            "coordo-fhir",
            "coordo-store",
            "coordo-sync",
        ],
    ),
    ("coordo-i18n", &["coordo-core", "coordo-engine"]),
    (
        "coordo-widgets",
        &["coordo-core", "coordo-client", "coordo-i18n"],
    ),
    (
        "coordo-wasm",
        &[
            "coordo-core",
            "coordo-client",
            "coordo-widgets",
            "coordo-i18n",
            "coordo-store-indexeddb",
            "coordo-sandbox",
        ],
    ),
    ("xtask", &[]),
];

/// Crates that only test: they may see everything, and nothing ships with them.
const TEST_CRATES: [&str; 5] = [
    "coordo-testkit",
    "coordo-scenarios",
    "coordo-browser-tests",
    "coordo-bench",
    "coordo-bench-module",
];

pub(super) fn forbidden(packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        if TEST_CRATES.contains(&package.name.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
            findings.push(Finding::new(
                &package.name,
                "has no place among the layers: give it one in ARCHITECTURE.md and in tidy/arrows.rs",
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let is_ours = packages.iter().any(|other| other.name == *dependency);
            if is_ours && !allowed.contains(&dependency.as_str()) {
                findings.push(Finding::new(
                    &package.name,
                    format!("may not depend on {dependency}"),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            dependencies: dependencies.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    #[test]
    fn an_arrow_that_points_up_is_found() {
        let packages = [
            package("coordo-core", &["serde", "coordo-fhir"]),
            package("coordo-fhir", &["coordo-core"]),
        ];
        assert_eq!(
            forbidden(&packages),
            [Finding::new("coordo-core", "may not depend on coordo-fhir")]
        );
    }

    #[test]
    fn no_product_crate_ships_with_a_test_crate() {
        let packages = [
            package("coordo-client", &["coordo-testkit"]),
            package("coordo-testkit", &["coordo-client"]),
        ];
        assert_eq!(
            forbidden(&packages),
            [Finding::new(
                "coordo-client",
                "may not depend on coordo-testkit"
            )]
        );
    }

    #[test]
    fn a_crate_without_a_place_is_found() {
        assert_eq!(forbidden(&[package("coordo-new", &[])]).len(), 1);
    }
}
