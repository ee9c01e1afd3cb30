/// Real guests: instances of the simulated Region as network namespaces, in which the SSM document really runs, and a
/// client that measures what they answer. Takes the Region's ENIs and what happens to its machines; gives commands'
/// real results and outages. Needs root on Linux. May not know: the rehearsal, the functions.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.guest;
