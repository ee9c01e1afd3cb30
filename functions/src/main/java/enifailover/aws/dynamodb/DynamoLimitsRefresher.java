package enifailover.aws.dynamodb;

import enifailover.aws.client.Clients;
import enifailover.aws.ec2.Limits;
import enifailover.aws.ec2.LimitsCache;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.port.LimitsRefresher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps with each group's row what [LimitsCache] knows around it.
public final class DynamoLimitsRefresher implements LimitsRefresher {
    /// At once. The next sweep goes on, and a failover may wait for this one to end.
    private static final int MOST = 50;

    private final ConditionalTable rows;
    private final LimitsCache limitsCache;

    private record News(GroupName group, Limits limits) {}

    /// @param table the name of the table
    /// @param limitsCache the cache that the EC2 reader and the group store share
    public DynamoLimitsRefresher(Clients clients, String table, LimitsCache limitsCache) {
        this.rows = new ConditionalTable(clients, table);
        this.limitsCache = limitsCache;
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
            limitsCache.saw(group.name(), around, group.enis());
            types.addAll(around);
            enis.addAll(group.enis());
        }
        limitsCache.learnTypes(types, LimitsCache.RENEW);
        limitsCache.learnSubnets(enis, LimitsCache.RENEW);
        remembered.stream()
                .map(GroupSnapshot::name)
                .flatMap(name -> limitsCache.news(name).map(news -> new News(name, news)).stream())
                .limit(MOST)
                .forEach(this::keep);
    }

    private static Set<String> types(GroupSnapshot group) {
        return Stream.concat(group.members().stream().map(Member::instance), group.nonMembers().stream())
                .map(Instance::type)
                .collect(Collectors.toSet());
    }

    /// Into a row that is there: nobody else reads or writes this part of it but a run at its end, with the same.
    private void keep(News news) {
        rows.update(
                Items.key(news.group()),
                new UpdateExpression()
                        .set(Items.AROUND, LimitsItems.write(news.limits()))
                        .when("attribute_exists({0})", Items.ENIS));
    }
}
