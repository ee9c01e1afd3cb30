package enifailover.port;

import enifailover.model.group.GroupName;

/// Another run holds the group's lease: this one must not change anything more.
public final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLost(GroupName group) {
        super("the lease of group " + group + " was taken by another run");
    }
}
