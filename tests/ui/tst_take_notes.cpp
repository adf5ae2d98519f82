// Notes on takes: written, kept, found. Real services, the tiny checkpoint.
#include <QPlainTextEdit>

#include "app/storage/library_schema.h"
#include "tests/patience.h"
#include "tests/ui/takes_desk.h"

namespace {

struct NotesDesk : TakesDesk {
    QPlainTextEdit *note = pane.findChild<QPlainTextEdit *>();
    QSignalSpy changed{&desk.services.takes(), &app::takes::TakeLibrary::changed};

    QString noteOf(int row) const { return model.take(row).note; }

    // And leaves it for the second take, which asks the library to keep it.
    void writeOnFirst(const QString &text) {
        click(0, Column::Text);
        note->setFocus();
        QTest::keyClicks(note, text);
        click(1, Column::Text);
    }
};

// The library refuses notes until allow().
class RefusingLibrary {
public:
    explicit RefusingLibrary(NotesDesk &desk)
        : m_other(desk.desk.file(QStringLiteral("library.sqlite")), app::storage::librarySchema()) {
        run(QStringLiteral("CREATE TRIGGER refused BEFORE UPDATE OF note ON take BEGIN SELECT RAISE(FAIL, 'no'); END"));
    }
    void allow() const { run(QStringLiteral("DROP TRIGGER refused")); }

private:
    void run(const QString &sql) const {
        QObject context;
        m_other.run<app::storage::Done>(
            &context,
            [sql](app::storage::Connection &connection) {
                connection.prepare(sql).run();
                return app::storage::Done();
            },
            [](const app::storage::Answer<app::storage::Done> &answer) { QVERIFY(bool(answer)); });
        m_other.flush();
        QCoreApplication::processEvents();
    }

    mutable app::storage::Database m_other;
};

} // namespace

class TestTakeNotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNoteIsWrittenShownAndFound() {
        NotesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        QVERIFY(desk.note->isVisible() && !desk.note->isEnabled());
        desk.click(0, TakesDesk::Column::Text);
        QVERIFY(desk.note->isEnabled());
        QTest::keyClick(desk.table, Qt::Key_N);
        QTRY_VERIFY(desk.note->hasFocus());
        QTest::keyClicks(desk.note, QStringLiteral("breathes too early"));
        QTest::keyClick(desk.note, Qt::Key_Return);
        QTest::keyClicks(desk.note, QStringLiteral("take the other"));
        QCOMPARE(desk.changed.size(), 0); // not with every key
        QTRY_COMPARE(desk.changed.size(), 1);
        QCOMPARE(desk.noteOf(0), QStringLiteral("breathes too early\ntake the other"));
        QVERIFY(desk.note->hasFocus());
        QVERIFY(!desk.model.index(0, TakesDesk::Column::Text).data(Qt::DecorationRole).isNull());
        QVERIFY(desk.model.index(1, TakesDesk::Column::Text).data(Qt::DecorationRole).isNull());
        QTest::keyClick(desk.note, Qt::Key_Escape);
        QVERIFY(desk.table->hasFocus());

