/// EC2's words: ids, instances, ENIs, attachments, as describes showed them at one moment. Gives values without
/// behaviour beyond reading themselves. May not know: ports, clock, SDK, environment, any other package.
@org.jspecify.annotations.NullMarked
package enifailover.model;
