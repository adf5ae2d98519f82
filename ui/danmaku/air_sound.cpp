#include "ui/danmaku/air_sound.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "ui/shared/controls.h"
#include "ui/shared/labels.h"
#include "ui/shared/plain_tip.h"
#include "ui/shared/program_strip.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::LiveStage;
using app::speech::Player;

namespace {

constexpr int kLeast = 48; // px of height

QLabel *makeTitle(const QString &words, QWidget *parent) {
    auto *title = new QLabel(words, parent);
    setRole(title, "quiet");
    return title;
}

} // namespace

AirSound::AirSound(LiveStage &stage, app::Settings &settings, QWidget *parent)
    : QWidget(parent), m_stage(stage), m_settings(settings) {
    m_caption = new QLabel(this);
    m_caption->setTextFormat(Qt::PlainText);
    m_caption->setWordWrap(true);
    m_caption->setAccessibleName(tr("Caption"));
    auto *program = makeTitle(tr("Program device"), this);
    m_program = new QComboBox(this);
    m_program->setAccessibleName(tr("Program device: what a stream hears"));
    m_program->setToolTip(tr("What a stream or a recorder hears. With none you hear it on your monitor alone."));
    m_program->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    shared::keepRoomFor(m_program, tr("None: on your monitor"));
    shared::letWheelPass(m_program);
    program->setBuddy(m_program);
    m_own = new QCheckBox(tr("Own device for recorders"), this);
    m_own->setToolTip(tr("Makes “iShowTTS Stream”, which OBS and other programs can record"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    layout->addWidget(makeTitle(tr("Caption"), this));
    layout->addWidget(m_caption);
    layout->addWidget(makeFolder());
    layout->addWidget(program);
    layout->addWidget(m_program);
    layout->addWidget(m_own);
    layout->addWidget(new shared::ProgramStrip(m_stage.sound(), m_settings, this), 0, Qt::AlignLeft);
    layout->addStretch(1);
    connect(&m_stage, &LiveStage::captionChanged, m_caption, &QLabel::setText);
    connect(&m_stage, &LiveStage::ownDeviceChanged, this, &AirSound::follow);
    connect(&m_stage.sound(), &Player::devicesChanged, this, &AirSound::fill);
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key == QStringLiteral("programDevice") || key == QStringLiteral("outputDevice"))
            fill();
    });
    connect(m_program, &QComboBox::activated, this,
            [this](int row) { m_settings.setProgramDevice(m_program->itemData(row).toByteArray()); });
    connect(m_own, &QCheckBox::clicked, this, [this](bool wanted) {
        m_stage.makeOwnDevice(wanted);
        follow(); // it shows what is, not what was asked for
    });
    fill();
    follow();
}

QWidget *AirSound::makeFolder() {
    auto *row = new QWidget(this);
    auto *words = new shared::ElidedLabel(row);
    words->setTextFormat(Qt::PlainText);
    words->setText(tr("Also in %1", "a folder; the caption is").arg(m_stage.captionFolder()));
    words->setToolTip(
        shared::plainTip(tr("captions.txt and captions.srt for other programs, in\n%1").arg(m_stage.captionFolder())));
    setRole(words, "quiet");
    auto *copy = shared::makeIconButton(u"copy", tr("Copy the path of the captions"), {}, row);
    copy->setFocusPolicy(Qt::StrongFocus);
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_stage.captionFolder()); });
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(words, 1);
    layout->addWidget(copy);
    return row;
}

void AirSound::fill() {
    const QSignalBlocker quiet(m_program);
    const QByteArray chosen = m_settings.programDevice();
    m_program->clear();
    m_program->addItem(tr("None: on your monitor"), QByteArray());
    for (const app::speech::OutputDevice &device : m_stage.sound().devices()) {
        const bool isMonitor = !m_settings.outputDevice().isEmpty() && device.id == m_settings.outputDevice();
        m_program->addItem(isMonitor ? tr("%1 (monitor)", "an output device").arg(device.name) : device.name,
                           device.id);
        if (auto *rows = qobject_cast<QStandardItemModel *>(m_program->model()); rows && isMonitor)
            rows->item(m_program->count() - 1)->setEnabled(false);
    }
    int row = m_program->findData(chosen);
    if (row < 0) {
        m_program->addItem(tr("%1 (not there)", "an output device").arg(QString::fromUtf8(chosen)), chosen);
        row = m_program->count() - 1;
    }
    m_program->setCurrentIndex(row);
}

void AirSound::follow() {
    m_own->setChecked(m_stage.hasOwnDevice());
}

LowArea::LowArea(QWidget *inside, QWidget *parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setWidget(inside);
}

QSize LowArea::minimumSizeHint() const {
    return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(), kLeast};
}

QSize LowArea::sizeHint() const {
    const QSize least = minimumSizeHint();
    const int height = widget()->hasHeightForWidth() ? widget()->heightForWidth(std::max(width(), least.width()))
                                                     : widget()->sizeHint().height();
    return {least.width(), std::max(kLeast, height)};
}

bool LowArea::event(QEvent *event) {
    if (event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::event(event);
}

void AirSound::focusDevice() {
    m_program->setFocus(Qt::OtherFocusReason);
}

} // namespace ui::danmaku

#include "moc_air_sound.cpp"
