@org.jspecify.annotations.NullMarked
package enifailover.report;
