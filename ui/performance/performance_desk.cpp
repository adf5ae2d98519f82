#include "ui/performance/performance_desk.h"

#include <QAction>
#include <QBuffer>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMenu>
#include <QSaveFile>

#include <algorithm>

#include "app/settings/settings.h"
#include "ui/performance/clock_sheet.h"
#include "ui/performance/measure_window.h"
#include "ui/performance/moment_words.h"
#include "ui/performance/performance_acts.h"
#include "ui/performance/performance_pane.h"
#include "ui/performance/performance_plot.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"

namespace ui::performance {

using app::performance::Utterance;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("performance");
const QString kState = QStringLiteral("performance"); // beside those of the workspaces
const QString kDemo = QStringLiteral("demo");
constexpr double kPictureScale = 2;

} // namespace

PerformanceDesk::PerformanceDesk(Uses uses, QWidget *window, QWidget *docks)
    : QObject(window), m_uses(uses), m_window(window), m_acts(new PerformanceActs(this)),
      m_pane(new PerformancePane(m_uses.watch, *m_acts, docks)) {
    m_pane->restore(m_uses.settings.windowState(kState));
    connect(m_pane, &PerformancePane::stateChanged, this,
            [this] { m_uses.settings.setWindowState(kState, m_pane->state()); });
    connect(&m_pane->plot(), &PerformancePlot::takeWanted, this, &PerformanceDesk::openTake);
    const auto on = [this](PerformanceActs::Act act, auto what) {
        connect((*m_acts)[act], &QAction::triggered, this, what);
    };
    const auto name = [](const QString &suffix) {
        return tr("performance %1", "name of a file; a date and time")
                   .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm"))) +
               suffix;
    };
    on(PerformanceActs::OpenMeasure, [this] { openMeasure(); });
    on(PerformanceActs::OpenClocks, [this] { openClocks(); });
    connect(&m_uses.watch, &app::performance::PerformanceWatch::sampled, this, &PerformanceDesk::followClocks);
    connect(&m_uses.watch, &app::performance::PerformanceWatch::samplingChanged, this, &PerformanceDesk::followClocks);
    on(PerformanceActs::AsTable, [this] { Q_EMIT wanted(); });
    on(PerformanceActs::SavePicture, [this, name] {
        choose(tr("Save as picture"), name(QStringLiteral(".png")), tr("Pictures (*.png);;Drawings (*.svg)"),
               &PerformanceDesk::savePicture);
    });
    on(PerformanceActs::SaveTable, [this, name] {
        choose(tr("Save as table"), name(QStringLiteral(".csv")), tr("Tables (*.csv)"), &PerformanceDesk::saveTable);
    });
}

void PerformanceDesk::fillMenu(QMenu &menu) const {
    menu.setToolTipsVisible(true);
    menu.addActions(m_acts->all());
}

MeasureWindow *PerformanceDesk::openMeasure() {
    if (!m_measure) {
        const auto chosen = [&settings = m_uses.settings] {
            return MeasureSettings{settings.model().isEmpty() ? kDemo : settings.model(), settings.device(),
                                   QString::fromStdString(toString(settings.precision())), settings.nfeStep()};
        };
        m_measure =
            new MeasureWindow({m_uses.watch, m_thread, chosen, engine::performance::standardHistoryFile()}, m_window);
    }
    m_measure->show();
    m_measure->raise();
    m_measure->activateWindow();
    return m_measure;
}

ClockSheet *PerformanceDesk::openClocks() {
    if (!m_clocks) {
        m_clocks = new ClockSheet(m_uses.watch, m_window);
        m_clocks->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_clocks->show();
    m_clocks->raise();
    m_clocks->activateWindow();
    return m_clocks;
}

void PerformanceDesk::followClocks() {
    const auto &gpu = m_uses.watch.gpu();
    const bool there = gpu.state == engine::performance::GpuReading::State::Present && (gpu.clock || gpu.mostClock);
    if (there != (*m_acts)[PerformanceActs::OpenClocks]->isEnabled())
        m_acts->setMissing(PerformanceActs::OpenClocks,
                           there ? QString() : tr("There is no graphics card that tells of its clocks"));
}

void PerformanceDesk::openTake(const Utterance &utterance) {
    if (utterance.take != 0) {
        Q_EMIT takeWanted(qint64(utterance.take));
        return;
    }
    Notice notice;
    notice.subject = kSubject;
    notice.answers = true;
    notice.what = inWords(utterance);
    notice.remedy =
        utterance.failed ? utterance.problem.remedy : tr("There is no take of it: it was spoken without being kept.");
    m_uses.notices.post(std::move(notice));
}

void PerformanceDesk::choose(const QString &title, const QString &name, const QString &filter,
                             void (PerformanceDesk::*save)(const QString &file)) {
    auto *dialog = new QFileDialog(m_window, title, shared::documentsFolder(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &chosen) {
        dialog->setDefaultSuffix(chosen.section(QStringLiteral("*."), 1).left(3));
    });
    dialog->setDefaultSuffix(QFileInfo(name).suffix());
    connect(dialog, &QFileDialog::fileSelected, this, [this, save](const QString &file) { (this->*save)(file); });
    dialog->open();
}

// Drawn here, where widgets are; made a file elsewhere.
void PerformanceDesk::savePicture(const QString &file) {
    PerformancePlot &plot = m_pane->plot();
    if (!plot.isVisible())
        plot.drawNow();
    const QSize size = plot.size().expandedTo(QSize(640, 240));
    const bool drawing = file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive);
    const QByteArray ready = drawing ? plot.svg(size, plot.accessibleName()) : QByteArray();
    const QImage image = drawing ? QImage() : plot.picture(size, kPictureScale);
    m_thread.post([this, file, ready, image] {
        QByteArray bytes = ready;
        if (bytes.isEmpty()) {
            QBuffer buffer(&bytes);
            image.save(&buffer, "PNG");
        }
        QSaveFile target(file);
        const bool done = target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit();
        const QString why = done ? QString() : target.errorString();
        QMetaObject::invokeMethod(this, [this, file, why] { saved(file, why); });
    });
}

void PerformanceDesk::saveTable(const QString &file) {
    const PerformancePlot &plot = m_pane->plot();
    m_uses.watch.exportCsv(plot.from(), plot.to(), file, this,
                           [this, file](const std::optional<app::Problem> &problem) {
                               if (problem)
                                   m_uses.notices.post(Notice::Kind::Alarm, kSubject, *problem);
                               else
                                   saved(file, {});
                           });
}

void PerformanceDesk::saved(const QString &file, const QString &why) {
    if (why.isEmpty())
        m_uses.notices.post(
            {Notice::Kind::Good, tr("Saved as %1.").arg(QFileInfo(file).fileName()), {}, {}, {}, kSubject});
    else
        m_uses.notices.post(
            Notice::Kind::Alarm, kSubject,
            {tr("%1 cannot be written.").arg(QFileInfo(file).fileName()), tr("Choose another place."), why});
}

} // namespace ui::performance

#include "moc_performance_desk.cpp"
