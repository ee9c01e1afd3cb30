/// The crash test at the wire: a real process of the function is killed at its n-th call of AWS, and what comes after
/// has to finish. Takes the built functions, the simulated Region or another emulator; gives a line for each kill and
/// the failed checks. May not know: anything of the functions but what they ask AWS and what they answer.
@org.jspecify.annotations.NullMarked
package enifailover.harness.crash;
