package enifailover.report;

import enifailover.assess.Assessment;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.model.group.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The dashboard as HTML for a CloudWatch custom widget, without scripts, links or external content.
public final class DashboardHtml {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DashboardHtml() {}

    /// @param dark whether the dashboard's theme is dark
    public static String of(Dashboard dashboard, boolean dark) {
        Html page = new Html().raw(DashboardStyle.of(dark)).raw("<div class=\"enif\">");
        top(page, dashboard);
        if (dashboard.cards().isEmpty()) {
            page.element(
                    "div class=\"none\"",
                    "No group to show. Put the tag " + dashboard.prefix() + "group on an ENI and on its instances.");
        } else {
            page.raw(
                            "<table><thead><tr><th>Group</th><th>Interfaces</th><th>Members</th><th>Last runs</th></tr></thead>")
                    .raw("<tbody>");
            dashboard.cards().forEach(groupCard -> row(page, groupCard, dashboard.at()));
            page.raw("</tbody></table>");
        }
        long more = dashboard.groups() - dashboard.cards().size();
        if (more > 0) {
            note(page, more + " more groups are counted above but not shown. None of them is more urgent.");
        }
        dashboard.warnings().forEach(warning -> note(page, warning));
        return page.raw("</div>").toString();
    }

    /// The page for an error.
    public static String problem(String message, boolean dark) {
        Html page = new Html().raw(DashboardStyle.of(dark)).raw("<div class=\"enif\">");
        note(page, message);
        return page.raw("</div>").toString();
    }

    private static void top(Html page, Dashboard dashboard) {
        page.raw("<div class=\"top\">");
        for (Map.Entry<GroupCard.GroupHealth, Long> some : dashboard.standings().entrySet()) {
            badge(page, some.getKey(), some.getValue() + " " + some.getKey().message());
        }
        page.element("span class=\"when\"", "as of " + CLOCK.format(dashboard.at()) + " UTC")
                .raw("</div>");
    }

    private static void badge(Html page, GroupCard.GroupHealth groupHealth, String message) {
        page.element("span class=\"badge " + groupHealth.name().toLowerCase(Locale.ROOT) + "\"", message);
    }

    private static void row(Html page, GroupCard groupCard, Instant now) {
        page.raw("<tr><td>")
                .element("div class=\"name\"", groupCard.group().name().value());
        badge(page, groupCard.standing(), groupCard.standing().message());
        says(groupCard).forEach(message -> page.element("span class=\"say dim\"", message));
        page.raw("</td><td>");
        for (Eni eni : groupCard.group().enis()) {
            page.raw("<span class=\"row\">")
                    .element("code", eni.id().value())
                    .raw("</span>")
                    .element("span class=\"row dim\"", GroupCard.place(eni));
        }
        page.raw("</td><td>");
        groupCard.group().members().forEach(member -> member(page, groupCard, member));
        page.raw("</td><td>");
        if (groupCard.runs().isEmpty()) {
            page.element("span class=\"dim\"", "no run yet");
        }
        groupCard.runs().forEach(run -> run(page, run, now));
        page.raw("</td></tr>");
    }

    /// The reasons for a health that is not OK.
    private static List<String> says(GroupCard groupCard) {
        return switch (groupCard.standing()) {
            case WELL -> List.of();
            case ALONE -> List.of("no standby runs with all status checks passed");
            case DUE, HELD, UNCLEAR ->
                switch (groupCard.assessment()) {
                    case Assessment.MoveRequired moveRequired -> moveRequired.evidence();
                    case Assessment.NoAction noAction -> noAction.evidence();
                };
        };
    }

    private static void member(Html page, GroupCard groupCard, Member member) {
        boolean active = groupCard.holder().filter(member.id()::equals).isPresent();
        String dot = member.instance().healthy() ? "ok" : leaves(member) ? "bad" : "";
        page.raw("<span class=\"row\"><span class=\"dot " + dot + "\"></span>")
                .element("code", member.id().value())
                .raw("</span>")
                .element(
                        "span class=\"row dim\"",
                        (active ? "active" : "standby") + ", "
                                + member.instance().state().word()
                                + ", priority " + member.priority()
                                + (member.instance().checks().impaired().isEmpty()
                                        ? ""
                                        : ", impaired: "
                                                + String.join(
                                                        ", ",
                                                        member.instance()
                                                                .checks()
                                                                .impaired())));
    }

    private static boolean leaves(Member member) {
        Instance instance = member.instance();
        boolean impaired = !instance.checks().impaired().isEmpty();
        return instance.state().leaving() || (instance.state() == InstanceState.RUNNING && impaired);
    }

    private static void run(Html page, RunSummary run, Instant now) {
        String took = run.took().isZero() ? "" : ", " + seconds(run.took());
        page.raw("<span class=\"row\" title=\"")
                .text(CLOCK.format(run.at()) + " UTC")
                .raw("\"><span class=\"dot " + dot(run.verdict()) + "\"></span>")
                .text(run.verdict() + took)
                .element("span class=\"dim\"", " · " + ago(Duration.between(run.at(), now)))
                .raw("</span>")
                .element("span class=\"say dim\"", run.message());
    }

    private static String dot(String verdict) {
        return switch (verdict) {
            case "SUCCEEDED" -> "ok";
            case "FAILED", "NO_STANDBY" -> "bad";
            default -> "";
        };
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    /// The largest unit that fits: `12 min ago`.
    static String ago(Duration past) {
        if (past.toDays() > 1) {
            return past.toDays() + " days ago";
        }
        if (past.toHours() > 1) {
            return past.toHours() + " h ago";
        }
        return past.toMinutes() > 1 ? past.toMinutes() + " min ago" : Math.max(0, past.toSeconds()) + " s ago";
    }

    private static void note(Html page, String message) {
        page.element("div class=\"note\"", message);
    }
}
