// Under a paragraph of the script, in small letters: that its voice is not there, what is wrong with its tags, and what
// is said where those are other words than stand there. Only paragraphs that are looked at are prepared. The paragraph
// that is being typed keeps its row until the keys rest, so that nothing jumps while one types.
#pragma once

#include <QPlainTextDocumentLayout>
#include <QStringList>
#include <QTextBlock>
#include <QTimer>

#include <functional>

#include "app/cloning/spoken_lines.h"

class QPainter;

namespace ui::studio {

class SpokenLayout;

class SpokenRows : public QObject {
public:
    using FormOf = std::function<app::cloning::SpokenLinePtr(const QString &text, const QString &voiceId)>;
    using VoiceOf = std::function<QString(int row)>;

    // `view`: where the document is shown; its width, font and palette count.
    SpokenRows(QTextDocument &document, QWidget &view, VoiceOf voice);

    void setSource(FormOf form); // none: there are no rows
    void setShown(bool shown);   // what is said; what is wrong is shown in any case
    void forget();               // another form, or another width or font
    void typed(const QTextBlock &block);

    // Null when there is nothing to tell, or the text is too long to be looked at while one types.
    app::cloning::SpokenLinePtr formOf(const QTextBlock &block) const;
    const app::cloning::TextMark *markAt(const QTextBlock &block, int position) const; // of formOf(); null: none
    double heightOf(const QTextBlock &block) const;                                    // px; 0: no row
    bool hasWarning(const QTextBlock &block) const;

    void paintMarks(QPainter &painter, const QTextBlock &block, QPointF topLeft) const;
    void paintRow(QPainter &painter, const QTextBlock &block, QPointF topLeft) const;

private:
    struct Row;
    Row *rowOf(const QTextBlock &block) const; // null: there is no source
    void layOut(Row &row) const;
    QFont font() const;
    double lineHeight() const;
    double room() const;

    QTextDocument &m_document;
    QWidget &m_view;
    SpokenLayout *m_layout;
    const VoiceOf m_voice;
    FormOf m_form;
    bool m_shown = true;
    quint64 m_generation = 1;
    int m_typed = -1; // the paragraph that keeps its row
    QTimer m_rest;
};

// A paragraph is as much higher as its row needs.
class SpokenLayout : public QPlainTextDocumentLayout {
public:
    SpokenLayout(QTextDocument *document, const SpokenRows &rows);

    QRectF blockBoundingRect(const QTextBlock &block) const override;
    void heightsChanged();

private:
    const SpokenRows &m_rows;
};

// Where these characters stand in their paragraph, a rectangle in each of its rows.
QList<QRectF> areasOf(const QTextBlock &block, qsizetype from, qsizetype to);

} // namespace ui::studio
