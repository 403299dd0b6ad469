//! Plans of any size from a seed: the same seed, the same bytes.

/// A small generator of numbers (SplitMix64), so that a seed means the same everywhere.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }
}

const STATUSES: [&str; 7] = [
    "requested",
    "received",
    "accepted",
    "ready",
    "in-progress",
    "on-hold",
    "completed",
];

/// A collection Bundle of `n` tasks for one person, about 600 bytes each.
pub fn tasks(seed: u64, n: usize) -> String {
    let mut numbers = Numbers::new(seed);
    let mut out = String::from(
        r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Marchand","given":["Odile"]}]}}"#,
    );
    for task in 0..n {
        let pick = usize::try_from(numbers.below(7)).unwrap_or(0);
        let status = STATUSES.get(pick).copied().unwrap_or("ready");
        let day = 1 + numbers.below(28);
        let month = 1 + numbers.below(12);
        out.push_str(&format!(
            r#",{{"resource":{{"resourceType":"Task","id":"t{task}","meta":{{"versionId":"1"}},"status":"{status}","intent":"order","priority":"routine","description":"Passage {task} au domicile","for":{{"reference":"Patient/p"}},"owner":{{"display":"Cabinet {}"}},"authoredOn":"2026-11-01T08:00:00+01:00","lastModified":"2026-11-01T08:00:00+01:00","restriction":{{"period":{{"end":"2026-{month:02}-{day:02}T18:00:00+01:00"}}}},"input":[{{"type":{{"text":"Résultat attendu"}},"valueString":"Noté dans le dossier"}}]}}}}"#,
            numbers.below(40)
        ));
    }
    out.push_str("]}");
    out
}
