// The Studio with its clinic at hand, as hands and eyes find it; and files that are dropped.
#pragma once

#include <QApplication>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrl>

#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/voice_desk_data.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/voices/clinic.h"
#include "ui/voices/voice_desk.h"

struct ClinicDesk {
    inline static const QString kSaid = QStringLiteral("The garden is full of flowers.");
    static constexpr int kPatience = 60'000; // ms

    VoiceData data;
    StudioDesk desk{data.roots()};
    ui::MainWindow &window = *desk.window;
    ui::voices::VoiceDesk &voices = window.voices();
    ui::voices::Clinic &clinic = voices.clinic();
    app::voices::VoiceLibrary &library = desk.services.voices();
    QSignalSpy facts{&clinic, &ui::voices::Clinic::factsShown};

    bool isReady() {
        return QTest::qWaitForWindowActive(&window, kLongEnough) &&
               QTest::qWaitFor(
                   [this] {
                       return library.isRead() &&
                              !window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty();
                   },
                   kPatience);
    }
    // Some 17 s of speech with pauses, and noise at its end.
    QString recording(const char *name = "My_voice.wav") const {
        const QString file = data.path(QLatin1String(name));
        engine::audio::writeWav(file.toStdString(), VoiceData::repeated(VoiceData::recordingOf("slt"), 7));
        return file;
    }
    bool isOpen() {
        return QTest::qWaitFor([this] { return clinic.isReady() && clinic.isVisible() && !facts.isEmpty(); },
                               kPatience);
    }
    bool openFile(const QString &file) {
        facts.clear();
        voices.addFiles({file});
        return isOpen();
    }
    bool openVoice(const char *id) {
        facts.clear();
        voices.edit(QLatin1String(id));
        return isOpen();
    }
    QPlainTextEdit *words() const { return named<QPlainTextEdit>(clinic, "What is said in the window"); }
    QLineEdit *field(const char *name) const { return named<QLineEdit>(clinic, name); }
    QPushButton *button(const QWidget &in, const char *text) const {
        for (auto *each : in.findChildren<QPushButton *>())
            if (each->isVisible() && each->text().remove(u'&') == QLatin1String(text))
                return each;
        return nullptr;
    }
    void press(const char *text) { QTest::mouseClick(button(clinic, text), Qt::LeftButton); }
    void pressInNotice(const char *text) { QTest::mouseClick(button(window.notices(), text), Qt::LeftButton); }
    bool says(const QString &part) const {
        for (const QLabel *label : clinic.findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(part))
                return true;
        return false;
    }
    const engine::Voice *voice(const char *id) const { return library.find(QLatin1String(id)); }
    bool comes(const char *id) const {
        const bool came = hasCome(id);
        if (!came)
            qWarning("%s", qPrintable(said()));
        return came;
    }
    QString said() const { // in the clinic and in the notice bar
        QString all;
        for (const QLabel *label : window.findChildren<QLabel *>())
            all += label->isVisible() ? label->text() + u'\n' : QString();
        return all;
    }
    bool hasCome(const char *id) const {
        return QTest::qWaitFor([&] { return voice(id) != nullptr; }, kPatience);
    }
};

inline void drop(QWidget &on, const QStringList &names) {
    QMimeData files;
    QList<QUrl> urls;
    for (const QString &name : names)
        urls << QUrl::fromLocalFile(name);
    files.setUrls(urls);
    QDragEnterEvent enter(QPoint(30, 30), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&on, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(30, 30), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&on, &event);
    QVERIFY(event.isAccepted());
}
