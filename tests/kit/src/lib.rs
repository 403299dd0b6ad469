//! Folders of FHIR to test on, fakes of the ports, seeded people.
