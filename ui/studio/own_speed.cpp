#include "ui/studio/own_speed.h"

#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

#include "app/script/script.h"
#include "ui/shared/controls.h"

namespace ui::studio {

using app::script::kFastest;
using app::script::kSlowest;

namespace {

constexpr double kNone = 0; // the value of an empty field
constexpr double kStep = 0.05;
constexpr double kDigit = 0.01;

QString bare(QString text) {
    return text.remove(u'×').trimmed();
}

} // namespace

OwnSpeed::OwnSpeed(QWidget *parent) : QDoubleSpinBox(parent) {
    setRange(kNone, kFastest);
    setDecimals(2);
    setSingleStep(kStep);
    setKeyboardTracking(false);
    shared::letWheelPass(this);
    connect(this, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { Q_EMIT chosen(value > kNone ? std::optional(value) : std::nullopt); });
}

void OwnSpeed::showSpeed(std::optional<double> own, const QString &hint, double start) {
    const QSignalBlocker quiet(this);
    m_start = start;
    lineEdit()->setPlaceholderText(hint);
    const bool typing = hasFocus() && lineEdit()->isModified();
    if (!typing || std::abs(value() - own.value_or(kNone)) > kDigit / 2) {
        setValue(own.value_or(kNone)); // would rewrite what is being typed
    }
}

void OwnSpeed::takeBack() {
    const QSignalBlocker quiet(this);
    lineEdit()->setText(textFromValue(value()));
}

QString OwnSpeed::textFromValue(double value) const {
    return value <= kNone ? QString() : locale().toString(value, 'f', decimals()) + QStringLiteral(" ×");
}

std::optional<double> OwnSpeed::read(const QString &text) const {
    bool valid = false;
    double value = locale().toDouble(bare(text), &valid);
    if (!valid) {
        value = QLocale::c().toDouble(bare(text), &valid);
    }
    return valid ? std::optional(value) : std::nullopt;
}

double OwnSpeed::valueFromText(const QString &text) const {
    return read(text).value_or(kNone);
}

QValidator::State OwnSpeed::validate(QString &text, int &) const {
    const QString digits = bare(text);
    if (digits.isEmpty()) {
        return QValidator::Acceptable;
    }
    for (const QChar c : digits) {
        if (!c.isDigit() && c != u'.' && c != u',') {
            return QValidator::Invalid;
        }
    }
    const auto value = read(text);
    if (!value || *value < kSlowest - kDigit / 2) {
        return digits.size() < 5 ? QValidator::Intermediate : QValidator::Invalid;
    }
    return *value <= kFastest + kDigit / 2 ? QValidator::Acceptable : QValidator::Invalid;
}

QAbstractSpinBox::StepEnabled OwnSpeed::stepEnabled() const {
    const double now = value() > kNone ? value() : m_start;
    StepEnabled directions = StepNone;
    directions.setFlag(StepUpEnabled, now < kFastest - kDigit / 2);
    directions.setFlag(StepDownEnabled, now > kSlowest + kDigit / 2);
    return directions;
}

void OwnSpeed::stepBy(int steps) {
    const double now = value() > kNone ? value() : m_start;
    setValue(std::clamp(now + steps * kStep, kSlowest, kFastest));
    selectAll();
}

} // namespace ui::studio

#include "moc_own_speed.cpp"
