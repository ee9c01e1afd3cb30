/// What the operator wrote into tags. Takes the tags of ENIs and instances as EC2 shows them; gives the group's policy,
/// who is a member of what, and a finding for everything that is wrong, while the default holds.
/// May not know: ports, clock, SDK, environment, signals. Gives no judgement of what EC2 shows besides the tags.
@org.jspecify.annotations.NullMarked
package enifailover.tag;
