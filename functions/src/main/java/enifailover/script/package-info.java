/// Which routing script this build belongs to. Takes the text of a script or of an SSM document, gives its hash. May
/// not know: ports, clock, SDK, environment, any other package.
@org.jspecify.annotations.NullMarked
package enifailover.script;
