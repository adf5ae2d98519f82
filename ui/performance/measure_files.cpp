// Files of the window that measures: results, the trend, and tables of records that come from elsewhere.
#include <QAction>
#include <QBuffer>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QJsonDocument>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSaveFile>
#include <QTemporaryFile>

#include "app/storage/file_thread.h"
#include "ui/performance/measure_window.h"
#include "ui/performance/trend_plot.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/icons.h"

namespace ui::performance {

namespace {

constexpr QSize kTrendSize(1000, 480); // px
constexpr double kTrendScale = 2;

} // namespace

MeasureWindow::~MeasureWindow() {
    letGoOfShown();
}

QPushButton *MeasureWindow::makeFilesButton() {
    auto *button = new QPushButton(tr("&Files"), this);
    auto *menu = new QMenu(button);
    m_saveResult = menu->addAction(shared::icon(u"save"), tr("Save the &result …"), this, [this] {
        ask(tr("Save the result"), tr("Results (*.json)"), tr("speed.json", "name of a file"),
            [this](const QString &file) { saveResult(file); });
    });
    m_saveTrend = menu->addAction(shared::icon(u"save"), tr("Save the &trend as a picture …"), this, [this] {
        ask(tr("Save the trend as a picture"), tr("Drawings (*.svg);;Pictures (*.png)"),
            tr("trend.svg", "name of a file"), [this](const QString &file) { saveTrend(file); });
    });
    m_trace = menu->addAction(shared::icon(u"save"), tr("&Measure where the time goes, with a trace …"), this, [this] {
        ask(tr("Save a trace, for Perfetto"), tr("Traces (*.json)"), tr("trace.json", "name of a file"),
            [this](const QString &file) { traceTo(file); });
    });
    menu->addSeparator();
    m_compareFiles = menu->addAction(shared::icon(u"compare"), tr("&Compare two results …"), this, [this] {
        const QString kinds = tr("Results and records (*.json *.jsonl)");
        ask(tr("The earlier one of two results of “Measure speed”"), kinds, {}, [this, kinds](const QString &earlier) {
            ask(tr("The later one"), kinds, {},
                [this, earlier](const QString &later) { compareFiles(earlier, later); });
        });
    });
    m_import = menu->addAction(shared::icon(u"import"), tr("&Import records …"), this, [this] {
        ask(tr("Import records, as rtf_history.csv of iShowTTS"), tr("Tables (*.csv)"), {},
            [this](const QString &file) { importTable(file); });
    });
    button->setAutoDefault(false);
    button->setToolTip(tr("Save the result or the trend, compare two results, or take in records from elsewhere"));
    button->setMenu(menu);
    return button;
}

// Without a name something is opened, else saved.
void MeasureWindow::ask(const QString &title, const QString &filter, const QString &name,
                        const std::function<void(const QString &)> &then) {
    auto *dialog = new QFileDialog(this, title, shared::documentsFolder(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (name.isEmpty()) {
        dialog->setFileMode(QFileDialog::ExistingFile);
    } else {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QFileInfo(name).suffix());
        dialog->selectFile(name);
    }
    connect(dialog, &QFileDialog::fileSelected, this, then);
    dialog->open();
}

void MeasureWindow::importTable(const QString &file) {
    if (isMeasuring() && refuses())
        return;
    m_imports = true;
    m_compares = false;
    say(tr("Records are being taken in …"), false);
    m_run.start({QStringLiteral("history"), QStringLiteral("import"), file, QStringLiteral("--json"),
                 QStringLiteral("--history"), QString::fromStdString(m_uses.history.string())});
    follow();
}

void MeasureWindow::traceTo(const QString &file) {
    if (!isMeasuring())
        choose(Measure::Profile);
    if (!refuses())
        start(argumentsOf(Measure::Profile, m_uses.chosen()) + QStringList{QStringLiteral("--trace"), file});
}

bool MeasureWindow::showsSpeed() const {
    return !isMeasuring() && m_measured == Measure::Bench && !m_said.isEmpty();
}

// Nothing is measured, so that it goes beside speech, too. The verb reads what is shown from a file.
void MeasureWindow::compareSpeed(const QString &file) {
    m_uses.files.post([self = QPointer<MeasureWindow>(this), file, said = m_said] {
        auto shown = std::make_shared<QTemporaryFile>();
        const bool done = shown->open() && shown->write(said) == said.size() && shown->flush();
        const QString why = shown->errorString();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, file, shown, done, why] {
                if (!self || self->isMeasuring())
                    return;
                if (!done)
                    self->say(tr("%1 cannot be written: %2. Choose another place.").arg(shown->fileName(), why), true);
                else
                    self->compareShown(file, shown);
            },
            Qt::QueuedConnection);
    });
}

void MeasureWindow::compareShown(const QString &file, const std::shared_ptr<QTemporaryFile> &shown) {
    letGoOfShown();
    m_shown = shown;
    m_shows = true;
    m_finding = readFinding(Measure::Bench, QJsonDocument::fromJson(m_said).object());
    startComparing(file, shown->fileName());
}

void MeasureWindow::compareFiles(const QString &earlier, const QString &later) {
    if (isMeasuring() && refuses())
        return;
    m_shows = false;
    startComparing(earlier, later);
}

void MeasureWindow::startComparing(const QString &earlier, const QString &later) {
    m_imports = false;
    m_compares = true;
    m_run.start({QStringLiteral("bench"), QStringLiteral("--json"), QStringLiteral("--compare"), earlier, later});
    follow();
}

// It is removed where files are.
void MeasureWindow::letGoOfShown() {
    m_uses.files.post([shown = std::move(m_shown)] {});
}

void MeasureWindow::saveResult(const QString &file) {
    write(file, m_said + '\n');
}

void MeasureWindow::saveTrend(const QString &file) {
    if (file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        write(file, m_trend->svg(kTrendSize, m_trend->accessibleName()));
        return;
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    m_trend->picture(kTrendSize, kTrendScale).save(&buffer, "PNG");
    write(file, bytes);
}

void MeasureWindow::write(const QString &file, const QByteArray &bytes) {
    m_uses.files.post([self = QPointer<MeasureWindow>(this), file, bytes] {
        QSaveFile target(file);
        const bool done = target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit();
        const QString why = target.errorString();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, file, done, why] {
                if (!self)
                    return;
                const QString name = QFileInfo(file).fileName();
                self->say(done ? tr("Saved as %1.").arg(name)
                               : tr("%1 cannot be written: %2. Choose another place.").arg(name, why),
                          !done);
            },
            Qt::QueuedConnection);
    });
}

} // namespace ui::performance