        desk.click(1, TakesDesk::Column::Text);
        QCOMPARE(desk.note->toPlainText(), QString());
        QTest::keyClicks(desk.words, QStringLiteral("breathes"));
        QVERIFY(desk.becomes(1));
        desk.click(0, TakesDesk::Column::Text);
        QCOMPARE(desk.note->toPlainText(), QStringLiteral("breathes too early\ntake the other"));
    }

    void whatIsTypedStaysWithItsTake() {
        NotesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClicks(desk.note, QStringLiteral("about the second"));
        desk.click(1, TakesDesk::Column::Text); // before typing rested
        QCOMPARE(desk.note->toPlainText(), QString());
        QTRY_COMPARE(desk.noteOf(0), QStringLiteral("about the second"));
        QCOMPARE(desk.noteOf(1), QString());

        QTest::keyClicks(desk.note, QStringLiteral("about the fi"));
        QVERIFY(desk.make(QStringLiteral("One more on top."))); // the table is read again
        QTest::keyClicks(desk.note, QStringLiteral("rst"));
        QCOMPARE(desk.note->toPlainText(), QStringLiteral("about the first"));
        QTRY_COMPARE(desk.noteOf(2), QStringLiteral("about the first"));

        desk.table->selectAll();
        QVERIFY(!desk.note->isEnabled());
        QCOMPARE(desk.note->toPlainText(), QString());
        QTest::qWait(1000);
        QCOMPARE(desk.noteOf(2), QStringLiteral("about the first"));
        desk.click(2, TakesDesk::Column::Text);
        QCOMPARE(desk.note->toPlainText(), QStringLiteral("about the first"));
    }

    void whatWasTypedWinsOverAnOlderAnswer() {
        NotesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough));
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, TakesDesk::Column::Text);
        desk.note->setFocus();
        QTest::keyClicks(desk.note, QStringLiteral("breathes "));
        desk.model.search(desk.model.query());
        desk.model.searchNow(); // asked before the note is written
        QString shown;
        connect(
            &desk.model, &ui::studio::TakesModel::refreshed, desk.note,
            [&] {
                shown = desk.note->toPlainText();
                QTest::keyClicks(desk.note, QStringLiteral("too early"));
            },
            Qt::SingleShotConnection);
        desk.table->setFocus(); // which writes it
        QTRY_VERIFY(!shown.isNull());
        QCOMPARE(shown, QStringLiteral("breathes "));
        QTRY_COMPARE(desk.noteOf(0), QStringLiteral("breathes too early"));
        QCOMPARE(desk.note->toPlainText(), QStringLiteral("breathes too early"));
    }

    void whatCouldNotBeWrittenIsTriedAgain() {
        NotesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough));
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        const RefusingLibrary library(desk);
        desk.writeOnFirst(QStringLiteral("breathes too early"));
        QTRY_VERIFY(desk.window.notices().about(QStringLiteral("takes")));
        desk.click(0, TakesDesk::Column::Text);
        QCOMPARE(desk.note->toPlainText(), QStringLiteral("breathes too early"));
        QVERIFY(desk.noteOf(0).isEmpty());
        library.allow();
        const auto isWritten = [&] {
            desk.note->setFocus();
            desk.table->setFocus();
            return desk.noteOf(0) == QStringLiteral("breathes too early");
        };
        QTRY_VERIFY(isWritten());
    }

    // Somebody else's newer note is no reason to bring back an older one that was refused.
    void aNoteThatWasRefusedLosesAgainstANewerOne() {
        NotesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough));
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        const RefusingLibrary library(desk);
        const qint64 id = desk.model.take(0).id;
        desk.writeOnFirst(QStringLiteral("typed"));
        QTRY_VERIFY(desk.window.notices().about(QStringLiteral("takes")));
        library.allow();
        desk.desk.services.takes().annotate(id, QStringLiteral("newer"));
        QTRY_COMPARE(desk.noteOf(0), QStringLiteral("newer"));
        desk.click(0, TakesDesk::Column::Text);
        QCOMPARE(desk.note->toPlainText(), QStringLiteral("newer"));
        desk.click(1, TakesDesk::Column::Text);
        std::optional<QString> note; // asked after whatever that may have written
        desk.desk.services.takes().byId(id, this, [&](const app::storage::Answer<app::takes::TakeRecord> &answer) {
            note = answer ? answer.value->note : QStringLiteral("no answer");
        });
        QTRY_VERIFY(note);
        QCOMPARE(*note, QStringLiteral("newer"));
    }

    void signsOfTwoUnitsAreTakenWhole() {
        NotesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, TakesDesk::Column::Text);
        desk.note->insertPlainText(u'x' + QString::fromUtf8("\xF0\x9F\x98\x80").repeated(2500));
        const QString text = desk.note->toPlainText();
        QVERIFY(text.size() > 3990 && text.size() <= 4000);
        QVERIFY(!text.back().isHighSurrogate());
        QTRY_COMPARE(desk.noteOf(0), text);
        const auto written = desk.changed.size();
        desk.note->setFocus();
        desk.table->setFocus();
        QCOMPARE(desk.changed.size(), written);
    }

    void moreThanFitsIsNotTaken() {
        NotesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, TakesDesk::Column::Text);
        desk.note->insertPlainText(QString(3998, u'x'));
        QTest::keyClicks(desk.note, QStringLiteral("yyyy"));
        QCOMPARE(desk.note->toPlainText().size(), 4000);
        QTRY_COMPARE(desk.noteOf(0).size(), 4000);
        QVERIFY(!desk.window.notices().about(QStringLiteral("takes")));
    }
};

QTEST_MAIN(TestTakeNotes)
#include "tst_take_notes.moc"
