package term

// LeadingRaw is how many words after the header of an object with that subtag are not terms: all of them
// for numbers and binaries, none for tuples and maps, three for funs, sub-binaries and match contexts,
// whose remaining words are terms.
func (h Header) LeadingRaw() int {
	switch h.Subtag() {
	case SubTuple, SubMap:
		return 0
	case SubFun, SubSubBin, SubMatch:
		return 3
	}
	return h.Arity()
}

// IsOffHeapHolder tells whether objects with this header are linked in an off-heap list: they hold an
// off-heap binary in word RefcBinData and the link in word RefcBinNext.
func (h Header) IsOffHeapHolder() bool {
	return h == RefcBinHeader || h == MagicRefHeader
}
