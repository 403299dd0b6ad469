//! FHIR R4 JSON to core and back, without loss.
