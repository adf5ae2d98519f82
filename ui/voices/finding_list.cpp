#include "ui/voices/finding_list.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shared/figures.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"
#include "ui/voices/check_words.h"

namespace ui::voices {

using engine::quality::Aspect;
using engine::quality::Finding;

FindingList::FindingList(QWidget *parent) : QFrame(parent), m_grid(new QGridLayout) {
    setRole(this, "card");
    setAccessibleName(tr("What was measured"));
    m_heading = new QLabel(this);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    setRole(m_heading, "heading");
    m_prepared = new QLabel(this);
    m_prepared->setTextFormat(Qt::PlainText);
    m_prepared->setWordWrap(true);
    setRole(m_prepared, "quiet");
    m_grid->setHorizontalSpacing(kGrid);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(3, 1);
    int row = 0;
    for (const Aspect aspect : {Aspect::Speech, Aspect::Length, Aspect::Noise, Aspect::Clipping, Aspect::Loudness,
                                Aspect::Ends}) { // the words are weighed beside their field
        m_rows.insert(int(aspect), makeRow(row++, nameOf(aspect)));
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(kGrid);
    layout->addWidget(m_heading);
    layout->addLayout(m_grid);
    layout->addWidget(m_prepared);
    layout->addStretch(1);
    show(nullptr);
}

FindingList::Row FindingList::makeRow(int row, const QString &name) {
    Row made{new shared::IconLabel({}, 16, this), new QLabel(name, this), new QLabel(this), new QLabel(this)};
    made.figure->setFont(withTabularDigits(font()));
    made.sentence->setWordWrap(true);
    made.sentence->setTextFormat(Qt::PlainText);
    setRole(made.sentence, "quiet");
    const auto top = Qt::AlignTop | Qt::AlignLeft;
    m_grid->addWidget(made.icon, row, 0, top);
    m_grid->addWidget(made.name, row, 1, top);
    m_grid->addWidget(made.figure, row, 2, top);
    m_grid->addWidget(made.sentence, row, 3, Qt::AlignTop);
    return made;
}

void FindingList::setShown(const Row &row, bool shown) {
    row.icon->setVisible(shown);
    row.name->setVisible(shown);
    row.figure->setVisible(shown);
    row.sentence->setVisible(shown);
}

void FindingList::fill(const Row &row, const Finding &finding, const QString &figure) {
    const shared::Tone tone = toneOf(finding.verdict);
    row.icon->setIcon(shared::icon(iconOf(tone), tone));
    row.icon->setAccessibleName(verdictName(finding.verdict));
    row.figure->setText(figure);
    const bool good = finding.verdict == engine::quality::Verdict::Good;
    row.sentence->setText(good ? QString::fromStdString(finding.reason) : sentenceOf(finding));
    setShown(row, true);
}

void FindingList::show(const WindowFactsPtr &facts) {
    for (const Row &row : m_rows) {
        setShown(row, false);
    }
    m_prepared->clear();
    if (!facts) {
        m_heading->setText(tr("The window is looked at …"));
        return;
    }
    if (!facts->check) {
        m_heading->setText(facts->problem.what);
        m_prepared->setText(facts->problem.remedy);
        return;
    }
    using engine::quality::Verdict;
    Verdict verdict = Verdict::Good;
    for (const Finding &finding : facts->check->findings) {
        if (const auto row = m_rows.constFind(int(finding.aspect)); row != m_rows.constEnd()) {
            fill(*row, finding, figureOf(finding.aspect, *facts->check));
            verdict = std::max(verdict, finding.verdict);
        }
    }
    m_heading->setText(verdict == Verdict::Good        ? tr("A good reference")
                       : verdict == Verdict::Attention ? tr("It will do; it could be better")
                                                       : tr("The voice will not be right with it"));
    if (!facts->preparation) {
        m_prepared->setText(tr("%1 %2", "two sentences").arg(facts->problem.what, facts->problem.remedy));
        return;
    }
    const auto &prepared = *facts->preparation;
    const QString seconds = shared::seconds(prepared.secondsAfter);
    const QString end = shared::seconds(prepared.endSilenceAfter);
    m_prepared->setText(prepared.gainDb < 0.1
                            ? tr("The model hears %1 of it, with %2 of silence at the end.").arg(seconds, end)
                            : tr("The model hears %1 of it, %2 louder, with %3 of silence at the end.")
                                  .arg(seconds, shared::decibel(prepared.gainDb), end));
}

} // namespace ui::voices

#include "moc_finding_list.cpp"
