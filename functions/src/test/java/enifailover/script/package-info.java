/// Tests of the script's hash.
@org.jspecify.annotations.NullMarked
package enifailover.script;
