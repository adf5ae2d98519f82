#include "app/chat/source.h"

#include "moc_source.cpp"
