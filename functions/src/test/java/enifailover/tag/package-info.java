/// Tests of the tags.
@org.jspecify.annotations.NullMarked
package enifailover.tag;
