// Says that something is computed, from here to the end of the block: see operator_trace.h.
#pragma once

#include "engine/model/operator_trace.h"
#include "engine/model/torch_headers.h"

namespace engine::model {

class OperatorScope {
public:
    explicit OperatorScope(const char *name, SpanKind kind = SpanKind::Operator);
    OperatorScope(const char *name, const at::Tensor &x, SpanKind kind = SpanKind::Operator);
    OperatorScope(const char *name, const at::Tensor &x, const at::Tensor &weight);
    ~OperatorScope();
    OperatorScope(const OperatorScope &) = delete;
    OperatorScope &operator=(const OperatorScope &) = delete;

private:
    bool m_open = false;
};

} // namespace engine::model
