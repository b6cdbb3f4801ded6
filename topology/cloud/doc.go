// Package cloud is what the packages of clouds have in common: what the front
// door asks of them, parts of the language that mean the same everywhere, and
// how switches are read.
//
// It knows no cloud, and lowers nothing by itself.
package cloud
