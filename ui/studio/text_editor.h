// What is to be spoken: plain text that wraps anywhere (long Chinese lines too); Tab leaves it.
#pragma once

#include <QPlainTextEdit>

namespace ui::studio {

inline constexpr int kLongestText = 200'000; // bytes of UTF-8; the engine refuses more, and layout would take seconds

class TextEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit TextEditor(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override { return {240, 96}; }

Q_SIGNALS:
    void cutShort(qsizetype pasted); // the clipboard held more characters than there was room for

protected:
    void insertFromMimeData(const QMimeData *source) override;
};

} // namespace ui::studio
