// The column left of the script: for each line its state, number, voice, a sign for a speed or seed of its own, length
// and RTF.
// A click on the state plays the newest take (or makes one), one on the voice chooses another, one on the sign leads to
// what it stands for; all have keys, see the Speech menu. The tooltip says it all in words.
#pragma once

#include <QWidget>

namespace ui::studio {

class ScriptEditor;
struct LineStatus;

class LineGutter : public QWidget {
    Q_OBJECT

public:
    explicit LineGutter(ScriptEditor &editor);

    int wantedWidth() const; // px; narrower when the editor is narrow

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    enum class Part { State, Number, Voice, Own, Length, Rtf };
    QRectF partOf(const QRectF &row, Part part) const;
    bool isNarrow() const; // without the voice
    int numberWidth() const;
    int rtfWidth() const;
    bool hasSign(const LineStatus &status) const; // it has something of its own that is not written here
    void paintRow(QPainter &painter, const QRectF &row, const LineStatus &status, int number) const;

    ScriptEditor &m_editor;
};

} // namespace ui::studio
