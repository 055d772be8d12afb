// A WebRTC peer made of Pion, for the tests of this folder. It only does media: signalling is the test's, by lines of JSON.
//
//	pion-peer [-video CLIP.ivf -audio CLIP.ogg] [-receive N] [-into DIRECTORY]
//
// It prints {"offer": SDP}, reads {"answer": SDP}, and from then on tells every 100 ms what has passed as {"status": …}.
// {"restart": true} on its input makes an offer with new ICE credentials. What it receives it writes into the directory as
// INDEX-SSRC.ivf and INDEX-SSRC.ogg, for ffmpeg to decode. It ends when its input does.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pion/webrtc/v3"
	"github.com/pion/webrtc/v3/pkg/media"
	"github.com/pion/webrtc/v3/pkg/media/ivfreader"
	"github.com/pion/webrtc/v3/pkg/media/ivfwriter"
	"github.com/pion/webrtc/v3/pkg/media/oggreader"
)

const framesPerSecond = 25

// stream is what has come of one track.
type stream struct {
	Kind   string   `json:"kind"`
	Ssrcs  []uint32 `json:"ssrcs"`
	Frames int      `json:"frames"`
	File   string   `json:"file"`
}

// status is what the test is told.
type status struct {
	State       string    `json:"state"`
	Local       string    `json:"local"`
	VideoSent   int       `json:"videoSent"`
	AudioSent   int       `json:"audioSent"`
	KeyRequests int       `json:"keyRequests"`
	Received    []*stream `json:"received"`
}

type command struct {
	Answer  string `json:"answer"`
	Restart bool   `json:"restart"`
}

type peer struct {
	connection *webrtc.PeerConnection
	directory  string
	gate       sync.Mutex
	now        status
	writers    []io.Closer
	connected  chan struct{}
	once       sync.Once
}

func main() {
	video := flag.String("video", "", "a clip's picture, IVF with VP8")
	audio := flag.String("audio", "", "a clip's sound, Ogg with a packet of Opus a page")
	receive := flag.Int("receive", 0, "how many sections of each kind to receive by")
	directory := flag.String("into", ".", "where to write what comes")
	flag.Parse()

	connection, err := webrtc.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle})
	check(err)
	p := &peer{connection: connection, directory: *directory, connected: make(chan struct{})}
	p.now.State = "new"
	p.now.Received = []*stream{}
	connection.OnConnectionStateChange(p.onState)
	connection.OnTrack(p.onTrack)
	if *audio != "" {
		p.send(webrtc.MimeTypeOpus, "voice", func(track *webrtc.TrackLocalStaticSample) { p.play(func() { p.playAudio(*audio, track) }) })
	}
	if *video != "" {
		p.send(webrtc.MimeTypeVP8, "face", func(track *webrtc.TrackLocalStaticSample) { p.play(func() { p.playVideo(*video, track) }) })
	}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		for n := 0; n < *receive; n++ {
			_, err := connection.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
			check(err)
		}
	}

	p.offer(nil)
	go p.report()
	p.obey()
	check(connection.Close())
	p.gate.Lock()
	defer p.gate.Unlock()
	for _, writer := range p.writers {
		check(writer.Close())
	}
}

// offer prints an offer with all candidates in it.
func (p *peer) offer(options *webrtc.OfferOptions) {
	description, err := p.connection.CreateOffer(options)
	check(err)
	complete := webrtc.GatheringCompletePromise(p.connection)
	check(p.connection.SetLocalDescription(description))
	<-complete
	say(map[string]string{"offer": p.connection.LocalDescription().SDP})
}

func (p *peer) obey() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var wanted command
		check(json.Unmarshal(lines.Bytes(), &wanted))
		switch {
		case wanted.Restart:
			p.offer(&webrtc.OfferOptions{ICERestart: true})
		case wanted.Answer != "":
			check(p.connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: wanted.Answer}))
		}
	}
}

