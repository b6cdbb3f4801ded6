//go:build linux || darwin

package cli

import (
	"os"
	"syscall"
	"unsafe"
)

// columns is how many a terminal has; 0: it does not say.
func columns(f *os.File) int {
	var size struct{ rows, columns, x, y uint16 }
	_, _, failed := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	if failed != 0 {
		return 0
	}
	return int(size.columns)
}
