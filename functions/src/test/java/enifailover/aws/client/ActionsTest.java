package enifailover.aws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of actions, which the roles are held to, is what the adapters make of AWS: no more. That it is no less
/// the compiler sees, since no request is made without naming its action.
class ActionsTest {
    @Test
    void everyActionHasAnAdapterThatMakesIt() {
        JavaClasses adapters = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("enifailover.aws");
        Set<String> made = adapters.stream()
                .filter(one -> !one.getName().equals(ApiAction.class.getName()))
                .flatMap(one -> one.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().getName().equals(ApiAction.class.getName()))
                .map(access -> access.getTarget().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> declared =
                Arrays.stream(ApiAction.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(declared, made);
    }
}
