package reachability

// replay is filled in when the tracer stands.
func replay(*Answer) error { return nil }
