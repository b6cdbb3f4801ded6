package reference

import (
	"slices"
	"strings"
)

// gates are what a call has to pass at the gateway whichever way it came: domain,
// protocol, published stage, method and path, authorization (design 4).
func (t *trip) gates(k call) Outcome {
	var all []Outcome
	add := func(o Outcome) {
		if !o.ok() {
			all = append(all, o)
		}
	}
	add(t.protocol(k))
	d, o := t.published(k)
	add(o)
	if d != nil {
		if len(d.protocols) > 0 && !slices.Contains(d.protocols, map[bool]string{true: "https", false: "http"}[k.https]) {
			add(stopped("api.protocol-denied", k.api.node, "%s does not take the protocol", k.api.ref()))
		}
		if !methodIs(d.method, k.method) || !t.pathIs(k.api, d.path, k.path) {
			add(stopped("api.no-match", k.api.node, "%s is not for %s %s", k.api.ref(), k.method, k.path))
		}
		add(d.authorizes(k))
	}
	if len(all) == 0 {
		return Outcome{}
	}
	first := all[0]
	for _, o := range all[1:] {
		if first.Fate == Unknown && o.Fate == Stopped {
			first, o = o, first
		}
		first.Or = append(first.Or, o.Code)
	}
	return first
}

// protocol says whether the domain answers HTTPS (ruling 22; grants c.10).
func (t *trip) protocol(k call) Outcome {
	g := k.api.group
	answers := true
	switch {
	case !k.https:
	case k.domain != nil:
		answers = k.domain.https
	case k.public:
	case g.https != nil:
		answers = *g.https
	default:
		answers = t.yes("vpc_subdomain_https", g.ref())
	}
	if !answers {
		return stopped("api.protocol-denied", g.node, "the domain does not answer HTTPS")
	}
	return Outcome{}
}

// published is what the stage that is called runs (grants c.12).
func (t *trip) published(k call) (*definition, Outcome) {
	d, ok := k.api.stages[k.stage]
	if ok && d == nil {
		return nil, unknown("open.stage-definition", k.api.node, "what stage %s of %s runs is not written", k.stage, k.api.ref())
	}
	if ok {
		return d, Outcome{}
	}
	known := slices.Contains([]string{"RELEASE", "PRE", "TEST"}, k.stage)
	for _, a := range k.api.group.apis {
		_, has := a.stages[k.stage]
		known = known || has
	}
	if !known {
		return nil, stopped("api.unknown-stage", k.api.node, "there is no stage %s", k.stage)
	}
	return nil, stopped("api.unpublished", k.api.node, "%s is not published in %s", k.api.ref(), k.stage)
}

// authorizes says whether an API lets the app of a call in (grants c.13).
func (d *definition) authorizes(k call) Outcome {
	if !d.app {
		return Outcome{}
	}
	if k.app == nil {
		return stopped("grant.app-credentials-missing", k.api.node, "the call names no app")
	}
	authorized := slices.ContainsFunc(d.authorized, func(u *authorization) bool {
		return u.app == k.app && slices.Contains(u.stages, k.stage)
	})
	if k.appCode != "" && (!d.appCode || k.appCode != k.app.code) {
		authorized = false
	}
	if !authorized {
		return stopped("grant.app-unauthorized", k.api.node, "%s is not authorized for %s in %s", k.app.ref(), k.api.ref(), k.stage)
	}
	return Outcome{}
}

func methodIs(want, method string) bool {
	return want == "ANY" || strings.EqualFold(want, method)
}

// pathIs reports whether a path is one of an API. Whether a last /* is also for
// the path above it is not written.
func (w *World) pathIs(a *api, path, called string) bool {
	pattern := a.group.full(path)
	if above, all := strings.CutSuffix(pattern, "/*"); all && pathIs(above, called) {
		return w.reading("reference.star_matches_above", a.ref(), []string{"yes", "no"}) == "yes"
	}
	return pathIs(pattern, called)
}

// pathIs reports whether a path is an API's: [name] stands for one segment, a
// last /* for all below (the language).
func pathIs(pattern, path string) bool {
	if pattern == path {
		return true
	}
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	for i, w := range want {
		if w == "*" && i == len(want)-1 {
			return len(have) > i
		}
		if i >= len(have) {
			return false
		}
		parameter := strings.HasPrefix(w, "[") && strings.HasSuffix(w, "]") && have[i] != ""
		if !parameter && w != have[i] {
			return false
		}
	}
	return len(want) == len(have)
}
