package main

import (
	"encoding/binary"
	"os"

	"github.com/pion/rtp"
)

// oggFile writes Opus packets into Ogg (RFC 7845), a packet a page. Pion's own writer of this version makes unreadable pages
// of packets from 255 bytes on, as aiortc sends them.
type oggFile struct {
	file  *os.File
	page  uint32
	start uint32
}

func newOgg(path string) (*oggFile, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	written := &oggFile{file: file}
	head := append([]byte("OpusHead\x01\x02\x00\x00"), 0x80, 0xbb, 0, 0, 0, 0, 0)
	if err := written.add(head, 2, 0); err != nil {
		return nil, err
	}
	return written, written.add([]byte("OpusTags\x04\x00\x00\x00pion\x00\x00\x00\x00"), 0, 0)
}

// WriteRTP adds a packet at its own time.
func (o *oggFile) WriteRTP(packet *rtp.Packet) error {
	if o.page == 2 {
		o.start = packet.Timestamp
	}
	return o.add(packet.Payload, 0, uint64(packet.Timestamp-o.start))
}

// Close ends the file.
func (o *oggFile) Close() error { return o.file.Close() }

func (o *oggFile) add(packet []byte, flags byte, granule uint64) error {
	lacing := len(packet)/255 + 1
	page := make([]byte, 27+lacing, 27+lacing+len(packet))
	copy(page, "OggS")
	page[5] = flags
	binary.LittleEndian.PutUint64(page[6:], granule)
	binary.LittleEndian.PutUint32(page[14:], 1)
	binary.LittleEndian.PutUint32(page[18:], o.page)
	page[26] = byte(lacing)
	for n := 0; n < lacing-1; n++ {
		page[27+n] = 255
	}
	page[27+lacing-1] = byte(len(packet) % 255)
	page = append(page, packet...)
	binary.LittleEndian.PutUint32(page[22:], checksum(page))
	o.page++
	_, err := o.file.Write(page)
	return err
}

// checksum is Ogg's CRC-32 (RFC 3533 section 6), bit by bit.
func checksum(page []byte) uint32 {
	var crc uint32
	for _, value := range page {
		crc ^= uint32(value) << 24
		for bit := 0; bit < 8; bit++ {
			if crc&0x80000000 != 0 {
				crc = crc<<1 ^ 0x04c11db7
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}
