package bif

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"

	"joist/internal/proc"
	"joist/internal/term"
)

// compressionNatives are the functions of Erlang's zlib that take the data as a whole. What is compressed is
// Go's choice among the many forms of the same data, and not byte for byte that of the C library.
func compressionNatives() []Native {
	return []Native{
		{"zlib", "compress", 1, compressed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }), 0},
		{"zlib", "uncompress", 1, uncompressed(func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }), 0},
		{"zlib", "gzip", 1, compressed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }), 0},
		{"zlib", "gunzip", 1, uncompressed(func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }), 0},
		{"zlib", "zip", 1, compressed(func(w io.Writer) io.WriteCloser {
			deflate, _ := flate.NewWriter(w, flate.DefaultCompression)
			return deflate
		}), 0},
		{"zlib", "unzip", 1, uncompressed(func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil }), 0},
	}
}

func compressed(writer func(io.Writer) io.WriteCloser) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
			return withData(c, args[0], func(c *proc.Ctx, data []byte) term.Term {
				var out bytes.Buffer
				w := writer(&out)
				w.Write(data) // a Buffer takes everything
				w.Close()
				return c.Binary(out.Bytes())
			})
		}, args...)
	}
}

// uncompressed raises data_error for what was not compressed so.
func uncompressed(reader func(io.Reader) (io.Reader, error)) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
			return withData(c, args[0], func(c *proc.Ctx, data []byte) term.Term {
				r, err := reader(bytes.NewReader(data))
				if err == nil {
					var out []byte
					if out, err = io.ReadAll(r); err == nil {
						return c.Binary(out)
					}
				}
				return c.Error(atomOf(c.Node, "data_error"))
			})
		}, args...)
	}
}
