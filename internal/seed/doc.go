// Package seed answers: which random tests does a run of the tests make?
//
// The gate must say the same of the same code, so what rapid draws starts from one
// seed, here, in every package: its TestMain hands the run to [Run]. Others are
// asked for by RAPID_SEED, or by -rapid.seed, where 0 stands for a new one for each
// test. Tests that draw without rapid start from numbers of their own. It refuses
// nothing.
//
//	func TestMain(m *testing.M) { seed.Run(m) }
package seed
