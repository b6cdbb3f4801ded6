// Package report tells what netsim found out.
//
// A Report is the contract with other programs: its JSON form is described by
// report.schema.json and only ever grows. Every other form is made from the same
// structs, so that no two can disagree. Nothing here looks at a terminal, a clock
// or the environment: what the output depends on is passed in.
package report

// FormatVersion is the version of the JSON form. Fields may be added within a
// version; none is removed or changes its meaning.
const FormatVersion = 1

// Report is the outcome of one run. Slices are never nil: in JSON, what is
// empty is [].
type Report struct {
	FormatVersion int      `json:"format_version"`
	Files         []File   `json:"files"`
	Results       []Result `json:"results"`
	Counts        Counts   `json:"counts"`
}

// File is one scenario file, and what is wrong with it.
type File struct {
	File     string    `json:"file"`
	Scenario string    `json:"scenario"` // its name; empty if it could not be read
	Findings []Finding `json:"findings"`
	Skipped  int       `json:"skipped"` // checks that were not selected, in variants too
}

// Finding is something wrong with the input.
type Finding struct {
	Severity  string    `json:"severity"` // error or warning
	Summary   string    `json:"summary"`
	Detail    string    `json:"detail"`
	File      string    `json:"file"`
	Line      int       `json:"line"`
	Column    int       `json:"column"`
	EndLine   int       `json:"end_line"`
	EndColumn int       `json:"end_column"`
	Source    string    `json:"source"` // the line, as written
	Related   []Related `json:"related"`
}

// Related is another place that a finding is about.
type Related struct {
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Source  string `json:"source"`
}

// Result is the answer to one check, in the base scenario or in a variant.
type Result struct {
	File        string       `json:"file"`
	Scenario    string       `json:"scenario"`
	Check       string       `json:"check"`
	Variant     *string      `json:"variant"` // null: the scenario as written
	Line        int          `json:"line"`    // of the check; of the variant, in a variant
	Column      int          `json:"column"`
	Expect      string       `json:"expect"` // a verdict; "fails CODE" or "unknown CODE" where a variant says so
	Verdict     string       `json:"verdict"`
	Pass        bool         `json:"pass"`
	Because     *string      `json:"because"` // null when the check itself holds
	VariesBy    []string     `json:"varies_by"`
	Path        []Hop        `json:"path"`
	Obstacles   []Obstacle   `json:"obstacles"`
	Allowed     []Box        `json:"allowed"`
	Denied      []Box        `json:"denied"`
	Pieces      []Piece      `json:"pieces"`
	Witness     *Witness     `json:"witness"`
	Question    *Question    `json:"question"` // what trace was asked; null for a check
	Assumptions []Assumption `json:"assumptions"`
}

// Hop is one step of the path that the packets take, in order; where an
// obstacle stands on it, it has the obstacle's code.
type Hop struct {
	Leg       int    `json:"leg"`
	Direction string `json:"direction"` // forward or return
	Element   string `json:"element"`
	Action    string `json:"action"` // starts, resolves, allows, routes, crosses, delivers, passes, forwards, serves, resumes, blocks, unknown
	Code      string `json:"code"`   // empty unless the hop blocks
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	Summary   string `json:"summary"`
	// Considered are the routes that a lookup did not use, the longest prefix
	// first, and ConsideredMore how many there are besides.
	Considered     []Candidate `json:"considered"`
	ConsideredMore int         `json:"considered_more"`
}

// Candidate is a route that speaks of the packets and was not used.
type Candidate struct {
	Element string `json:"element"`
	Prefix  string `json:"prefix"`
	Better  bool   `json:"better"` // its prefix is as long as that of the route in use, or longer
	Code    string `json:"code"`   // of what stands against it; may be empty
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Summary string `json:"summary"` // why it was not used
}

// Obstacle is one thing in the way.
type Obstacle struct {
	Leg       int    `json:"leg"`
	Direction string `json:"direction"`
	Element   string `json:"element"`
	Code      string `json:"code"`
	Kind      string `json:"kind"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	Source    string `json:"source"` // the line, as written
	Summary   string `json:"summary"`
	Asked     string `json:"asked"` // what it stops: packets, or a call; empty where the place says enough
	Symptom   string `json:"symptom"`
	Needed    string `json:"needed"`
}

// Box is a set of packets of one leg.
type Box struct {
	Leg              int    `json:"leg"`
	Source           string `json:"source"`
	Destination      string `json:"destination"`
	Protocol         string `json:"protocol"`
	SourcePorts      string `json:"source_ports"`
	DestinationPorts string `json:"destination_ports"`
}

// Piece is a set of packets with one fate, and what decided it: what stopped
// them, or of packets that pass, the last thing that told them from others that
// do not. Stage 1 are the packets that were asked about, stage 2 those that the
// relays behind them send, and so on.
type Piece struct {
	Stage            int    `json:"stage"`
	Source           string `json:"source"`
	Destination      string `json:"destination"`
	Protocol         string `json:"protocol"`
	SourcePorts      string `json:"source_ports"`
	DestinationPorts string `json:"destination_ports"`
	Fate             string `json:"fate"` // passes, stops or unknown; what relays do behind is told of theirs
	Direction        string `json:"direction"`
	Element          string `json:"element"`
	Code             string `json:"code"` // empty if they pass
	File             string `json:"file"`
	Line             int    `json:"line"`
	Column           int    `json:"column"`
	Summary          string `json:"summary"`
	// Way is by which routes they go, where the cloud chooses among equal ones and
	// that matters; else empty.
	Way string `json:"way"`
}

// Question is what was asked that no check asks, as it was written.
type Question struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Port    string `json:"port"`    // empty: tcp/80 for a call, else any
	Call    string `json:"call"`    // what is said, in a line; empty unless it is a call
	Check   string `json:"check"`   // the check of the file that was asked again; empty: none
	Expects string `json:"expects"` // the verdict that this check expects
}

// Witness is one packet of the first leg that arrives and whose reply returns.
type Witness struct {
	Source          string `json:"source"`
	Destination     string `json:"destination"`
	Protocol        string `json:"protocol"`
	SourcePort      int    `json:"source_port"`
	DestinationPort int    `json:"destination_port"`
}

// Assumption is something that the documents leave open and the verdict
// consulted.
type Assumption struct {
	Ruling   int    `json:"ruling"` // row of the rulings; 0: none
	Code     string `json:"code"`   // of what is open: netsim explain tells more
	Switch   string `json:"switch"`
	Element  string `json:"element"`
	Value    string `json:"value"` // "either" if the verdict is the same in every reading; "open" if it turns on it
	Read     string `json:"read"`  // the reading that path, obstacles and boxes are told for
	Declared bool   `json:"declared"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Text     string `json:"text"`
	// Declare are the fields to write, all of them, so that it is declared; empty
	// if it is, and where the language has none.
	Declare []Declaration `json:"declare"`
}

// Declaration is a field that settles an assumption.
type Declaration struct {
	Path   string   `json:"path"`   // of the field, as the edits of variants write it
	Values []string `json:"values"` // what may be written there, in YAML
}

// Counts sums up a run.
type Counts struct {
	Files    int `json:"files"`
	Bad      int `json:"bad_files"`
	Results  int `json:"results"`
	Passed   int `json:"passed"`
	Failed   int `json:"failed"`
	Unknown  int `json:"unknown"` // of the failed: those whose verdict is unknown
	Skipped  int `json:"skipped"` // checks that were not selected
	Variants int `json:"variants"`
	Errors   int `json:"errors"`   // findings
	Warnings int `json:"warnings"` // findings
}
