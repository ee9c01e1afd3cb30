package enifailover.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.port.EventPublisher;
import enifailover.report.StepMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What an operator may meet stands in the documentation.
class PagesTest {
    private static final String OPERATIONS = "docs/operations.md";
    private static final String DEPLOYMENT = "docs/deployment.md";

    private final Template template = Template.read();

    private static void named(String page, Collection<String> names) throws IOException {
        String text = Files.readString(Path.of(page));
        Set<String> missing = new TreeSet<>(names);
        missing.removeIf(name -> text.contains("`" + name + "`"));
        assertEquals(Set.of(), missing, page);
    }

    @Test
    void everyParameterAndOutput() throws IOException {
        named(DEPLOYMENT, template.parameters().keySet());
        named(DEPLOYMENT, template.section("Outputs").keySet());
    }

    @Test
    void everyAlarm() throws IOException {
        named(OPERATIONS, template.ofType("AWS::CloudWatch::Alarm").keySet());
    }

    @Test
    void everyRole() throws IOException {
        named(
                DEPLOYMENT,
                template.ofType("AWS::IAM::Role").keySet().stream()
                        .filter(role -> !role.equals("ForwardRole"))
                        .toList());
    }

    @Test
    void everyVerdictAndEvent() throws IOException {
        named(
                OPERATIONS,
                Arrays.stream(Verdict.values()).map(Verdict::name).collect(Collectors.toCollection(TreeSet::new)));
        named(
                OPERATIONS,
                Arrays.stream(EventPublisher.Kind.values())
                        .map(EventPublisher.Kind::detailType)
                        .toList());
    }

    @Test
    void everyMetric() throws IOException {
        Set<String> metrics = Arrays.stream(StepMetric.values())
                .map(StepMetric::metric)
                .collect(Collectors.toCollection(TreeSet::new));
        Pattern literal = Pattern.compile("(?:addMetric\\(|count\\(|some\\(metrics,)\\s*\"([A-Z][A-Za-z]+)\"");
        try (Stream<Path> files = Files.walk(Path.of("functions/src/main/java/enifailover/handler"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher matcher = literal.matcher(Files.readString(file));
                while (matcher.find()) {
                    metrics.add(matcher.group(1));
                }
            }
        }
        assertTrue(metrics.size() > 20, metrics.toString());
        named(OPERATIONS, metrics);
    }
}
