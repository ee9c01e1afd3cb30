/// The operator's tags. Takes the tags of ENIs and instances as EC2 shows them; gives the group's policy, its
/// members, and a finding for each wrong tag, while the default holds. To add a tag: add it to
/// [enifailover.tag.EniTags] or [enifailover.tag.InstanceTags]. May not know: ports, clock, SDK, environment,
/// events.
@org.jspecify.annotations.NullMarked
package enifailover.tag;
