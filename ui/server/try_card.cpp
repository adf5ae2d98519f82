#include "ui/server/try_card.h"

#include <QAction>
#include <QButtonGroup>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/server/server_acts.h"
#include "ui/theme.h"

namespace ui::server {

namespace {

constexpr int kLines = 7;

} // namespace

TryCard::TryCard(ServerActs &acts, QWidget *parent) : QFrame(parent), m_acts(acts) {
    setRole(this, "card");
    auto *heading = new QLabel(tr("Try it"), this);
    setRole(heading, "heading");
    auto *group = new QButtonGroup(this);
    const auto addKind = [&](const QString &name) {
        auto *button = new QToolButton(this);
        button->setText(name);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        setRole(button, "segment");
        group->addButton(button);
        return button;
    };
    m_curl = addKind(tr("curl"));
    m_python = addKind(tr("Python"));
    m_curl->setChecked(true);
    m_copy = new QToolButton(this);
    m_copy->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_copy->setIconSize(QSize(20, 20));
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_text = new QPlainTextEdit(this);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setFixedHeight(kLines * m_text->fontMetrics().lineSpacing() + 3 * kGrid);
    m_text->setAccessibleName(tr("Line to try it with"));

    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid / 2);
    row->addWidget(heading);
    row->addStretch(1);
    row->addWidget(m_curl);
    row->addWidget(m_python);
    row->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(kGrid);
    layout->addLayout(row);
    layout->addWidget(m_text);
    connect(m_python, &QToolButton::toggled, this, &TryCard::fill);
    fill();
}

void TryCard::show(const TryCall &call, bool withToken) {
    m_call = call;
    m_withToken = withToken;
    fill();
}

QString TryCard::line(bool python) const {
    return python ? pythonLines(m_call) : curlLine(m_call);
}

void TryCard::fill() {
    const bool python = m_python->isChecked();
    QAction *copy = m_acts[python ? ServerActs::CopyPython : ServerActs::CopyCurl];
    if (m_copy->defaultAction() != copy) {
        m_copy->setDefaultAction(copy);
        m_copy->setAccessibleName(copy->text().remove(u'&'));
    }
    TryCall shown = m_call;
    if (!m_withToken && !shown.token.isEmpty())
        shown.token = QString(8, QChar(0x2022));
    const QString text = python ? pythonLines(shown) : curlLine(shown);
    if (m_text->toPlainText() != text)
        m_text->setPlainText(text);
}

} // namespace ui::server

#include "moc_try_card.cpp"
