#include <QTest>

#include <limits>

#include "app/script/captions.h"
#include "engine/error.h"

using namespace app::script;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

} // namespace

class TestCaptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothFormats() {
        const QList<Cue> cues{{0, 1.2345, s("Hello, 世界."), s("Bea & Co")},
                              {3661.0004, 3662.9996, s("Second\nline"), {}}};
        QCOMPARE(QString::fromUtf8(toSrt(cues)), s("1\n00:00:00,000 --> 00:00:01,235\nHello, 世界.\n\n"
                                                   "2\n01:01:01,000 --> 01:01:03,000\nSecond line\n\n"));
        QCOMPARE(QString::fromUtf8(toVtt(cues)),
                 s("WEBVTT\n\n00:00:00.000 --> 00:00:01.235\n<v Bea &amp; Co>Hello, 世界.\n\n"
                   "01:01:01.000 --> 01:01:03.000\nSecond line\n\n"));
        QCOMPARE(toVtt({}), QByteArray("WEBVTT\n\n"));
        QCOMPARE(toSrt({}), QByteArray());
    }

    void textIsNoMarkup() {
        const QList<Cue> cues{{0, 1, s("if a < b && c --> d <i>x</i> {\\an8} 1 -> 2"), {}}};
        const QString srt = QString::fromUtf8(toSrt(cues)).section(u'\n', 2, 2);
        for (const char *markup : {"-->", "<i", "</i", "{\\"})
            QVERIFY2(!srt.contains(s(markup)), markup);
        QCOMPARE(QString(srt).remove(QChar(0x2060)), s("if a < b && c --> d <i>x</i> {\\an8} 1 -> 2"));
        QVERIFY(srt.startsWith(s("if a < b && c ")) && srt.endsWith(s(" 1 -> 2"))); // what is harmless stays
        QCOMPARE(QString::fromUtf8(toVtt(cues)).section(u'\n', 3, 3),
                 s("if a &lt; b &amp;&amp; c --&gt; d &lt;i&gt;x&lt;/i&gt; {\\an8} 1 -&gt; 2"));
    }

    void blankLinesAreLeftOutAndNumbersStayInOrder() {
        const QList<Cue> cues{{0, 1, s("a"), {}}, {1, 2, s(" \u3000"), {}}, {2, 2, s("b"), {}}};
        QCOMPARE(QString::fromUtf8(toSrt(cues)),
                 s("1\n00:00:00,000 --> 00:00:01,000\na\n\n2\n00:00:02,000 --> 00:00:02,001\nb\n\n"));
    }

    void wrongTimesAreRefused() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (const Cue &cue : {Cue{-1, 2, s("x"), {}}, Cue{2, 1, s("x"), {}}, Cue{nan, 1, s("x"), {}},
                               Cue{0, nan, s("x"), {}}, Cue{0, 1e9, s("x"), {}}}) {
            QVERIFY_EXCEPTION_THROWN(toSrt({cue}), engine::Error);
            QVERIFY_EXCEPTION_THROWN(toVtt({cue}), engine::Error);
        }
    }
};

QTEST_APPLESS_MAIN(TestCaptions)
#include "tst_captions.moc"
