#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/storage/file_thread.h"
#include "app/voices/voice_editor.h"
#include "app/voices/voice_library.h"
#include "tests/app/voices/made_up_voice.h"

using app::storage::Answer;
using app::voices::VoiceChange;
using app::voices::VoiceEditor;
using app::voices::VoiceKind;
using app::voices::VoiceLibrary;

namespace {

constexpr int kPatience = 30'000;

struct Desk {
    QTemporaryDir folder;
    std::vector<std::filesystem::path> roots{folder.path().toStdString(), SOURCE_FOLDER};
    app::storage::FileThread files;
    VoiceLibrary library{roots, files};
    VoiceEditor editor{roots, library, files};
    QObject context;
    std::optional<Answer<VoiceChange>> answer;

    app::voices::ChangeAnswered keep() {
        answer.reset();
        return [this](const Answer<VoiceChange> &given) { answer = given; };
    }
};

} // namespace

class TestVoiceEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLibraryFollowsEachChange() {
        Desk desk;
        QSignalSpy changed(&desk.editor, &VoiceEditor::changed);
        desk.editor.create(madeUpDetails(u"Anna"_qs), madeUpReference(u"hello"_qs), &desk.context, desk.keep());
        QVERIFY(!desk.answer); // never at once
        QTRY_VERIFY_WITH_TIMEOUT(desk.answer && desk.library.find(u"anna"_qs), kPatience);
        QVERIFY(*desk.answer);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(desk.library.standing(u"anna"_qs)->kind, VoiceKind::Own);

        desk.editor.setStyle(u"anna"_qs, u"happy"_qs, madeUpReference(u"hooray"_qs), &desk.context, desk.keep());
        QTRY_VERIFY_WITH_TIMEOUT(desk.library.find(u"anna:happy"_qs), kPatience);
        QCOMPARE(desk.library.find(u"anna:happy"_qs)->transcript, std::string("hooray"));
        QCOMPARE(desk.library.find(u"anna:default"_qs)->transcript, std::string("hello"));
        QVERIFY(!desk.library.find(u"anna:sad"_qs));
        QVERIFY(!desk.library.standing(u"anna:happy"_qs));

        desk.editor.remove(u"anna"_qs, &desk.context, desk.keep());
        QTRY_VERIFY_WITH_TIMEOUT(desk.answer && !desk.library.find(u"anna"_qs), kPatience);
        desk.editor.undo(*desk.answer->value, &desk.context, desk.keep());
        QTRY_VERIFY_WITH_TIMEOUT(desk.library.find(u"anna:happy"_qs), kPatience);

        desk.editor.overrideReference(u"slt"_qs, madeUpReference(u"other"_qs), &desk.context, desk.keep());
        QTRY_VERIFY_WITH_TIMEOUT(desk.library.find(u"slt"_qs)->transcript == "other", kPatience);
        QCOMPARE(desk.library.standing(u"slt"_qs)->kind, VoiceKind::Override);
        desk.editor.restoreBaseline(u"slt"_qs, &desk.context, desk.keep());
        QTRY_VERIFY_WITH_TIMEOUT(desk.library.standing(u"slt"_qs)->kind == VoiceKind::Shipped, kPatience);
    }

    void aRefusalSaysWhatAndWhatToDo() {
        Desk desk;
        QSignalSpy changed(&desk.editor, &VoiceEditor::changed);
        desk.editor.remove(u"slt"_qs, &desk.context, desk.keep());
        QTRY_VERIFY_WITH_TIMEOUT(desk.answer, kPatience);
        QVERIFY(!*desk.answer);
        QCOMPARE(int(desk.answer->trouble), int(app::storage::Trouble::Missing));
        QVERIFY(desk.answer->problem.what.contains(u"belongs to the program"));
        QVERIFY(!desk.answer->problem.remedy.isEmpty());
        QCOMPARE(changed.count(), 0);
    }

    void whoHasGoneIsNotAnswered() {
        Desk desk;
        bool answered = false;
        {
            QObject shortLived;
            desk.editor.create(madeUpDetails(u"Anna"_qs), madeUpReference(u"x"_qs), &shortLived,
                               [&](const Answer<VoiceChange> &) { answered = true; });
        }
        QTRY_VERIFY_WITH_TIMEOUT(desk.library.find(u"anna"_qs), kPatience);
        QVERIFY(!answered);
    }

    void whatWasAskedForIsDoneThoughTheEditorGoes() {
        QTemporaryDir folder;
        const std::vector<std::filesystem::path> roots{folder.path().toStdString(), SOURCE_FOLDER};
        app::storage::FileThread files;
        {
            VoiceLibrary library(roots, files);
            VoiceEditor editor(roots, library, files);
            editor.tidy();
            QObject context;
            editor.create(madeUpDetails(u"Anna"_qs), madeUpReference(u"x"_qs), &context, {});
        }
        QCoreApplication::processEvents();
        QCOMPARE(engine::findVoice(roots, "anna").transcript, std::string("x"));
    }
};

QTEST_GUILESS_MAIN(TestVoiceEditor)
#include "tst_voice_editor.moc"
