//! What every store does, on IndexedDB without a lock and with one.

use coordo_store::contract;
use wasm_bindgen_test::wasm_bindgen_test;

use super::storage::Storage;

macro_rules! plain {
    ($($behaviour:ident)*) => {$(
        #[wasm_bindgen_test]
        async fn $behaviour() {
            contract::$behaviour(&Storage::plain()).await;
        }
    )*};
}

macro_rules! encrypted {
    ($($behaviour:ident)*) => {$(
        #[wasm_bindgen_test]
        async fn $behaviour() {
            contract::$behaviour(&Storage::encrypted()).await;
        }
    )*};
}

mod without_a_lock {
    use super::*;

    coordo_store::behaviours_of_every_store!(plain);
    coordo_store::behaviours_of_lasting_places!(plain);
    coordo_store::behaviours_of_limited_places!(plain);
}

mod with_a_lock {
    use super::*;

    coordo_store::behaviours_of_every_store!(encrypted);
    coordo_store::behaviours_of_lasting_places!(encrypted);
    coordo_store::behaviours_of_limited_places!(encrypted);
}
