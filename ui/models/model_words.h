// What the cards of models say, in words.
#pragma once

#include <QString>

#include <cstdint>

#include "app/models/model_list.h"

namespace ui::models {

QString sizeWords(std::int64_t bytes);                             // "1.4 GB", "18 MB"
QString timeLeft(double seconds);                                  // "2 min left"; empty when it is not known
QString progressWords(const app::models::FetchProgress &progress); // "412 MB of 1.4 GB · 8.2 MB/s · 2 min left"
bool isForbiddenToSell(const QString &licence);                    // CC-BY-NC and the like
QString licenceWords(const app::models::ModelItem &item);          // "CC-BY-NC-4.0: not for commercial use"

// What asks for attention: a problem and what to do, or that nobody says how the weights are read; empty: nothing.
QString troubleWords(const app::models::ModelItem &item);

// "1.4 GB on disk · about 670 MB in memory · added from /home/…"; `inMemory` is 0 when it is not loaded.
QString factWords(const app::models::ModelItem &item, std::int64_t inMemory);

} // namespace ui::models
