//! What `cargo metadata` says about the workspace and the packages it resolves to.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::repository::Repository;
use crate::run;

#[derive(Debug)]
pub(crate) struct Packages {
    pub(crate) workspace: Vec<Package>,
    pub(crate) resolved: Vec<Resolved>,
}

/// A crate of this workspace and what it ships with: normal and build dependencies, for any target.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) dependencies: Vec<String>,
}

/// A package of the dependency graph with the features it is built with.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) name: String,
    pub(crate) features: Vec<String>,
}

pub(crate) fn read(repository: &Repository) -> Result<Packages> {
    let text =
        run::output(run::command(repository, "cargo").args(["metadata", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text).context("cargo metadata")?;
    Ok(parse(&metadata))
}

fn parse(metadata: &Value) -> Packages {
    let members = strings(metadata.get("workspace_members"));
    let workspace = array(metadata.get("packages"))
        .filter(|package| members.contains(&text(package, "id")))
        .map(|package| Package {
            name: text(package, "name"),
            dependencies: array(package.get("dependencies"))
                .filter(|dependency| text(dependency, "kind") != "dev")
                .map(|dependency| text(dependency, "name"))
                .collect(),
        })
        .collect();
    let names: Vec<(String, String)> = array(metadata.get("packages"))
        .map(|package| (text(package, "id"), text(package, "name")))
        .collect();
    let resolved = array(metadata.pointer("/resolve/nodes"))
        .filter_map(|node| {
            let id = text(node, "id");
            let (_, name) = names.iter().find(|(known, _)| *known == id)?;
            Some(Resolved {
                name: name.clone(),
                features: strings(node.get("features")),
            })
        })
        .collect();
    Packages {
        workspace,
        resolved,
    }
}

fn array(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn strings(value: Option<&Value>) -> Vec<String> {
    array(value)
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dev_dependencies_are_left_out_and_features_are_read() {
        let packages = parse(&json!({
            "workspace_members": ["a 1"],
            "packages": [
                { "id": "a 1", "name": "a", "dependencies": [
                    { "name": "normal", "kind": null },
                    { "name": "built", "kind": "build" },
                    { "name": "tested", "kind": "dev" },
                ] },
                { "id": "b 1", "name": "b", "dependencies": [] },
            ],
            "resolve": { "nodes": [{ "id": "b 1", "features": ["fast"] }] },
        }));
        assert_eq!(packages.workspace.len(), 1);
        assert_eq!(packages.workspace[0].dependencies, ["normal", "built"]);
        assert_eq!(packages.resolved[0].name, "b");
        assert_eq!(packages.resolved[0].features, ["fast"]);
    }
}
