#include "ui/voices/clinic.h"

#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "ui/shared/figures.h"
#include "ui/shared/labels.h"
#include "ui/shared/plain_tip.h"
#include "ui/theme.h"
#include "ui/voices/finding_list.h"
#include "ui/voices/record_page.h"
#include "ui/voices/recording_view.h"

namespace ui::voices {

using shared::Span;

namespace {

enum Page { Reading, Work, Recorder };

constexpr double kListen = 60;   // s, from a click on the recording
constexpr qsizetype kNamed = 12; // of the recordings that wait

bool areSame(const Span &a, const Span &b) {
    return std::abs(a.from - b.from) < 0.005 && std::abs(a.to - b.to) < 0.005;
}

} // namespace

Clinic::Clinic(QWidget *parent) : QWidget(parent) {
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeReadingPage());
    m_pages->addWidget(makeWorkPage());
    m_recorder = new RecordPage(this);
    m_pages->addWidget(m_recorder);
    connect(m_recorder, &RecordPage::cancelled, this, &Clinic::leaveWanted);
    connect(m_recorder, &RecordPage::recorded, this, &Clinic::recorded);
    connect(m_recorder, &RecordPage::problem, this, &Clinic::problem);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(&m_analysis, &WindowAnalysis::suggested, this, [this](double from, double to) {
        if (!m_moved && to > from) {
            m_recording->setWindow({from, to});
            showWindow();
        }
        look();
    });
    connect(&m_analysis, &WindowAnalysis::looked, this, &Clinic::show);
    connect(m_recording, &RecordingView::windowMoved, this, [this] {
        m_moved = true;
        showWindow();
    });
    connect(m_recording, &RecordingView::windowSettled, this, &Clinic::look);
    connect(m_recording, &RecordingView::seekRequested, this, &Clinic::playFrom);
    for (QDoubleSpinBox *field : {m_from, m_length}) {
        connect(field, &QDoubleSpinBox::valueChanged, this, &Clinic::typeWindow);
    }
    connect(m_form, &VoiceForm::languageChanged, this, &Clinic::look);
    connect(m_form, &VoiceForm::styleWanted, this, &Clinic::styleWanted);
    showPlace({}, {});
}

void Clinic::showReading(const QString &what) {
    m_analysis.forget();
    m_case = {};
    m_reading->setText(tr("Reading %1 …").arg(what));
    showProgress(-1, -1);
    m_pages->setCurrentIndex(Reading);
}

void Clinic::showPlace(const QString &place, const QStringList &next) {
    QStringList names;
    for (const QString &file : next.first(std::min<qsizetype>(next.size(), kNamed))) {
        names << file.section(u'/', -1);
    }
    if (next.size() > kNamed) {
        names << tr("…");
    }
    for (QLabel *label : m_places) {
        label->setText(place);
        label->setVisible(!place.isEmpty());
    }
    m_next->setVisible(!next.isEmpty());
    m_next->setToolTip(shared::plainTip(tr("Go on without this one, with:\n%1").arg(names.join(u'\n'))));
}

void Clinic::showRecorder() {
    m_analysis.forget();
    m_case = {};
    m_pages->setCurrentIndex(Recorder);
    m_recorder->open();
}

void Clinic::closeRecorder() {
    m_recorder->close();
}

bool Clinic::isRecording() const {
    return m_recorder->recorder().stage() == app::voices::Recorder::Stage::Recording;
}

engine::ClipPtr Clinic::endRecording() {
    return m_recorder->recorder().takeAway();
}

void Clinic::showProgress(double fraction, double secondsLeft) {
    m_progress->setRange(0, fraction < 0 ? 0 : 1000);
    m_progress->setValue(fraction < 0 ? 0 : int(std::clamp(fraction, 0.0, 1.0) * 1000));
    m_left->setText(secondsLeft < 1 ? QString() : tr("%1 left", "time").arg(shared::seconds(secondsLeft)));
}

void Clinic::open(const Case &subject) {
    m_analysis.forget();
    m_case = subject;
    m_facts.reset();
    m_missing->clear();
    m_moved = subject.window.has_value();
    const QString what = subject.sound.fileName;
    const QString voice = subject.text.details.name;
    m_heading->setText(subject.text.purpose == Purpose::NewVoice   ? tr("A new voice from %1").arg(what)
                       : subject.text.purpose == Purpose::NewStyle ? tr("A style of %1 from %2").arg(voice, what)
                                                                   : voice);
    m_notice->setText(subject.sound.notice.isEmpty() ? subject.sound.format : subject.sound.notice);
    m_pages->setCurrentIndex(Work);
    m_form->open(subject.text);
    if (subject.typed) {
        m_form->type(*subject.typed);
    }
    m_removeStyle->setVisible(subject.text.purpose == Purpose::Edit &&
                              subject.text.style != QLatin1String(engine::kDefaultStyle));
    const double whole = subject.sound.clip->seconds();
    m_recording->show(subject.sound.clip, {0, whole}, subject.peaks.get());
    m_opened = m_recording->window();
    m_recording->setWindow(subject.window.value_or(Span{0, whole}));
    m_recording->showAll();
    m_findings->show(nullptr);
    setBusy(false);
    showWindow();
    if (subject.window) {
        look();
    } else {
        m_analysis.suggest(subject.sound);
    }
    m_form->focusTranscript();
}

void Clinic::close() {
    m_analysis.forget();
    m_facts.reset();
    m_case = {};
    m_recording->clear();
    setBusy(false);
}

