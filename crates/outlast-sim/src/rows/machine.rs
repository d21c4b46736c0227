//! What a machine does.

use crate::state::values;

values! {
    /// Whether a machine is there.
    enum Machine {
        /// It is up.
        Up,
        /// It is off and its contents are intact.
        Off,
        /// It must be made anew.
        Gone,
    }
}
