//! `OperationOutcome`: what a server says when it says no.

use crate::fields::{Fields, elements, quote};

/// Writes an OperationOutcome of one issue.
///
/// `code` is of <https://hl7.org/fhir/R4/valueset-issue-type.html>; `diagnostics`
/// must hold no record content.
pub fn outcome(severity: &str, code: &str, diagnostics: &str) -> String {
    format!(
        "{{\"resourceType\":\"OperationOutcome\",\"issue\":[{{\"severity\":{},\"code\":{},\"diagnostics\":{}}}]}}",
        quote(severity),
        quote(code),
        quote(diagnostics)
    )
}

/// The words of an OperationOutcome for people: details text or diagnostics, issue by issue.
///
/// `None` where the text is not one, or says nothing.
pub fn words(text: &str) -> Option<String> {
    let fields = Fields::parse(text).ok()?;
    if fields.string("resourceType")? != "OperationOutcome" {
        return None;
    }
    let issues = elements(fields.get("issue")?)?;
    let said: Vec<String> = issues
        .into_iter()
        .filter_map(|issue| Fields::parse(issue).ok())
        .filter_map(|issue| {
            let details = issue.object("details").and_then(|d| d.string("text"));
            details.or_else(|| issue.string("diagnostics"))
        })
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Whether an OperationOutcome says that something went wrong, whatever the status around it.
pub fn is_error(text: &str) -> bool {
    let issues = Fields::parse(text).ok().and_then(|f| f.get("issue"));
    let issues = issues.and_then(elements).unwrap_or_default();
    issues.into_iter().any(|issue| {
        let severity = Fields::parse(issue).ok().and_then(|i| i.string("severity"));
        matches!(severity.as_deref(), Some("error" | "fatal"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let text = outcome("error", "conflict", "La version « 2 » est dépassée.");
        assert_eq!(
            words(&text).as_deref(),
            Some("La version « 2 » est dépassée.")
        );
        assert_eq!(words("{\"resourceType\":\"Patient\"}"), None);
        assert_eq!(words("<html>"), None);
    }
}
