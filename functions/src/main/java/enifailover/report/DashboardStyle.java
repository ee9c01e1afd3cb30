package enifailover.report;

/// The style sheet of the dashboard widget.
final class DashboardStyle {
    private DashboardStyle() {}

    /// @param dark the dashboard's theme
    static String of(boolean dark) {
        return "<style>" + (dark ? DARK : LIGHT) + RULES + "</style>";
    }

    private static final String LIGHT = """
            .enif{--ink:#16191f;--dim:#5f6b7a;--line:#e3e7ec;--card:#fff;--soft:#f5f7f9;
            --well:#1d8102;--well-bg:#e9f7e4;--alone:#8d6605;--alone-bg:#fdf3d8;--unclear:#44546a;--unclear-bg:#e8ecf2;
            --held:#6b40b2;--held-bg:#efe7fb;--due:#c7250a;--due-bg:#fdeae6}""";

    private static final String DARK = """
            .enif{--ink:#e9ebed;--dim:#a2adba;--line:#37414d;--card:#0f1b2a;--soft:#16232f;
            --well:#7bd36a;--well-bg:#12321a;--alone:#f2c94c;--alone-bg:#3a2f0b;--unclear:#b8c4d4;--unclear-bg:#26323f;
            --held:#c6a8f5;--held-bg:#2e2148;--due:#ff8a75;--due-bg:#451a13}""";

    private static final String RULES = """
            .enif{font:13px/1.45 "Amazon Ember","Helvetica Neue",Roboto,Arial,sans-serif;color:var(--ink);padding:2px 4px}
            .enif *{box-sizing:border-box}
            .enif .top{display:flex;flex-wrap:wrap;align-items:center;gap:6px 8px;margin:2px 0 10px}
            .enif .top .when{margin-left:auto;color:var(--dim);font-size:12px}
            .enif .badge{display:inline-block;padding:1px 9px;border-radius:10px;font-size:12px;font-weight:600;white-space:nowrap}
            .enif .well{color:var(--well);background:var(--well-bg)}.enif .alone{color:var(--alone);background:var(--alone-bg)}
            .enif .unclear{color:var(--unclear);background:var(--unclear-bg)}.enif .held{color:var(--held);background:var(--held-bg)}
            .enif .due{color:var(--due);background:var(--due-bg)}
            .enif table{width:100%;border-collapse:collapse;background:var(--card)}
            .enif th{color:var(--dim);font-size:11px;font-weight:600;letter-spacing:.04em;text-transform:uppercase;text-align:left;
            padding:6px 10px;border-bottom:2px solid var(--line);background:transparent}
            .enif td{padding:9px 10px;border-bottom:1px solid var(--line);vertical-align:top;background:transparent;color:var(--ink)}
            .enif .name{font-weight:700;font-size:14px}.enif .dim{color:var(--dim);font-size:12px}
            .enif code{font:12px/1.5 Menlo,Consolas,"DejaVu Sans Mono",monospace;color:var(--ink);background:none;padding:0}
            .enif td .badge{margin:4px 0 5px}.enif .row{display:block;white-space:nowrap}.enif .row.dim{margin-bottom:5px}
            .enif .say{display:block;max-width:46em}.enif .say+.row{margin-top:6px}
            .enif .dot{display:inline-block;width:8px;height:8px;border-radius:4px;margin-right:6px;background:var(--dim)}
            .enif .dot.ok{background:var(--well)}.enif .dot.bad{background:var(--due)}
            .enif .note{margin:8px 0 0;padding:7px 10px;border-left:3px solid var(--alone);background:var(--soft);color:var(--ink)}
            .enif .none{padding:18px;text-align:center;color:var(--dim)}""";
}
