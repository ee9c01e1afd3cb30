package enifailover.readiness;

import enifailover.group.Eni;
import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.survey.EniTraits;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// What belongs to each ENI is what was accepted: a move never changes it, so somebody did.
final class TraitsAsAccepted {
    private TraitsAsAccepted() {}

    /// @param difference the symptom where the accepted and the present traits differ
    static List<Finding> of(
            Ground ground,
            String check,
            String cause,
            String action,
            BiFunction<EniTraits, EniTraits, Optional<String>> difference) {
        return ground.group().enis().stream()
                .flatMap(eni -> of(ground, eni, difference).stream()
                        .map(symptom -> new Finding(
                                check,
                                Severity.WARNING,
                                eni.id().value(),
                                symptom,
                                cause,
                                action
                                        + ", or accept it as it is now: invoke the function with {\"action\":\"accept\",\"group\":\""
                                        + ground.group().name() + "\"}")))
                .toList();
    }

    private static Optional<String> of(
            Ground ground, Eni eni, BiFunction<EniTraits, EniTraits, Optional<String>> difference) {
        return ground.acceptedTraits(eni)
                .flatMap(accepted -> ground.traits(eni).flatMap(present -> difference.apply(accepted, present)));
    }
}