func (p *peer) report() {
	for range time.Tick(100 * time.Millisecond) {
		p.gate.Lock()
		if pair, err := p.connection.SCTP().Transport().ICETransport().GetSelectedCandidatePair(); err == nil && pair != nil {
			p.now.Local = fmt.Sprintf("%s:%d", pair.Local.Address, pair.Local.Port)
		}
		say(map[string]status{"status": p.now})
		p.gate.Unlock()
	}
}

func (p *peer) onState(state webrtc.PeerConnectionState) {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.now.State = state.String()
	if state == webrtc.PeerConnectionStateConnected {
		p.once.Do(func() { close(p.connected) })
	}
}

// send adds a track; its RTCP is read so that Pion's own interceptors see it.
func (p *peer) send(mime string, name string, begin func(*webrtc.TrackLocalStaticSample)) {
	track, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: mime}, name, "pion")
	check(err)
	transceiver, err := p.connection.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	check(err)
	go func() {
		for {
			packets, _, err := transceiver.Sender().ReadRTCP()
			if err != nil {
				return
			}
			for _, packet := range packets {
				if fmt.Sprintf("%T", packet) == "*rtcp.PictureLossIndication" {
					p.gate.Lock()
					p.now.KeyRequests++
					p.gate.Unlock()
				}
			}
		}
	}()
	begin(track)
}

// play runs a clip over and over once the connection stands.
func (p *peer) play(once func()) {
	go func() {
		<-p.connected
		for {
			once()
		}
	}()
}

func (p *peer) playVideo(path string, track *webrtc.TrackLocalStaticSample) {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	frames, _, err := ivfreader.NewWith(file)
	check(err)
	tick := time.NewTicker(time.Second / framesPerSecond)
	defer tick.Stop()
	for ; ; <-tick.C {
		frame, _, err := frames.ParseNextFrame()
		if errors.Is(err, io.EOF) {
			return
		}
		check(err)
		p.write(track, media.Sample{Data: frame, Duration: time.Second / framesPerSecond}, func(now *status) { now.VideoSent++ })
	}
}

func (p *peer) playAudio(path string, track *webrtc.TrackLocalStaticSample) {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	pages, _, err := oggreader.NewWith(file)
	check(err)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for ; ; <-tick.C {
		page, header, err := pages.ParseNextPage()
		if errors.Is(err, io.EOF) {
			return
		}
		check(err)
		if header.GranulePosition == 0 {
			continue // The tags.
		}
		p.write(track, media.Sample{Data: page, Duration: 20 * time.Millisecond}, func(now *status) { now.AudioSent++ })
	}
}

func (p *peer) write(track *webrtc.TrackLocalStaticSample, sample media.Sample, count func(*status)) {
	// A closed connection takes no more; the program is about to end.
	if track.WriteSample(sample) != nil {
		return
	}
	p.gate.Lock()
	defer p.gate.Unlock()
	count(&p.now)
}

func (p *peer) onTrack(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
	p.gate.Lock()
	path := filepath.Join(p.directory, fmt.Sprintf("%d-%d", len(p.now.Received), track.SSRC()))
	var writer media.Writer
	var err error
	if track.Kind() == webrtc.RTPCodecTypeVideo {
		path += ".ivf"
		writer, err = ivfwriter.New(path)
	} else {
		path += ".ogg"
		writer, err = newOgg(path)
	}
	check(err)
	mine := &stream{Kind: track.Kind().String(), Ssrcs: []uint32{uint32(track.SSRC())}, File: path}
	p.now.Received = append(p.now.Received, mine)
	p.writers = append(p.writers, writer)
	p.gate.Unlock()
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		p.gate.Lock()
		// Padding probes carry nothing, and the writers do not expect that.
		if len(packet.Payload) > 0 {
			check(writer.WriteRTP(packet))
			if packet.Marker || track.Kind() == webrtc.RTPCodecTypeAudio {
				mine.Frames++
			}
		}
		p.gate.Unlock()
	}
}

var output sync.Mutex

func say(what interface{}) {
	line, err := json.Marshal(what)
	check(err)
	output.Lock()
	defer output.Unlock()
	fmt.Println(string(line))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
