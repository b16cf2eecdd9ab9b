use guesthouse_contract::wave::{Function, Value};
use guesthouse_sandbox::HostTrap;

/// Answers what a guest asks. One value answers one run.
pub trait Host: Send + 'static {
    /// Answers a call of an imported function. A handle in the arguments or in the answer is a text:
    /// the name that this host gave it. A name that it returns is a new resource for the guest.
    ///
    /// # Errors
    /// Ends the run.
    fn answer(&mut self, function: &Function, args: &[Value]) -> Result<Option<Value>, HostTrap>;

    /// Notes that the guest dropped a resource of this host.
    fn dropped(&mut self, _name: &str) {}
}
