// What the clinic is made of, piece by piece.
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"
#include "ui/voices/clinic.h"
#include "ui/voices/finding_list.h"
#include "ui/voices/recording_view.h"

namespace ui::voices {

namespace {

QPushButton *makeButton(const QString &text, QStringView icon, QWidget *parent) {
    auto *button = new QPushButton(shared::icon(icon), text, parent);
    button->setIconSize(QSize(20, 20));
    return button;
}

} // namespace

QWidget *Clinic::makeReadingPage() {
    auto *page = new QWidget(this);
    m_reading = new QLabel(page);
    m_reading->setAlignment(Qt::AlignCenter);
    m_reading->setTextFormat(Qt::PlainText);
    m_reading->setWordWrap(true);
    setRole(m_reading, "heading");
    m_progress = new QProgressBar(page);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(420);
    m_progress->setAccessibleName(tr("How far the file is read"));
    m_left = new QLabel(page);
    m_left->setAlignment(Qt::AlignCenter);
    setRole(m_left, "quiet");
    m_places[0] = new QLabel(page);
    m_places[0]->setAlignment(Qt::AlignCenter);
    auto *cancel = new QPushButton(tr("Cancel"), page);
    connect(cancel, &QPushButton::clicked, this, &Clinic::leaveWanted);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(1);
    layout->addWidget(m_reading);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addWidget(m_left);
    layout->addWidget(m_places[0]);
    layout->addWidget(cancel, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

QWidget *Clinic::makeWorkPage() {
    auto *page = new QWidget(this);
    auto *back = shared::makeIconButton(u"close", tr("Back to the Studio"), tr("Back to the Studio (Esc)"), page);
    connect(back, &QToolButton::clicked, this, &Clinic::leaveWanted);
    m_heading = new shared::ElidedLabel(page);
    m_heading->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setRole(m_heading, "heading");
    m_notice = new shared::ElidedLabel(page);
    setRole(m_notice, "quiet");
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    m_places[1] = new QLabel(page);
    for (QLabel *place : m_places) {
        setRole(place, "quiet");
        place->setAccessibleName(tr("Which of the recordings that were dropped"));
    }
    m_next = new QPushButton(tr("Skip"), page);
    setRole(m_next, "compact");
    connect(m_next, &QPushButton::clicked, this, &Clinic::nextWanted);
    top->addWidget(m_heading);
    top->addWidget(m_notice, 1);
    top->addWidget(m_places[1]);
    top->addWidget(m_next);
    top->addWidget(back);

    m_recording = new RecordingView(page);
    m_findings = new FindingList(page);
    m_form = new VoiceForm(page);
    auto *both = new QWidget(page);
    auto *columns = new QHBoxLayout(both);
    columns->setContentsMargins(0, 0, 4, 0);
    columns->setSpacing(16);
    columns->addWidget(m_findings, 4);
    columns->addWidget(m_form, 5, Qt::AlignTop);
    auto *scroll = new QScrollArea(page);
    scroll->setWidget(both);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    both->setMinimumWidth(0);

    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 4, 12, kGrid);
    layout->setSpacing(kGrid);
    layout->addLayout(top);
    layout->addWidget(m_recording, 2);
    layout->addLayout(makeWindowRow());
    layout->addWidget(scroll, 5);
    layout->addLayout(makeButtons());
    return page;
}

QHBoxLayout *Clinic::makeWindowRow() {
    m_before = makeButton(tr("&Before"), u"play", this);
    m_before->setToolTip(tr("Hear the window as it was recorded"));
    m_before->setAccessibleDescription(m_before->toolTip());
    m_after = makeButton(tr("&After"), u"play", this);
    m_after->setToolTip(tr("Hear the window as the model will"));
    m_after->setAccessibleDescription(m_after->toolTip());
    m_best = makeButton(tr("Best pa&rt"), u"star", this);
    m_best->setToolTip(tr("Put the window to the part that suits best"));
    const auto makeField = [this](const QString &name, double most) {
        auto *field = new QDoubleSpinBox(this);
        field->setAccessibleName(name);
        field->setDecimals(2);
        field->setSingleStep(0.1);
        field->setRange(0, most);
        field->setKeyboardTracking(false);
        field->setSuffix(tr(" s", "seconds, behind a number"));
        shared::letWheelPass(field);
        return field;
    };
    m_from = makeField(tr("From"), 4 * 3600.0);
    m_length = makeField(tr("Length"), kLongestWindow);
    auto *from = new QLabel(tr("Fro&m"), this);
    from->setBuddy(m_from);
    auto *length = new QLabel(tr("Len&gth"), this);
    length->setBuddy(m_length);
    connect(m_before, &QPushButton::clicked, this, [this] {
        if (m_facts && m_facts->before) {
            Q_EMIT playWanted(m_facts->before, tr("%1: the window", "a recording").arg(name()),
                              m_recording->window().from);
        }
    });
    connect(m_after, &QPushButton::clicked, this, [this] {
        if (m_facts && m_facts->after) {
            Q_EMIT playWanted(m_facts->after, tr("%1: as the model hears it", "a recording").arg(name()), -1);
        }
    });
    connect(m_best, &QPushButton::clicked, this, [this] {
        m_moved = false;
        m_analysis.suggest(m_case.sound);
    });
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_before);
    row->addWidget(m_after);
    row->addSpacing(12);
    row->addWidget(from);
    row->addWidget(m_from);
    row->addWidget(length);
    row->addWidget(m_length);
    row->addStretch(1);
    row->addWidget(m_best);
    return row;
}

QHBoxLayout *Clinic::makeButtons() {
    m_missing = new QLabel(this);
    m_missing->setTextFormat(Qt::PlainText);
    m_missing->setWordWrap(true);
    setRole(m_missing, "attention");
    m_removeStyle = new QPushButton(tr("Remove the style"), this);
    connect(m_removeStyle, &QPushButton::clicked, this, &Clinic::removeStyleWanted);
    m_save = new QPushButton(shared::icon(u"save"), tr("Save voi&ce"), this);
    m_save->setIconSize(QSize(20, 20));
    m_saveAndSpeak = new QPushButton(shared::icon(u"speak", shared::Tone::OnAccent), tr("Save and s&peak"), this);
    m_saveAndSpeak->setIconSize(QSize(20, 20));
    m_saveAndSpeak->setToolTip(tr("Save it, and speak the Studio's line with it (Ctrl+Enter)"));
    setRole(m_saveAndSpeak, "primary");
    connect(m_save, &QPushButton::clicked, this, [this] { save(false); });
    connect(m_saveAndSpeak, &QPushButton::clicked, this, [this] { save(true); });
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_missing, 1);
    row->addWidget(m_removeStyle);
    row->addWidget(m_save);
    row->addWidget(m_saveAndSpeak);
    return row;
}

} // namespace ui::voices
