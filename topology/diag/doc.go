// Package diag holds what netsim tells people as data: places in files,
// findings about input, and the codes with which a refusal is named.
//
// Problems of the input are values that are collected, never Go errors: one
// run reports all of them. A Go error stays for I/O and for bugs.
package diag
