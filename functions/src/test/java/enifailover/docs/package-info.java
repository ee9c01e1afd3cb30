@org.jspecify.annotations.NullMarked
package enifailover.docs;
