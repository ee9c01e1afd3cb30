package enifailover.readiness.check;

import enifailover.model.Eni;
import enifailover.model.audit.EniTraits;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The attributes of each ENI are the accepted ones. A move does not change them, so a person or a tool did.
public final class BaselineDrift {
    private BaselineDrift() {}

    /// @param difference gives the symptom where the accepted and the present attributes differ
    public static List<Finding> of(
            CheckContext checkContext,
            String check,
            String cause,
            String action,
            BiFunction<EniTraits, EniTraits, Optional<String>> difference) {
        return checkContext.group().enis().stream()
                .flatMap(eni -> of(checkContext, eni, difference).stream()
                        .map(symptom -> new Finding(
                                check,
                                Severity.WARNING,
                                eni.id().value(),
                                symptom,
                                cause,
                                action
                                        + ", or accept the present state: invoke this function with {\"action\":\"accept\",\"group\":\""
                                        + checkContext.group().name() + "\"}")))
                .toList();
    }

    private static Optional<String> of(
            CheckContext checkContext, Eni eni, BiFunction<EniTraits, EniTraits, Optional<String>> difference) {
        return checkContext
                .acceptedTraits(eni)
                .flatMap(accepted -> checkContext.traits(eni).flatMap(present -> difference.apply(accepted, present)));
    }
}
