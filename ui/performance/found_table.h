// What a measurement found, row by row: what, how much, and a note, which may be a sentence.
#pragma once

#include <QTableWidget>

namespace ui::performance {

struct Finding;

class FoundTable : public QTableWidget {
    Q_OBJECT

public:
    explicit FoundTable(QWidget *parent = nullptr);

    void present(const Finding &finding); // hides without rows

protected:
    int sizeHintForRow(int row) const override;
};

} // namespace ui::performance
