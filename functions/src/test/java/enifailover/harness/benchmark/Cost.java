package enifailover.harness.benchmark;

import enifailover.handler.Metered;
import enifailover.handler.Metered.Invocation;
import enifailover.testkit.region.dynamo.LocalDynamo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What it costs: the requests and the Lambda time of one failover and of an idle day with 1, 100 and 1,000 groups,
/// counted in the simulated Region, and what AWS's list prices make of them: `mvn -q test-compile exec:exec@cost`.
public final class Cost {
    private static final int[] GROUPS = {1, 100, 1000};
    private static final int SWEEPS_A_DAY = 24 * 60;
    private static final int AUDITS_A_DAY = 24 * 4;
    /// An audit makes two alarms a second of its five minutes; those of 1,000 groups take thirteen.
    private static final int MOST_AUDITS = 30;
    private static final int MOST_SWEEPS = 40;
    /// Days after which a sweep writes anew what is around a group.
    private static final double RENEWED_EVERY = 7;

    private static final double DAYS = 30.4;
    private static final int COUNTED = 5;
    private static final double GIGABYTES = 1769 / 1024.0;

    private Cost() {}

    public static void main(String[] arguments) throws IOException {
        try (LocalDynamo dynamo = LocalDynamo.start()) {
            Metered.with(1, dynamo, metered -> metered.sweep()); // not counted: loads the classes
            failover(Metered.with(1, dynamo, metered -> metered.failover(0)));
            List<String> summary = new ArrayList<>();
            for (int groups : GROUPS) {
                summary.add(idle(groups, dynamo));
            }
            IO.println("");
            IO.println("US dollars a month, list prices of us-east-1, no free tier, Lambda of 1769 MB on arm64:");
            IO.println("  groups   Lambda   DynamoDB     logs  metrics   alarms  dashboard      all");
            summary.forEach(IO::println);
        }
        System.exit(0); // DynamoDB Local keeps threads
    }

    private static void failover(Invocation one) {
        IO.println("one failover, one ENI: " + verdict(one));
        print(one);
        long writes = one.calls().getOrDefault("dynamodb:UpdateItem", 0L)
                + one.calls().getOrDefault("dynamodb:PutItem", 0L) * 4;
        double money = lambda(1, one.billed().toMillis())
                + writes * Prices.DYNAMODB_WRITE
                + one.calls().getOrDefault("dynamodb:Query", 0L) * Prices.DYNAMODB_READ
                + one.calls().getOrDefault("events:PutEvents", 0L) * Prices.CUSTOM_EVENT
                + one.logBytes() / 1e9 * Prices.LOG_GB
                + one.metrics().size() * Prices.METRIC_MONTH / 730;
        IO.println(String.format(
                Locale.ROOT,
                "   %.4f dollars, of that %.4f for %d metrics in that hour",
                money,
                one.metrics().size() * Prices.METRIC_MONTH / 730,
                one.metrics().size()));
    }

    private static String verdict(Invocation one) {
        String verdict = one.answer().path("reports").path(0).path("verdict").asText("none");
        if (!verdict.equals("SUCCEEDED")) {
            throw new IllegalStateException("the failover did not succeed: " + one.answer());
        }
        return verdict;
    }

    private static void print(Invocation one) {
        IO.println(one.calls().entrySet().stream()
                .map(call -> call.getKey() + " x" + call.getValue())
                .collect(Collectors.joining(", ", "   ", "")));
        IO.println(String.format(
                Locale.ROOT,
                "   %d requests, %.2f s waited for AWS, %.2f s computed here at most, %.1f KB of logs",
                one.calls().values().stream().mapToLong(Long::longValue).sum(),
                one.waited().toMillis() / 1000.0,
                one.computed().toMillis() / 1000.0,
                one.logBytes() / 1000.0));
    }

