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
    m_grid->setColumnStretch(2, 1);
    m_grid->setColumnStretch(3, 1);
    m_before = new QLabel(tr("Before"), this);
    m_after = new QLabel(tr("After"), this);
    for (QLabel *label : {m_before, m_after}) {
        setRole(label, "quiet");
        m_grid->addWidget(label, 0, label == m_before ? 2 : 3, Qt::AlignLeft);
    }
    int row = 1;
    for (const Aspect aspect : {Aspect::Speech, Aspect::Length, Aspect::Noise, Aspect::Clipping, Aspect::Loudness,
                                Aspect::Ends}) { // the words are weighed beside their field
        m_rows.insert(int(aspect), makeRow(row, nameOf(aspect)));
        row += 2;
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
    Row made{new shared::IconLabel({}, 16, this), new QLabel(name, this), new QLabel(this), new QLabel(this),
             new QLabel(this)};
    for (QLabel *figure : {made.figure, made.after}) {
        figure->setFont(withTabularDigits(font()));
        figure->setWordWrap(true);
    }
    made.sentence->setWordWrap(true);
    made.sentence->setTextFormat(Qt::PlainText);
    setRole(made.sentence, "quiet");
    const auto top = Qt::AlignTop | Qt::AlignLeft;
    m_grid->addWidget(made.icon, row, 0, top);
    m_grid->addWidget(made.name, row, 1, top);
    m_grid->addWidget(made.figure, row, 2, Qt::AlignTop);
    m_grid->addWidget(made.after, row, 3, Qt::AlignTop);
    m_grid->addWidget(made.sentence, row + 1, 1, 1, 3, Qt::AlignTop);
    return made;
}

void FindingList::setShown(const Row &row, bool shown) {
    row.icon->setVisible(shown);
    row.name->setVisible(shown);
    row.figure->setVisible(shown);
    row.after->setVisible(shown);
    row.sentence->setVisible(shown);
}

void FindingList::fill(const Finding &finding, const WindowFacts &facts) {
    const Row &row = m_rows[int(finding.aspect)];
    const shared::Tone tone = toneOf(finding.verdict);
    row.icon->setIcon(shared::icon(iconOf(tone), tone));
    row.icon->setAccessibleName(verdictName(finding.verdict));
    row.figure->setText(figureOf(finding.aspect, *facts.check));
    const bool inherited = finding.aspect == Aspect::Clipping && facts.check->clipping.samples > 0;
    row.after->setText(!facts.checkAfter ? QString()
                       : inherited       ? tr("as before", "clipped samples")
                                         : figureOf(finding.aspect, *facts.checkAfter));
    const QString said = sentenceOf(finding);
    for (QLabel *label : {row.name, row.figure})
        label->setToolTip(said.toHtmlEscaped());
    row.figure->setAccessibleDescription(said);
    row.sentence->setText(said);
    setShown(row, true);
    row.sentence->setVisible(finding.verdict != engine::quality::Verdict::Good); // the figures say it
}

void FindingList::show(const WindowFactsPtr &facts) {
    for (const Row &row : m_rows) {
        setShown(row, false);
    }
    m_prepared->clear();
    m_before->setVisible(facts && facts->check);
    m_after->setVisible(facts && facts->checkAfter);
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
        if (m_rows.contains(int(finding.aspect))) {
            fill(finding, *facts);
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
