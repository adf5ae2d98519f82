// Which line keeps its takes when somebody types, splits, joins, pastes and deletes.
#include <QTest>

#include "ui/studio/line_matching.h"

using app::script::Line;
using ui::studio::matchLines;

namespace {

QList<Line> lines(const QStringList &texts) {
    QList<Line> result;
    for (const QString &text : texts)
        result << Line{QStringLiteral("id%1").arg(result.size()),
                       text,
                       QStringLiteral("voice%1").arg(result.size()),
                       {},
                       quint64(result.size())};
    return result;
}

QStringList idsOf(const QList<Line> &lines) {
    QStringList ids;
    for (const Line &line : lines)
        ids << (line.id.startsWith(u"id") ? line.id : QStringLiteral("new"));
    return ids;
}

} // namespace

class TestLineMatching : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhoIsWho_data() {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        QTest::addColumn<int>("changed");
        QTest::addColumn<QStringList>("ids");
        const auto row = [](const char *name, const char *before, const char *after, int changed, const char *ids) {
            const auto list = [](const char *text) { return QString::fromLatin1(text).split(u'|'); };
            QTest::newRow(name) << list(before) << list(after) << changed << list(ids);
        };
        row("typed", "a|b|c", "a|bx|c", 1, "id0|id1|id2");
        row("split in the middle", "a|bc|d", "a|b|c|d", 1, "id0|id1|new|id2");
        row("Enter at the end", "a|b|c", "a|b||c", 1, "id0|id1|new|id2");
        row("Enter at the start keeps the text's takes", "a|b|c", "a||b|c", 1, "id0|new|id1|id2");
        row("split into three", "abc|d", "a|b|c|d", 0, "id0|new|new|id1");
        row("joined", "a|b|c|d", "a|bc|d", 1, "id0|id1|id3");
        row("Backspace below an empty line", "a||b", "a|b", 1, "id0|id2");
        row("one of three equal lines deleted", "x|x|x", "x|x", 1, "id0|id2");
        row("first of three equal lines deleted", "x|x|x", "x|x", 0, "id1|id2");
        row("several lines deleted", "a|b|c|d|e", "a|e", 1, "id0|id4");
        row("pasted between", "a|b", "a|p|q|b", 0, "id0|new|new|id1");
        row("pasted over a part", "a|bcd|e", "a|bx|y|zd|e", 1, "id0|id1|new|new|id2");
        row("two lines replaced by three", "a|b|c|d", "a|b1|c|n|d", 1, "id0|new|id2|new|id3");
        row("all deleted", "a|b|c", "", 0, "id0");
        row("typed into nothing", "", "a", 0, "id0");
        row("nothing", "a|b", "a|b", 0, "id0|id1");
    }
    void keepsWhoIsWho() {
        QFETCH(QStringList, before);
        QFETCH(QStringList, after);
        QFETCH(int, changed);
        QFETCH(QStringList, ids);
        const QList<Line> now = matchLines(lines(before), after, changed);
        QCOMPARE(now.size(), after.size());
        for (qsizetype i = 0; i < now.size(); ++i)
            QCOMPARE(now[i].text, after[i]);
        QCOMPARE(idsOf(now), ids);
        QSet<QString> different;
        for (const Line &line : now)
            different << line.id;
        QCOMPARE(different.size(), now.size());
    }

    void newLinesSpeakLikeTheOneAbove() {
        const QList<Line> split = matchLines(lines({QStringLiteral("a"), QStringLiteral("bc")}),
                                             {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}, 1);
        QCOMPARE(split[2].voiceId, QStringLiteral("voice1"));
        QCOMPARE(split[2].seed, std::optional<quint64>(1));
        const QList<Line> pasted = matchLines(lines({QStringLiteral("a"), QStringLiteral("b")}),
                                              {QStringLiteral("a"), QStringLiteral("p"), QStringLiteral("b")}, 0);
        QCOMPARE(pasted[1].voiceId, QStringLiteral("voice0"));
    }
};

QTEST_APPLESS_MAIN(TestLineMatching)
#include "tst_line_matching.moc"
