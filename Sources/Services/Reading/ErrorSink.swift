public import Model

/// Where failed reads go as they happen, so that a report can list them. May be called from several tasks at once.
public typealias ErrorSink = @Sendable (ScanError) -> Void
