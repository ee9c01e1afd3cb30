/// Figures: how long a failover takes beside what it must take at least and beside the textbook's way, and what the
/// deployed package weighs. Takes the built classes, gives tables on standard output; ratios, measured in one run.
@org.jspecify.annotations.NullMarked
package enifailover.harness.benchmark;
