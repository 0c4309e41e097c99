package atom

// hash spreads texts over the slots of the index (FNV-1a with a final mix).
func hash(text string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint32(text[i])) * 16777619
	}
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return h ^ h>>13
}

// beamHash is the ELF hash of the text, Latin-1 characters counted as one byte each: the BEAM's
// portable hash is built on it.
func beamHash(text string) uint32 {
	var h uint32
	for i := 0; i < len(text); i++ {
		v := text[i]
		if v&0xfe == 0xc2 && i+1 < len(text) { // a two-byte sequence below U+0100
			i++
			v = v<<6 | text[i]&0x3f
		}
		h = h<<4 + uint32(v)
		if g := h & 0xf0000000; g != 0 {
			h ^= g >> 24
			h ^= g
		}
	}
	return h
}

// head packs the first eight bytes so that comparing heads compares texts as far as they go. Texts
// shorter than eight bytes are padded with zeros, which sort before everything else; a text with zero
// bytes of its own ties and is decided by the whole text.
func head(text string) (h uint64) {
	for i := range 8 {
		h <<= 8
		if i < len(text) {
			h |= uint64(text[i])
		}
	}
	return h
}