    /// @return the line of the summary
    private static String idle(int groups, LocalDynamo dynamo) {
        return Metered.with(groups, dynamo, metered -> {
            settle(metered);
            List<Invocation> some = new ArrayList<>();
            for (int i = 0; i < COUNTED; i++) {
                some.add(metered.sweep());
            }
            Invocation usual = some.get(COUNTED / 2);
            IO.println("");
            IO.println("an idle sweep, " + groups + (groups == 1 ? " group:" : " groups:"));
            print(usual);
            long millis =
                    some.stream().mapToLong(one -> one.billed().toMillis()).sum() / COUNTED;
            Map<String, Long> aDay = usual.calls().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, call -> call.getValue() * SWEEPS_A_DAY));
            double units = metered.readUnits();
            IO.println(String.format(
                    Locale.ROOT,
                    "   a day: %d sweeps, %d requests, %.0f s of Lambda, %.0f read units of DynamoDB",
                    SWEEPS_A_DAY,
                    aDay.values().stream().mapToLong(Long::longValue).sum(),
                    millis * SWEEPS_A_DAY / 1000.0,
                    units * SWEEPS_A_DAY));
            Invocation audit = settledAudit(metered);
            IO.println("an idle audit, every quarter of an hour:");
            print(audit);
            return month(groups, millis, units, usual, audit, metered.alarms());
        });
    }

    /// Until the sweep remembers every group, and what is around it.
    private static void settle(Metered metered) {
        for (int i = 0; i < MOST_SWEEPS; i++) {
            if (!metered.sweep().calls().containsKey("dynamodb:UpdateItem")) {
                return;
            }
        }
        throw new IllegalStateException("the sweeps came to no end");
    }

    /// An audit that found nothing to put right any more, and nothing that was new to it.
    private static Invocation settledAudit(Metered metered) {
        for (int i = 0; i < MOST_AUDITS; i++) {
            Invocation audit = metered.audit();
            if (!audit.calls().containsKey("monitoring:PutMetricAlarm")
                    && !audit.calls().containsKey("events:PutEvents")) {
                return audit;
            }
        }
        throw new IllegalStateException("the audits came to no end");
    }

    private static String month(
            int groups, long millis, double units, Invocation sweep, Invocation audit, long alarmsOfGroups) {
        double audits = AUDITS_A_DAY * DAYS;
        double sweeps = SWEEPS_A_DAY * DAYS;
        double lambda = lambda(sweeps, millis) + lambda(audits, audit.billed().toMillis());
        double table = sweeps * units * Prices.DYNAMODB_READ
                + groups * DAYS / RENEWED_EVERY * Prices.DYNAMODB_WRITE
                + audits * audit.calls().getOrDefault("dynamodb:UpdateItem", 0L) * Prices.DYNAMODB_WRITE;
        double logs = (sweeps * sweep.logBytes() + audits * audit.logBytes()) / 1e9 * Prices.LOG_GB;
        double metrics = (sweep.metrics().size() + audit.metrics().size()) * Prices.METRIC_MONTH;
        double alarms = (Alarms.ofTheTemplate() + alarmsOfGroups) * Prices.ALARM_MONTH;
        double all = lambda + table + logs + metrics + alarms + Prices.DASHBOARD_MONTH;
        return String.format(
                Locale.ROOT,
                "  %6d  %7.2f    %7.2f  %7.2f  %7.2f  %7.2f    %7.2f  %7.2f",
                groups,
                lambda,
                table,
                logs,
                metrics,
                alarms,
                Prices.DASHBOARD_MONTH,
                all);
    }

    private static double lambda(double invocations, long millis) {
        return invocations * (Prices.LAMBDA_REQUEST + millis / 1000.0 * GIGABYTES * Prices.LAMBDA_GB_SECOND);
    }

    /// The alarms of the stack itself.
    private static final class Alarms {
        private Alarms() {}

        static long ofTheTemplate() {
            try {
                return java.nio.file.Files.readString(java.nio.file.Path.of("template.yaml"))
                        .lines()
                        .filter(line -> line.strip().equals("Type: AWS::CloudWatch::Alarm"))
                        .count();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