bool Clinic::isBusy() const {
    return isReady() && !m_save->isEnabled();
}

bool Clinic::isReady() const {
    return m_case.sound.clip != nullptr;
}

app::voices::VoiceDetails Clinic::details() const {
    app::voices::VoiceDetails details = m_form->text().details;
    if (m_case.text.ownRights) {
        details.licence = m_case.voiceRights.licence;
        details.source = m_case.voiceRights.source;
        details.consent = m_case.voiceRights.consent;
    }
    return details;
}

bool Clinic::isReferenceChanged() const {
    return (m_case.text.ownRights && m_form->areRightsChanged()) || m_case.text.purpose != Purpose::Edit ||
           !areSame(m_recording->window(), m_opened) || m_form->text().transcript != m_case.text.transcript;
}

bool Clinic::areDetailsChanged() const {
    return m_case.text.purpose == Purpose::Edit && m_form->areDetailsChanged();
}

bool Clinic::isChanged() const {
    return isReady() && (m_case.text.purpose == Purpose::Edit ? isReferenceChanged() || areDetailsChanged()
                                                              : m_form->isChanged() || m_moved || isRecorded());
}

app::voices::VoiceReference Clinic::reference() const {
    app::voices::VoiceReference reference;
    reference.transcript = m_form->text().transcript;
    const Span window = m_recording->window();
    if (m_case.text.ownRights) {
        const app::voices::VoiceDetails said = m_form->text().details;
        const bool isNew = m_case.text.purpose == Purpose::NewStyle;
        reference.rights = {said.licence, isNew ? m_case.sound.fileName : said.source, said.consent};
    }
    if (m_case.text.purpose == Purpose::Edit && areSame(window, m_opened)) {
        reference.origin = m_case.origin;
        return reference;
    }
    reference.clip =
        std::make_shared<const engine::Clip>(engine::quality::cut(*m_case.sound.clip, window.from, window.to));
    if (m_case.sound.clipping)
        reference.clipping = m_case.sound.clipping->within(window.from, window.to);
    reference.ofTheSameRecording = m_case.text.purpose == Purpose::Edit;
    reference.origin = reference.ofTheSameRecording ? m_case.origin : engine::VoiceOrigin{};
    if (m_case.text.purpose != Purpose::Edit) {
        reference.origin = {m_case.sound.fileName.toStdString(), m_case.sound.sha256.toStdString(), window.from,
                            window.to};
    } else if (reference.origin.to > 0) { // a part of that part
        reference.origin.to = reference.origin.from + window.to;
        reference.origin.from += window.from;
    }
    return reference;
}

Clinic::Case Clinic::put() const {
    Case now = m_case;
    now.typed = m_form->text();
    now.window = m_recording->window();
    return now;
}

void Clinic::save(bool speak) {
    if (!isReady() || !m_save->isEnabled()) {
        return;
    }
    const QString missing = m_facts && !m_facts->preparation && !m_facts->problem.what.isEmpty()
                                ? m_facts->problem.what // the model could not use it
                                : m_form->missing();
    m_missing->setText(missing);
    if (missing.isEmpty()) {
        setBusy(true);
        Q_EMIT saveWanted(speak);
    }
}

void Clinic::setBusy(bool busy) {
    m_save->setEnabled(!busy);
    m_saveAndSpeak->setEnabled(!busy);
    m_removeStyle->setEnabled(!busy);
}

void Clinic::look() {
    m_before->setEnabled(false);
    m_after->setEnabled(false);
    if (isReady()) {
        m_analysis.look(m_case.sound, m_recording->window(), m_form->transcript(), m_form->language());
    }
}

void Clinic::show(const WindowFactsPtr &facts) {
    m_facts = facts;
    m_findings->show(facts);
    m_form->setSpeech(facts->check ? std::optional(facts->check->speechSeconds) : std::nullopt);
    m_before->setEnabled(facts->before != nullptr);
    m_after->setEnabled(facts->after != nullptr);
    Q_EMIT factsShown();
}

void Clinic::showWindow() {
    const Span window = m_recording->window();
    const QSignalBlocker quietFrom(m_from), quietLength(m_length);
    const double whole = m_recording->seconds();
    m_from->setMaximum(std::max(0.0, whole - std::min(kShortestWindow, whole)));
    m_length->setRange(std::min(kShortestWindow, whole), std::min(kLongestWindow, whole));
    m_from->setValue(window.from);
    m_length->setValue(window.length());
}

void Clinic::typeWindow() {
    m_moved = true;
    m_recording->setWindow({m_from->value(), m_from->value() + m_length->value()});
    showWindow();
    look();
}

void Clinic::playFrom(double seconds) {
    if (isReady()) {
        const auto part = std::make_shared<const engine::Clip>(engine::quality::cut(
            *m_case.sound.clip, seconds, std::min(m_case.sound.clip->seconds(), seconds + kListen)));
        if (!part->samples.empty()) {
            Q_EMIT playWanted(part, tr("%1 from %2", "a recording, a time").arg(name(), shared::clockTime(seconds, 1)),
                              seconds);
        }
    }
}

void Clinic::setPlayhead(double seconds) {
    m_recording->setPlayhead(seconds);
}

QString Clinic::name() const {
    return m_case.text.purpose == Purpose::Edit ? m_case.text.details.name : m_case.sound.fileName;
}

void Clinic::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT leaveWanted();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace ui::voices

#include "moc_clinic.cpp"
