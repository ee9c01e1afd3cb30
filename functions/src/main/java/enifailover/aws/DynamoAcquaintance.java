package enifailover.aws;

import enifailover.group.Eni;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.Member;
import enifailover.port.Acquaintance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps with each group's row what [Surroundings] knows around it.
public final class DynamoAcquaintance implements Acquaintance {
    /// At once. The next sweep goes on, and a failover may wait for this one to end.
    private static final int MOST = 50;

    private final Table rows;
    private final Surroundings surroundings;

    private record News(GroupName group, Around around) {}

    /// @param table the name of the table
    /// @param surroundings those of the observer that saw the groups and of the ledger that reads their rows
    public DynamoAcquaintance(Clients clients, String table, Surroundings surroundings) {
        this.rows = new Table(clients, table);
        this.surroundings = surroundings;
    }

    /// `ec2:DescribeInstanceTypes` and `ec2:DescribeSubnets`, each where something is not known or old, a request for
    /// each two hundred; then `dynamodb:UpdateItem` for a group of which there is news, for fifty at most.
    @Override
    public void renew(Collection<GroupSnapshot> groups) {
        // Where the table remembers nothing of a group yet, the next sweep finds that it does.
        List<GroupSnapshot> remembered = groups.stream()
                .filter(group -> !group.memory().enis().isEmpty())
                .toList();
        Set<String> types = new TreeSet<>();
        List<Eni> enis = new ArrayList<>();
        for (GroupSnapshot group : remembered) {
            Set<String> around = types(group);
            surroundings.saw(group.name(), around, group.enis());
            types.addAll(around);
            enis.addAll(group.enis());
        }
        surroundings.learnTypes(types, Surroundings.RENEW);
        surroundings.learnSubnets(enis, Surroundings.RENEW);
        remembered.stream()
                .map(GroupSnapshot::name)
                .flatMap(name -> surroundings.news(name).map(news -> new News(name, news)).stream())
                .limit(MOST)
                .forEach(this::keep);
    }

    private static Set<String> types(GroupSnapshot group) {
        return Stream.concat(group.members().stream().map(Member::instance), group.strangers().stream())
                .map(Instance::type)
                .collect(Collectors.toSet());
    }

    /// Into a row that is there: nobody else reads or writes this part of it but a run at its end, with the same.
    private void keep(News news) {
        rows.update(
                Rows.key(news.group()),
                new Change()
                        .set(Rows.AROUND, AroundRows.write(news.around()))
                        .when("attribute_exists({0})", Rows.ENIS));
    }
}
