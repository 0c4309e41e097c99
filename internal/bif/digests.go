package bif

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"

	"joist/internal/proc"
	"joist/internal/term"
)

// maxRandom bounds the random bytes of one call.
const maxRandom = 1 << 26

// digestNatives are what the module crypto is made of: digests, keyed digests and random bytes.
func digestNatives() []Native {
	return []Native{
		{"joist_crypto", "hash", 2, digestOf, 0},
		{"joist_crypto", "hmac", 3, keyedDigestOf, 0},
		{"joist_crypto", "random", 1, randomBytes, 0},
	}
}

// digest finds an algorithm by its name under OTP; nil when there is none.
func digest(name term.Term) func() hash.Hash {
	text, ok := bytesOf(name)
	if !ok {
		return nil
	}
	switch string(text) {
	case "md5":
		return md5.New
	case "sha":
		return sha1.New
	case "sha224":
		return sha256.New224
	case "sha256":
		return sha256.New
	case "sha384":
		return sha512.New384
	case "sha512":
		return sha512.New
	case "sha3_224":
		return func() hash.Hash { return sha3.New224() }
	case "sha3_256":
		return func() hash.Hash { return sha3.New256() }
	case "sha3_384":
		return func() hash.Hash { return sha3.New384() }
	case "sha3_512":
		return func() hash.Hash { return sha3.New512() }
	}
	return nil
}

// digestOf is the digest of iodata by the algorithm of a name.
func digestOf(c *proc.Ctx, args []term.Term) term.Term {
	algorithm := digest(args[0])
	if algorithm == nil {
		return c.Badarg()
	}
	return withData(c, args[1], func(c *proc.Ctx, data []byte) term.Term {
		h := algorithm()
		h.Write(data)
		return c.Binary(h.Sum(nil))
	})
}

// keyedDigestOf is the HMAC of iodata by the algorithm of a name and a key.
func keyedDigestOf(c *proc.Ctx, args []term.Term) term.Term {
	algorithm := digest(args[0])
	key, ok := bytesOf(args[1])
	if algorithm == nil || !ok {
		return c.Badarg()
	}
	h := hmac.New(algorithm, key)
	return withData(c, args[2], func(c *proc.Ctx, data []byte) term.Term {
		h.Write(data)
		return c.Binary(h.Sum(nil))
	})
}

// randomBytes draws bytes that nobody can foresee.
func randomBytes(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() || args[0].SmallValue() < 0 || args[0].SmallValue() > maxRandom {
		return c.Badarg()
	}
	data := make([]byte, args[0].SmallValue())
	rand.Read(data) // never fails
	chargeBytes(c, len(data))
	return c.Binary(data)
}
